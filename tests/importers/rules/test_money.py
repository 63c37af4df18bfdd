"""The rules of ledger, budget and population, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from dashboard.importers import load
from tests.importers.files import csv_file, table
from tests.importers.rules.examples import TODAY, Example, day

YEAR = TODAY.year
BUDGET = "År;Funktion;Oprindeligt budget;Forventet regnskab;Opgjort pr."
LINE = f"{YEAR};5.28.21;100;90;{day(0)}"
POSTINGS = "Måned;Kontostreng;Funktion;Beløb"
SUMS = "År;Funktion;Oprindeligt budget;Tillæg;Korrigeret budget;Opgjort pr."
PARTS = "År;Funktion;Gruppering;Oprindeligt budget;Opgjort pr."
HALVES = [f"{YEAR};5.28.21;003;100;{day(0)}", f"{YEAR};5.28.21;004;200;{day(0)}"]
PERSONS = "År;Antal 0-22-årige"

EXAMPLES = (
    Example("duplicate_key", "error", [BUDGET, LINE, LINE], [BUDGET, LINE, LINE.replace("5.28.21", "5.28.22")],
            "“5.28.21” står allerede i række 2."),
    Example("accounts_disagree", "error", [POSTINGS, "2025-01;528211003;5.28.22;1"], [POSTINGS, "2025-01;528211003;5.28.21;1"],
            "Kontostrengen og funktionen peger på to forskellige konti."),
    Example("unknown_function", "warning", [POSTINGS, "2025-01;322011999;;1", "2025-01;322011999;;1"],
            [POSTINGS, "2025-01;528211003;;1"],
            "Funktion 3.22.01 hører ikke til nogen udgiftsgruppe (2 rækker). Den vises for sig.",
            "2 rækker med en ukendt funktion er ikke med i nogen udgiftsgruppe."),
    Example("expected_missing", "info", [BUDGET, LINE.replace(";90;", ";;")], [BUDGET, LINE],
            "Budgetlinjer uden forventet regnskab: 1.",
            "1 budgetlinje har intet forventet regnskab at holde op mod budgettet."),
    Example("as_of_outside_year", "warning", [BUDGET, "2021;5.28.21;100;90;02-07-2022"], [BUDGET, "2021;5.28.21;100;90;01-07-2022"],
            "Linjen er opgjort på en dag langt fra sit budgetår. Er årstallet rigtigt?",
            "1 budgetlinje hører måske til et andet år."),
    Example("corrected_disagrees", "error", [SUMS, f"{YEAR};5.28.21;100.000;-5.000;92.999;{day(0)}"],
            [SUMS, f"{YEAR};5.28.21;100.000;-5.000;93.000;{day(0)}", f"{YEAR};5.28.22;100.000;;93.000;{day(0)}"],
            "Det korrigerede budget er ikke det oprindelige budget og tillægget lagt sammen."),
    Example("sum_of_parts", "error", [PARTS, *HALVES, f"{YEAR};5.28.21;;300;{day(0)}"], [PARTS, *HALVES, f"{YEAR};5.28.21;;299;{day(0)}"],
            "Linjen for 5.28.21 uden gruppering er det, linjerne med gruppering giver (2): den ville tælle to gange. Fjern det ene eller det andet."),
    Example("population_jump", "warning", [PERSONS, "2025;22001"], [PERSONS, "2025;22000"],
            "Tallet er mere end 10 % fra året før (20000). Er det 0-22 år?",
            "1 år har måske en forkert udgift pr. 0-22-årig.", before=[[PERSONS, "2024;20000"]]),
)  # fmt: skip


def test_a_corrected_budget_says_what_the_supplement_is(tmp_path: Path) -> None:
    rows = [[YEAR, "5.28.21", 100, "", 90, day(0)], [YEAR, "5.28.22", 100, 7, "", day(0)]]
    file = csv_file(tmp_path / "budget.csv", SUMS.split(";"), rows)
    assert load([file], data_folder=tmp_path / "data", municipality="Herning").ok
    found = [line["supplement_ore"] for line in table(tmp_path / "data", "budget_line", "account_function")]
    assert found == [-1_000, 700]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
