"""Views of a survey are whole quarters of one category."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.surveys import survey_view, whole_quarters
from dashboard.filters import Filters
from dashboard.periods import Period


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("2025-01/2025-12", "2025-01/2025-12"),
        ("2024-12/2025-11", "2025-01/2025-12"),
        ("2024-11/2025-10", "2024-10/2025-09"),
        ("2025-02/2025-03", "2025-01/2025-03"),
        ("2025-03/2025-04", "2025-04/2025-06"),
        ("2025-02/2025-02", "2025-01/2025-03"),
        ("2025-01/2025-01", "2025-01/2025-03"),
        ("2025-03/2025-03", "2025-01/2025-03"),
    ],
)
def test_the_nearest_whole_quarters(asked: str, answered: str) -> None:
    assert whole_quarters(Period.from_key(asked)) == Period.from_key(answered)


@given(st.integers(24000, 24400), st.integers(0, 60))
def test_whole_quarters_are_whole_near_and_never_none(first: int, more: int) -> None:
    asked = Period(first, first + more)
    found = whole_quarters(asked)
    assert found.first % 3 == 0
    assert found.last % 3 == 2
    assert found.first <= found.last
    assert abs(found.first - asked.first) <= 2
    assert abs(found.last - asked.last) <= 2
    assert whole_quarters(found) == found
    if more == 11:
        assert len(found.months) == 12


def test_the_view_says_what_it_changed() -> None:
    asked = Filters(("0219",), Period.from_key("2025-01/2025-05"), "month", "t1", "p1", "handicap")
    view, notes = survey_view(asked)
    assert (view.team, view.programme, view.target_group) == ("t1", "", "")
    assert (view.interval, view.period.key) == ("quarter", "2025-01/2025-06")
    assert [(note.code, dict(note.values)) for note in notes] == [
        ("survey_quarters", {"first": "2025K1", "last": "2025K2"}),
        ("survey_one_category", {"used": "team"}),
    ]
    assert survey_view(view) == (view, ())
