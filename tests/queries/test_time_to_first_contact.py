"""The query gives exactly the rows of its slow twin, on both engines, through every filter."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.filters import Filters
from dashboard.queries.time_to_first_contact import COLUMNS, time_to_first_contact
from tests.conftest import Engines
from tests.histories import TEAMS, History, codes, filters_for, histories, histories_with_filters, window
from tests.oracle_first_contact import counts, crowd
from tests.rounds import rounds
from tests.special_history import special_history


def as_counter(frame: pd.DataFrame) -> Counter[tuple[object, ...]]:
    assert list(frame.columns) == list(COLUMNS)
    return Counter(tuple(row) for row in frame.itertuples(index=False))


def compare(engines: Engines, history: History, views: list[Filters]) -> None:
    expected = [counts(history, filters) for filters in views]
    with engines(history) as both:
        for name, connection in both:
            found = [as_counter(time_to_first_contact(connection, filters)) for filters in views]
            assert found == expected, name


@settings(max_examples=rounds(200))
@given(histories_with_filters("cases"))
def test_equals_the_oracle(engines: Engines, drawn: tuple[History, list[Filters]]) -> None:
    compare(engines, *drawn)


@settings(max_examples=rounds(100, 6))
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
    sizes = [total(counts(history, view)) for view in views]
    assert all(0 < size < sizes[4] for size in (*sizes[:4], *sizes[5:]))


def total(rows: Counter[tuple[object, ...]]) -> int:
    return sum(int(str(row[-1])) * times for row, times in rows.items() if row[0] == "received")


def test_asks_once(engines: Engines) -> None:
    history = special_history()
    asked: list[str] = []
    with engines(history) as both:
        for _, connection in both:
            sa.event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
            time_to_first_contact(connection, Filters(codes(history), window(history)))
    assert len(asked) == 2  # one on each engine


def test_without_an_as_of_date_there_is_nothing(engines: Engines) -> None:
    history = special_history() | {"case_file": [], "coverage": [], "case_assignment": []}
    history["version_info"] = [history["version_info"][0] | {"as_of": None}]
    period = window(special_history())
    with engines(history) as both:
        for _, connection in both:
            assert time_to_first_contact(connection, Filters(("0219",), period)).empty


@pytest.mark.parametrize(
    ("received", "contact", "closed", "expected"),
    [
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
    ],
)
def test_outcomes(
    engines: Engines, received: str, contact: str | None, closed: str | None, expected: tuple[str, int]
) -> None:
    history = special_history()
    day = dt.date.fromisoformat
    case = history["case_file"][0] | {
        "received_on": day(received),
        "first_contact_on": contact and day(contact),
        "closed_on": closed and day(closed),
        "close_reason": "other" if closed else "",
    }
    history = history | {"case_file": [case], "case_assignment": []}
    filters = Filters((case["municipality_code"],), window(history))
    with engines(history) as both:
        for _, connection in both:
            frame = time_to_first_contact(connection, filters)
            rows = frame[frame["kind"] == "received"]
            assert [tuple(r) for r in rows[["outcome", "days"]].to_numpy()] == [expected]
