"""The lists, their counts and the deliveries are exactly what their slow twins say, on both engines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings

from dashboard.filters import Filters
from dashboard.queries.deliveries import missing_count, missing_deliveries
from dashboard.queries.work_lists import LISTS, list_counts, work_list
from tests import oracle_lists
from tests.conftest import Engines
from tests.histories import History, codes, histories_with_filters, window
from tests.queries.test_caseload import HERE, add_case, assign, world
from tests.rounds import rounds
from tests.special_history import special_history


def compare(engines: Engines, history: History, views: list[Filters]) -> None:
    with engines(history) as both:
        for name, connection in both:
            for filters in views:
                expected = {one: oracle_lists.work_list(history, one, filters) for one in LISTS}
                for one in LISTS:
                    found = work_list(connection, one, filters).astype(object).to_dict("split")["data"]
                    assert [_plain(row) for row in found] == expected[one], (name, one)
                longest = {one: max((row[5] - row[3]).days for row in rows) for one, rows in expected.items() if rows}  # type: ignore[operator]
                counted = {one: (len(expected[one]), days) for one, days in longest.items()}
                assert list_counts(connection, filters) == counted, name
                missing = missing_deliveries(connection, filters).to_dict("split")["data"]
                assert [tuple(row) for row in missing] == oracle_lists.missing(history, filters), name
                assert missing_count(connection, filters) == len(missing), name


def _plain(row: list[object]) -> tuple[object, ...]:
    code, case, team, since, contact, as_of = row
    seen = None if contact != contact else contact.date()  # type: ignore[attr-defined]
    return code, case, team, since.date(), seen, as_of.date()  # type: ignore[attr-defined]


@settings(max_examples=rounds(200, 4))
@given(histories_with_filters("cases"))
def test_equals_the_oracle(engines: Engines, drawn: tuple[History, list[Filters]]) -> None:
    history, views = drawn
    everybody = sorted({a["coordinator_id"] for a in history["case_assignment"]})
    compare(engines, history, [*views, *(replace(views[0], coordinator=who) for who in everybody[:3])])


@pytest.mark.parametrize(
    ("days", "first", "second"),
    [
        pytest.param(-1, False, True, id="handed over yesterday"),
        pytest.param(0, False, True, id="handed over today: it is the next one's from this day on"),
        pytest.param(1, True, False, id="handed over tomorrow"),
    ],
)
def test_a_case_is_on_the_list_of_who_has_it_today(engines: Engines, days: int, first: bool, second: bool) -> None:
    today = dt.date(2025, 3, 31)
    history = world(today)
    add_case(history, "k1", dt.date(2025, 1, 1))
    handed_over = today + dt.timedelta(days=days)
    assign(history, "k1", "a", dt.date(2025, 1, 1), handed_over)
    assign(history, "k1", "b", handed_over)
    assign(history, "k1", "c", dt.date(2025, 1, 1), role="secondary")
    filters = Filters((HERE,), window(history))
    with engines(history) as both:
        for name, connection in both:
            on = [
                who
                for who in ("a", "b", "c")
                if len(work_list(connection, "waiting", replace(filters, coordinator=who)))
            ]
            assert on == ["a"] * first + ["b"] * second, name


def test_the_history_with_everything(engines: Engines) -> None:
    history = special_history()
    compare(engines, history, [Filters(tuple(sorted(codes(history))), window(history))])
