"""The query and its analysis, from postings to answer, equal the slow twin on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pandas as pd
import sqlalchemy as sa
from hypothesis import event, given, settings
from hypothesis import strategies as st

from dashboard.analysis.spending import analyse
from dashboard.filters import Filters
from dashboard.periods import Period, parse_month
from dashboard.queries.spending import spending
from dashboard.shapes import Analysis, Number
from tests.conftest import Engines
from tests.histories import History, as_of, filters_for, histories
from tests.oracle_spending import SpendingOracle
from tests.rounds import rounds
from tests.special_history import BOTH, special_history

PRICES = st.dictionaries(
    st.sampled_from((2022, 2023, 2024, 2025, 2026)), st.decimals("80", "140", places=3), max_size=5
) | st.just({year: Decimal("100") + year % 7 for year in range(2021, 2027)})


@st.composite
def many(draw: Any) -> History:
    """One to nine municipalities: up to three histories side by side, the later ones under codes of their own."""
    whole: History = draw(histories("money"))
    for number in range(draw(st.integers(0, 2))):
        beside(whole, draw(histories("money")), number)
    return whole


def beside(whole: History, other: History, number: int) -> None:
    """Puts the municipalities of another history beside those of the whole, under codes of their own."""
    for name in ("municipality", "coverage", "population", "ledger", "budget_line", "cost_centre_group"):
        whole[name] += [r | {"municipality_code": f"08{number}{r['municipality_code'][-1]}"} for r in other[name]]


Question = tuple[Filters, Mapping[int, Decimal]]


@st.composite
def question(draw: Any, history: History) -> Question:
    filters = draw(filters_for(history))
    if draw(st.booleans()):
        every = tuple(sorted(row["municipality_code"] for row in history["municipality"]))
        filters = replace(filters, municipalities=every)
    return filters, draw(PRICES)


@st.composite
def questions(draw: Any) -> tuple[History, list[Question]]:
    """To load a history costs far more than to ask it something."""
    history = draw(many())
    return history, draw(st.lists(question(history), min_size=1, max_size=4))


def same(found: Any, expected: Any) -> bool:
    """Missing is missing on both sides; every number to the last øre, a rate to its last bit."""
    if isinstance(expected, tuple):
        return tuple(found) == expected
    return bool(found == expected) if expected is not None else found is None or bool(pd.isna(found))


def assert_numbers(found: Mapping[str, Number], expected: Mapping[str, dict[str, Any]]) -> None:
    assert list(found) == list(expected)
    for name, number in found.items():
        for part in ("value", "numerator", "denominator", "n", "state"):
            assert same(getattr(number, part), expected[name][part]), (name, part, number, expected[name])


def assert_rows(frame: pd.DataFrame, keys: list[str], expected: Mapping[Any, dict[str, Any]]) -> None:
    rows = frame.to_dict("records")
    found = {tuple(row[key] for key in keys): row for row in rows}
    assert len(found) == len(rows)
    assert set(found) == {key if isinstance(key, tuple) else (key,) for key in expected}
    for key, want in expected.items():
        row = found[key if isinstance(key, tuple) else (key,)]
        for part, value in want.items():
            if part in row:
                assert same(row[part], value), (key, part, row, want)


def assert_equal(found: Analysis, oracle: SpendingOracle) -> None:
    assert_rows(found.table.frame, ["municipality_code", "period", "spending_class"], oracle.table())
    assert_numbers(found.now, oracle.now())
    assert_numbers(found.before, oracle.before())
    assert_rows(found.parts["functions"].frame, ["spending_class", "account_function"], oracle.functions())
    unknown = found.parts["unknown"].frame
    assert dict(zip(unknown["account_function"], unknown["amount"], strict=True)) == oracle.unknown()
    trend = found.parts["trend"].frame.set_index("period")
    for key, values in oracle.trend().items():
        assert all(same(f, e) for f, e in zip(trend.loc[key], values, strict=True)), key
    assert_rows(found.parts["budget"].frame, ["municipality_code", "spending_class"], oracle.budget())
    divided = [note.values for note in found.notes if note.code == "divided"]
    expected = [{"versions": oracle.versions(), "rest": oracle.rest}] if oracle.filters.target_group else []
    assert divided == expected


def assert_all_equal(engines: Engines, history: History, asked: list[Question]) -> None:
    oracles = [SpendingOracle(history, filters, index) for filters, index in asked]
    with engines(history) as both:
        for _name, connection in both:
            for (filters, index), oracle in zip(asked, oracles, strict=True):
                assert_equal(analyse(spending(connection, filters), filters, index, as_of(history)), oracle)


@settings(max_examples=rounds(200, 4))
@given(questions())
def test_equals_the_oracle_on_both_engines(engines: Engines, drawn: tuple[History, list[Question]]) -> None:
    history, asked = drawn
    for filters, _index in asked:
        event(f"{min(len(filters.municipalities), 5)} municipalities, {filters.unit}, {filters.prices}")
    assert_all_equal(engines, history, asked)


def test_the_special_history_equals_the_oracle(engines: Engines) -> None:
    period = Period(parse_month("2025-01"), parse_month("2025-10"))
    index = {2024: Decimal("103.1"), 2025: Decimal("106.4")}
    views = product((BOTH, BOTH[:1], BOTH[1:]), ("month", "quarter", "year"), ("total", "child"), ("current", "fixed"))
    asked: list[Question] = [(Filters(m, period, i, unit=u, prices=p), index) for m, i, u, p in views]  # type: ignore[arg-type]
    assert_all_equal(engines, special_history(), asked)


def test_some_of_many_and_all_of_them_equal_the_oracle(engines: Engines) -> None:
    """Whom nobody else has delivered beside is asked about without a list of codes: not one more may come along."""
    history = special_history()
    for number in range(3):
        beside(history, special_history(), number)
    every = tuple(sorted(row["municipality_code"] for row in history["municipality"]))
    period = Period(parse_month("2024-11"), parse_month("2025-10"))
    index = {year: Decimal(100 + year % 7) for year in range(2022, 2027)}
    views = product((every, every[1:], every[:5]), ("total", "child"), ("current", "fixed"))
    asked: list[Question] = [(Filters(m, period, unit=u, prices=p), index) for m, u, p in views]  # type: ignore[arg-type]
    assert_all_equal(engines, history, asked)


def published(code: str, year: int, amount: int | None, **changed: Any) -> dict[str, Any]:
    row = {"table_id": "REGK31", "municipality_code": code, "year": year, "account_function": "5.28.21", "dranst": 1}
    rest = {"label": "Navn", "art": "TOT", "unit": "INDL", "amount_milli": amount, "source_file": "regk31.csv"}
    return row | rest | {"state": "ok" if amount is not None else "missing"} | changed


def test_published_figures_of_the_newest_year_stand_beside_with_the_country_first(engines: Engines) -> None:
    history = special_history()
    history["published_stat"] = [
        published(BOTH[0], 2023, 1_000_000),
        published(BOTH[0], 2024, 1_167_000),
        published(BOTH[0], 2024, 9_000, art="UE"),
        published(BOTH[0], 2024, 9_000, dranst=2),
        published("0411", 2024, None),
        published("0000", 2024, 1_351_000),
    ]
    filters = Filters(BOTH[:1], Period(parse_month("2025-01"), parse_month("2025-10")))
    with engines(history) as both:
        for _name, connection in both:
            found = analyse(spending(connection, filters), filters, {}).parts["published"].frame
            assert list(found["municipality_code"]) == ["0000", "0411", BOTH[0]]
            assert list(found["value"])[::2] == [1351.0, 1167.0]
            assert list(found["state"]) == ["ok", "missing", "ok"]
            assert list(found["chosen"]) == [False, False, True]
            assert set(found["year"]) == {2024}


def test_the_budget_is_that_of_the_newest_follow_up_of_the_last_year(engines: Engines) -> None:
    history = special_history()
    line = history["budget_line"][0] | {"account_function": "5.28.21"}
    history["budget_line"] += [
        line | {"as_of": dt.date(2025, 6, 30), "original_ore": 1},
        line | {"year": 2024, "as_of": dt.date(2025, 12, 31), "original_ore": 2},
    ]
    filters = Filters((line["municipality_code"],), Period(parse_month("2024-11"), parse_month("2025-10")))
    with engines(history) as both:
        for _name, connection in both:
            budget = spending(connection, filters).budget
            assert [(found.account_function, found.as_of) for found in budget] == [("5.28.22", dt.date(2025, 9, 30))]


def test_a_budget_is_translated_as_its_year_ends(engines: Engines) -> None:
    history = special_history()
    ends = {"before": (None, "2025-11"), "on": (None, "2025-12"), "from": ("2025-12", None), "after": ("2026-01", None)}
    history["account_class"] += [
        {
            "account_function": name,
            "grouping": "",
            "dranst": 1,
            "spending_class": "other",
            "from_month": parse_month(first or "2007-01"),
            "to_month": last and parse_month(last),
            "ladder_step": None,
        }
        for name, (first, last) in ends.items()
    ]
    filters = Filters(BOTH[:1], Period(parse_month("2025-01"), parse_month("2025-06")))
    with engines(history) as both:
        for _name, connection in both:
            mapping = spending(connection, filters).mapping
            assert {function for function, _grouping, _dranst in mapping} & set(ends) == {"on", "from"}


def test_a_version_is_read_once_for_all_its_views(engines: Engines) -> None:
    statements: list[str] = []
    period = Period(parse_month("2025-01"), parse_month("2025-10"))
    views = [Filters(BOTH, period), Filters(BOTH[:1], Period(period.first - 3, period.last))]
    with engines(special_history()) as both:
        connection = both[0][1]
        anew = [spending(connection, filters) for filters in views]
        sa.event.listen(connection.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
        kept = [spending(connection, filters, "a version of this test alone") for filters in views]
    assert len(statements) == len(set(statements)), "nothing is read twice"
    assert sum("coverage" in statement for statement in statements) == 1
    assert any("spending_month" in statement for statement in statements)
    for before, after in zip(anew, kept, strict=True):
        assert sorted(before.amounts) == sorted(after.amounts)
        assert (before.mapping, before.coverage, before.population) == (after.mapping, after.coverage, after.population)
        assert sorted(before.budget) == sorted(after.budget)
