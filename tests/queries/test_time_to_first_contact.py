"""The query gives exactly the rows of its slow twin, on both engines, through every filter."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.contact_cases import ContactCounts
from dashboard.filters import Filters
from dashboard.periods import Period, month_key
from dashboard.queries.time_to_first_contact import time_to_first_contact
from tests.conftest import Engines
from tests.histories import TEAMS, History, codes, filters_for, histories, histories_with_filters, window
from tests.oracle_first_contact import Counted, counts, crowd
from tests.rounds import rounds
from tests.special_history import special_history


def counted(found: ContactCounts, filters: Filters) -> Counted:
    """In the oracle's words; what the database has counted in several rows is added up."""
    cases: Counter[tuple[str, int, int, str, str]] = Counter()
    rows = (found.cases.place, found.cases.month, found.cases.days, found.cases.outcome, found.cases.reason)
    keys = list(zip(*(column.tolist() for column in rows), strict=True))
    assert [key[:2] for key in keys] == sorted(key[:2] for key in keys), "in the order of municipality and month"
    for (place, month, days, outcome, reason), n in zip(keys, found.cases.n.tolist(), strict=True):
        why = found.reasons[reason]
        cases[filters.municipalities[place], month, days, ("contact", "closed", "waiting", "unlisted")[outcome], why] += n
    first = filters.period.first - 12
    delivered = zip(*(at.tolist() for at in found.delivered.nonzero()), strict=True)
    return Counted(cases, dict(found.waiting), {(filters.municipalities[at], first + month) for at, month in delivered})


def compare(engines: Engines, history: History, views: list[Filters]) -> None:
    expected = [counts(history, filters) for filters in views]
    with engines(history) as both:
        for name, connection in both:
            found = [counted(time_to_first_contact(connection, filters), filters) for filters in views]
            assert found == expected, name


@settings(max_examples=rounds(200, 4))
@given(histories_with_filters("cases"))
def test_equals_the_oracle(engines: Engines, drawn: tuple[History, list[Filters]]) -> None:
    compare(engines, *drawn)


@settings(max_examples=rounds(100, 4))
@given(st.data())
def test_more_than_four_are_pooled(engines: Engines, data: st.DataObject) -> None:
    history = crowd(data.draw(histories("cases").filter(lambda h: len(codes(h)) > 1)))
    every = tuple(sorted(codes(history)))
    views = data.draw(st.lists(filters_for(history), min_size=1, max_size=4))
    compare(engines, history, [replace(view, municipalities=every, team="") for view in views])


@pytest.mark.parametrize("many", [False, True])
def test_every_filter_on_the_history_with_everything(engines: Engines, many: bool) -> None:
    history = crowd(special_history()) if many else special_history()
    every = Filters(tuple(sorted(codes(history))), window(history))
    choices = [{"programme": "p1"}, {"programme": "p2"}, {"target_group": "handicap"}, {"target_group": "familie"}, {}]
    views = [replace(every, **choice) for choice in choices]
    views += [replace(every, municipalities=every.municipalities[:1], team=team) for team in TEAMS]
    compare(engines, history, views)
    # Every filter takes something away, so that none is left out unseen.
    sizes = [counts(history, view).cases.total() for view in views]
    assert all(0 < size < sizes[4] for size in (*sizes[:4], *sizes[5:]))


def test_a_version_is_read_once_for_all_its_views(engines: Engines) -> None:
    history, asked = special_history(), []
    views = [Filters(codes(history), window(history)), Filters(codes(history)[:1], window(history), programme="p1")]
    with engines(history) as both:
        connection = both[0][1]
        expected = [counted(time_to_first_contact(connection, view), view) for view in views]
        sa.event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
        version = "a version of this test alone"
        assert counted(time_to_first_contact(connection, views[0], version), views[0]) == expected[0]
        first = len(asked)
        assert counted(time_to_first_contact(connection, views[1], version), views[1]) == expected[1]
    assert len(asked) == first > 0


def test_without_an_as_of_date_there_is_nothing(engines: Engines) -> None:
    history = special_history() | {"case_file": [], "coverage": [], "case_assignment": []}
    history["version_info"], history["case_horizon"] = [history["version_info"][0] | {"as_of": None}], []
    period = window(special_history())
    with engines(history) as both:
        for _, connection in both:
            found = time_to_first_contact(connection, Filters(("0219",), period))
            assert (len(found.cases.n), dict(found.waiting), found.delivered.any()) == (0, {}, False)


