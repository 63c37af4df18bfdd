"""Spending worked out by hand: small numbers whose answer can be checked on paper."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from dashboard.analysis.spending import COLUMNS, analyse
from dashboard.analysis.spending_budget import classify
from dashboard.database.accounts import ACCOUNT_CLASSES
from dashboard.filters import Filters
from dashboard.periods import Period, parse_month
from dashboard.shapes import Analysis, Caveat
from tests.spending_answers import EVERY, HERNING, RANDERS, YEAR, counts, line


def at(text: str, spending_class: str, ore: int, code: str = HERNING) -> tuple[str, int, str, int]:
    return code, parse_month(text), spending_class, ore


def cell(found: Analysis, period: str, spending_class: str = "preventive", code: str = HERNING) -> dict[str, Any]:
    table = found.table.frame
    keys = (table["municipality_code"], table["period"], table["spending_class"])
    rows = table[(keys[0] == code) & (keys[1] == period) & (keys[2] == spending_class)]
    assert len(rows) == 1
    return dict(rows.iloc[0])


def test_quarters_add_up_and_the_three_classes_are_always_there() -> None:
    rows = [at("2025-01", "preventive", 100), at("2025-03", "preventive", 20), at("2025-04", "placement", 7)]
    found = analyse(counts(rows), Filters((HERNING,), YEAR), {})
    assert list(found.table.frame.columns) == list(COLUMNS)
    assert cell(found, "2025K1")["value"] == 120
    assert cell(found, "2025K2")["value"] == 0  # delivered, and nothing was spent
    assert cell(found, "2025K2", "placement")["value"] == 7
    assert cell(found, "2025K1", "compensating")["value"] == 0
    assert set(found.table.frame["spending_class"]) == {"preventive", "placement", "compensating"}
    assert found.now["total_three"].value == 127


def test_what_stands_apart_is_shown_and_is_in_no_total() -> None:
    rows = [at("2025-01", "preventive", 100), at("2025-01", "refund", -60), at("2025-01", "secured", 5)]
    found = analyse(counts(rows), Filters((HERNING,), YEAR), {})
    assert found.now["total_three"].value == 100
    assert (found.now["refund"].value, found.now["secured"].value) == (-60, 5)


def test_a_month_that_is_not_delivered_is_missing_and_never_zero() -> None:
    delivered = [(HERNING, m) for m in EVERY.months if m not in range(parse_month("2025-04"), parse_month("2025-08"))]
    found = analyse(counts([at("2025-09", "preventive", 9)], delivered=delivered), Filters((HERNING,), YEAR), {})
    second, third = cell(found, "2025K2"), cell(found, "2025K3")
    assert (second["state"], second["n"], second["complete"]) == ("missing", 0, False)
    assert pd.isna(second["value"])
    assert (third["state"], third["n"], third["complete"], third["value"]) == ("ok", 2, False, 9)
    assert cell(found, "2025K1")["complete"]
    assert {note.code: note.values for note in found.notes}["ledger_missing"] == {"months": 4}


def test_a_quarter_cut_by_the_range_is_not_complete() -> None:
    found = analyse(counts([]), Filters((HERNING,), Period(YEAR.first + 1, YEAR.last - 1)), {})
    assert [cell(found, key)["complete"] for key in ("2025-02/2025-03", "2025K2", "2025-10/2025-11")] == [
        False,
        True,
        False,
    ]


def test_per_child_is_always_per_year() -> None:
    """Two years of the same spending on the same children are not twice as much for each of them."""
    months = Period(parse_month("2024-01"), parse_month("2025-12")).months
    rows = [(HERNING, month, "preventive", 1_000) for month in months]
    people = [(HERNING, 2024, 100), (HERNING, 2025, 100)]

    def found(first: str, last: str, interval: Any = "year") -> Analysis:
        filters = Filters((HERNING,), Period(parse_month(first), parse_month(last)), interval, unit="child")
        asked = [row for row in rows if row[1] <= filters.period.last]
        return analyse(counts(asked, population=people), filters, {})

    both = found("2024-01", "2025-12")
    assert (both.now["preventive"].value, both.now["preventive"].denominator) == (120.0, 200.0)
    assert [cell(both, key)["value"] for key in ("2024", "2025")] == [120.0, 120.0]
    quarter = found("2025-01", "2025-03", "quarter")
    assert (quarter.now["preventive"].value, cell(quarter, "2025K1")["value"]) == (120.0, 120.0)
    assert found("2025-01", "2025-03", "month").parts["trend"]["preventive"] == pytest.approx([120] * 3)


def test_each_month_is_divided_by_the_persons_of_its_own_year() -> None:
    people = [(HERNING, 2024, 100), (HERNING, 2025, 300)]
    filters = Filters((HERNING,), Period(parse_month("2024-12"), parse_month("2025-01")), "year", unit="child")
    rows = [at("2024-12", "preventive", 1_000), at("2025-01", "preventive", 3_000)]
    found = analyse(counts(rows, population=people), filters, {})
    assert (found.now["preventive"].value, found.now["preventive"].denominator) == (pytest.approx(120), 400 / 12)
    assert [cell(found, key)["value"] for key in ("2024-12", "2025-01")] == pytest.approx([120, 120])


def test_card_and_row_have_one_rule_where_a_month_is_missing() -> None:
    """11 of 12 months: the children of the month that is missing do not count either, and it says which that is."""
    delivered = [(HERNING, month) for month in YEAR.months if month != parse_month("2025-07")]
    rows = [(HERNING, month, "preventive", 1_000) for _code, month in delivered]
    filters = Filters((HERNING,), YEAR, "year", unit="child")
    found = analyse(counts(rows, delivered=delivered, population=[(HERNING, 2025, 100)]), filters, {})
    assert found.now["preventive"].value == cell(found, "2025")["value"] == pytest.approx(120)
    assert cell(found, "2025")["caveat"] == Caveat(municipalities=1, months=(parse_month("2025-07"),))


def test_without_the_population_of_a_year_there_is_no_number_per_child() -> None:
    filters = Filters((HERNING,), Period(YEAR.first - 1, YEAR.last), "year", unit="child")
    found = analyse(counts([], population=[(HERNING, 2025, 300)]), filters, {})
    assert found.now["preventive"].state == "missing"
    assert cell(found, "2025")["state"] == "ok"
    assert {note.code: note.values for note in found.notes}["no_population"] == {"years": [2024]}


def test_fixed_prices_take_each_year_to_the_last_year_with_an_index() -> None:
    filters = Filters((HERNING,), Period(YEAR.first - 1, YEAR.first), "year", prices="fixed")
    rows = [at("2024-12", "preventive", 1_000), at("2025-01", "preventive", 1_000)]
    found = analyse(counts(rows), filters, {2024: Decimal("100"), 2025: Decimal("104"), 2026: Decimal("130")})
    assert cell(found, "2024-12")["value"] == 1_300
    assert cell(found, "2025-01")["value"] == 1_250
    assert found.now["preventive"].value == 2_550
    assert {note.code: note.values for note in found.notes}["fixed_prices"] == {"year": 2026}


def test_one_year_without_an_index_and_there_are_no_fixed_prices() -> None:
    filters = Filters((HERNING,), Period(YEAR.first - 1, YEAR.last), "year", prices="fixed")
    found = analyse(counts([at("2025-01", "preventive", 1_000)]), filters, {2025: Decimal("104")})
    assert set(found.table.frame["state"]) == {"not_estimable"}
    assert found.table.frame["numerator"].isna().all()
    assert {note.code: note.values for note in found.notes}["no_price_index"] == {"years": [2024]}


def test_the_year_before_counts_only_when_every_month_of_it_is_delivered() -> None:
    rows = [at("2024-01", "placement", 40), at("2025-01", "placement", 50)]
    whole = analyse(counts(rows), Filters((HERNING,), YEAR), {})
    assert whole.before["placement"].value == 40
    delivered = [(HERNING, month) for month in EVERY.months][1:]
    assert analyse(counts(rows, delivered=delivered), Filters((HERNING,), YEAR), {}).before == {}


def test_two_municipalities_are_pooled_over_those_that_delivered() -> None:
    delivered = [(HERNING, m) for m in YEAR.months] + [(RANDERS, YEAR.first)]
    rows = [at("2025-01", "preventive", 30), at("2025-01", "preventive", 70, RANDERS), at("2025-06", "preventive", 5)]
    people = [(HERNING, 2025, 100), (RANDERS, 2025, 300)]
    filters = Filters((HERNING, RANDERS), YEAR, unit="child")
    found = analyse(counts(rows, delivered=delivered, population=people), filters, {})
    # Randers delivered one month of the first quarter and none of the second, so its children count for that one alone.
    assert cell(found, "2025K1", code="*")["value"] == 100 / ((3 * 100 + 300) / 12)
    assert cell(found, "2025K2", code="*")["value"] == 5 / (3 * 100 / 12)
    assert cell(found, "2025K2", code=RANDERS)["state"] == "missing"


def test_four_municipalities_are_added_up_and_more_come_so() -> None:
    """Up to four come each by themselves, and all together are their sum."""
    four = ("0219", HERNING, RANDERS, "0751")
    delivered = [(code, month) for code in four for month in EVERY.months]
    rows = [at("2025-01", "preventive", 10**place, code) for place, code in enumerate(four)]
    found = analyse(counts(rows, delivered=delivered), Filters(four, YEAR, "year"), {})
    assert cell(found, "2025", code="*")["value"] == found.now["preventive"].value == 1111


def test_unknown_accounts_are_listed_with_their_amounts_and_named_in_a_note() -> None:
    rows = [at("2025-01", "unknown", 7), at("2025-02", "preventive", 8), at("2024-12", "unknown", 90)]
    found = analyse(counts(rows), Filters((HERNING,), YEAR), {})
    assert found.parts["unknown"].frame.to_dict("records") == [{"account_function": "5.99.99", "amount": 7}]
    assert {note.code: note.values for note in found.notes}["unknown_accounts"] == {"accounts": ["5.99.99"]}
    assert list(found.parts["functions"].frame["account_function"]) == ["5.28.21", "5.99.99"]
    assert found.parts["functions"].frame["name"][0].startswith("Rådgivning samt forebyggende")


def test_net_income_in_a_main_class_is_said() -> None:
    found = analyse(counts([at("2025-01", "compensating", -1)]), Filters((HERNING,), YEAR), {})
    assert {note.code: note.values for note in found.notes}["negative_net"] == {"classes": ["compensating"]}


def test_fredensborg_2017() -> None:
    """Committee paper of January 2018: 61.600 | 57.206 | −4.394 in 1.000 kr.; minus is mindreforbrug."""
    thousand = 100_000
    lines = [line("5.28.21", 60_000 * thousand, 1_600 * thousand, 57_206 * thousand, "Færre anbragte")]
    rows = [at("2025-01", "preventive", 11), at("2025-12", "preventive", 4), at("2024-12", "preventive", 900)]
    budget = analyse(counts(rows, budget=lines), Filters((HERNING,), YEAR), {}).parts["budget"].frame
    found = budget.set_index("spending_class").loc["preventive"]
    assert (found["corrected"], found["expected"]) == (61_600 * thousand, 57_206 * thousand)
    assert found["deviation"] == -4_394 * thousand
    assert found["share"] == pytest.approx(-0.0713, abs=5e-5)
    assert (found["actual"], found["reason"], str(found["as_of"])) == (15, "Færre anbragte", "2025-09-30")


def test_an_expectation_that_nobody_has_stated_is_not_zero() -> None:
    lines = [line("5.28.20", 10, 0, None), line("5.28.22", 10, 0, 12), line("5.28.21", 5, 0, 5)]
    budget = (
        analyse(counts([], budget=lines), Filters((HERNING,), YEAR), {})
        .parts["budget"]
        .frame.set_index("spending_class")
    )
    assert budget.loc["placement", "corrected"] == 20
    assert pd.isna(budget.loc["placement", "expected"])
    assert pd.isna(budget.loc["placement", "deviation"])
    assert budget.loc["preventive", "deviation"] == 0
    assert pd.isna(budget.loc["total_three", "deviation"])


def test_nothing_is_spent_beside_a_budget_that_only_some_have_given() -> None:
    found = analyse(counts([], budget=[line("5.28.21", 5, 0, 5)]), Filters((HERNING, RANDERS), YEAR), {})
    pooled = found.parts["budget"].frame.query("municipality_code == '*'")
    assert pooled["actual"].isna().all()
    assert {n.code: n.values for n in found.notes}["no_budget"] == {"municipalities": [RANDERS], "year": 2025}


def test_many_reasons_are_cut_short() -> None:
    lines = [line(f"5.28.2{n}", 5, 0, 6, f"Grund {n}") for n in range(4)]
    budget = (
        analyse(counts([], budget=lines), Filters((HERNING,), YEAR), {})
        .parts["budget"]
        .frame.set_index("spending_class")
    )
    assert budget.loc["total_three", "reason"] == "Grund 1; Grund 0; Grund 2 …"  # in the order of the classes


@pytest.mark.parametrize(
    ("function", "grouping", "expected"),
    [
        ("5.57.72", "009", "compensating"),
        ("5.57.72", "001", "other"),
        ("5.57.72", "", "other"),
        ("5.22.07", "", "refund"),
        ("5.99.99", "", "unknown"),
    ],
)
def test_the_class_of_a_budget_line(function: str, grouping: str, expected: str) -> None:
    classes = {row[:3]: row.spending_class for row in ACCOUNT_CLASSES if row.to_month is None}
    assert classify({(f, g, d): c for (f, g, d), c in classes.items()}, function, grouping) == expected
