"""The rules of a ledger that holds years, periods and budgets, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from tests.importers.rules.examples import Example

YEARS = "Regnskabsår;Måned;Kontostreng;Beløbstype;Beløb"

MANY = [YEARS, *(f"2025;3;528211003;regnskab;{n}" for n in range(10))]

EXAMPLES = (
    Example("postings_drop", "warning", [YEARS, *(row.replace("2025;3", "2025;4") for row in MANY[1:5])],
            [YEARS, *(row.replace("2025;3", "2025;4") for row in MANY[1:6])],
            "Regnskabet har 4 posteringer; efter den sidste levering ville der være 10. Er det helt?",
            "6 posteringer færre end i sidste levering tæller med i Udgifter.", before=[MANY]),
    Example("control_total", "error",
            [YEARS, "2025;1;528211003;regnskab;1.000,50", "2025;2;528211003;regnskab;-1", "I alt;;;;1.000,00"],
            [YEARS, "2025;1;528211003;regnskab;1.000,50", "2025;2;528211003;regnskab;-1", ";;I alt:;;999,50"],
            "Rækkerne giver 999,50\u00a0kr., men rækken I alt siger 1.000,00\u00a0kr.: træk udtrækket igen."),
    Example("month_missing", "error", [YEARS, "2025;;528211003;regnskab;1"], [YEARS, "2025;;528211003;oprindeligt;1"],
            "Rækken har et år, men ingen måned. Det, der er bogført, skal have en måned."),
    Example("period_without_year", "error", [YEARS, ";3;528211003;regnskab;1"], [YEARS, "2025;3;528211003;regnskab;1"],
            "“3” er nummeret på en periode i et år. Tilføj kolonnen Regnskabsår med året."),
    Example("original_missing", "error", [YEARS, "2025;;528211003;forventet;1"],
            [YEARS, "2025;;528211003;forventet;1", "2025;;528211003;oprindeligt;1"],
            "Der er budgetbeløb for 2025, men intet oprindeligt budget. Tag det oprindelige budget med i udtrækket."),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