# received, contact, closed → what comes of it, and after how many days
OUTCOMES = (
    ("2025-11-01", "2025-11-01", None, ("contact", 0)),  # the same day
    ("2025-11-01", "2025-11-30", None, ("contact", 29)),  # on the as-of date: seen
    ("2025-11-01", "2025-12-01", None, ("waiting", 29)),  # after it: not yet
    ("2025-11-01", "2025-11-10", "2025-11-10", ("contact", 9)),  # contact and closing on one day
    ("2025-11-01", "2025-11-11", "2025-11-10", ("closed", 9)),  # contact after the closing
    ("2025-11-01", None, "2025-11-30", ("closed", 29)),
    ("2025-11-01", None, "2025-12-01", ("waiting", 29)),
    ("2025-11-01", "2025-10-31", None, ("contact", -1)),  # an error in the data
    ("2025-11-01", None, "2025-10-31", ("closed", -1)),
    ("2024-02-28", "2024-03-01", None, ("contact", 2)),  # over the leap day
    ("2025-03-29", "2025-03-31", None, ("contact", 2)),  # over the change of the clock
)


def test_outcomes(engines: Engines) -> None:
    """Each case in a team of its own, by which it is asked for."""
    history = special_history()
    day = dt.date.fromisoformat
    cases = [
        history["case_file"][0]
        | {
            "case_id": f"s{number}",
            "team_id": f"team {number}",
            "received_on": day(received),
            "first_contact_on": contact and day(contact),
            "closed_on": closed and day(closed),
            "close_reason": "other" if closed else "",
        }
        for number, (received, contact, closed, _expected) in enumerate(OUTCOMES)
    ]
    history = history | {"case_file": cases, "case_assignment": []}
    every = Filters((cases[0]["municipality_code"],), window(history))
    with engines(history) as both:
        for name, connection in both:
            for case, (*_said, expected) in zip(cases, OUTCOMES, strict=True):
                filters = replace(every, team=case["team_id"])
                found = counted(time_to_first_contact(connection, filters), filters).cases
                outcomes = [(outcome, days) for _code, _month, days, outcome, _reason in found.elements()]
                assert outcomes == [expected], (name, case)


def test_the_edges_of_the_range(engines: Engines) -> None:
    # October to December 2025 and the year before it: the first and last days are in, their neighbours are not.
    days = ("2024-09-30", "2024-10-01", "2025-12-31", "2026-01-01")
    period = Period(month_key(dt.date(2025, 10, 1)), month_key(dt.date(2025, 12, 1)))
    history = special_history()
    case = history["case_file"][0] | {"first_contact_on": None}
    history |= {"case_file": [case | {"received_on": dt.date.fromisoformat(day)} for day in days]}
    history["case_horizon"] = [row | {"as_of": dt.date(2026, 1, 31)} for row in history["case_horizon"]]
    months = {month_key(row["received_on"]) for row in history["case_file"]}
    delivered = {"municipality_code": case["municipality_code"], "source": "cases"}
    history["coverage"] = [delivered | {"month": month} for month in months]
    for crowded in (False, True):
        shown = crowd(history) if crowded else history
        filters = Filters(tuple(sorted(codes(shown))), period)
        compare(engines, shown, [filters])
        received = {month for _code, month, *_rest in counts(shown, filters).cases}
        assert received == {period.first - 12, period.last}


def test_a_case_received_on_the_as_of_date_waits_and_a_later_one_does_not(engines: Engines) -> None:
    history = special_history()
    case = history["case_file"][0] | {"first_contact_on": None}
    for received_on, waiting in ((dt.date(2025, 11, 30), 1), (dt.date(2025, 12, 1), 0)):
        shown = history | {"case_file": [case | {"received_on": received_on}]}
        filters = Filters((case["municipality_code"],), window(shown))
        with engines(shown) as both:
            for _, connection in both:
                assert len(time_to_first_contact(connection, filters).waiting) == waiting


def test_another_sources_delivery_is_not_the_cases(engines: Engines) -> None:
    history = special_history()
    history["coverage"] = [row for row in history["coverage"] if row["source"] != "cases"]
    filters = Filters(codes(history), window(history))
    with engines(history) as both:
        for _, connection in both:
            found = time_to_first_contact(connection, filters)
            assert found.waiting
            assert not len(found.cases.n)
            assert not found.delivered.any()
