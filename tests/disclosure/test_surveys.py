"""Nobody can add and subtract their way to fewer than five answers, and views are whole quarters of one category."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure.surveys import (
    LEFT_OUT,
    Tally,
    group_spans,
    safe,
    survey_view,
    total,
    visible,
    whole_quarters,
)
from dashboard.filters import Filters
from dashboard.periods import Period, parse_month
from tests.rounds import rounds

FIRST = parse_month("2024-01")
QUARTERS = tuple(range(FIRST, FIRST + 24, 3))
TEAMS = ("t1", "t2", "t3")


class Group(NamedTuple):
    """Answers that are shown together or not at all, and the quarters they were given in."""

    quarters: frozenset[int]
    tally: Tally


def groups(by_quarter: Mapping[int, Tally]) -> list[Group]:
    """The groups of one municipality: in one place, quarters of the same span are one group."""
    quarters = np.array(sorted(by_quarter), "int64")
    cells = np.array([by_quarter[q] for q in quarters.tolist()], "int64").reshape(-1, 3).T[:, None, :]
    spans = group_spans(np.zeros(len(quarters), "int64"), quarters, Tally(*cells))
    found: dict[tuple[int, int], list[int]] = {}
    for quarter, first, last in zip(quarters.tolist(), *(end[0].tolist() for end in spans), strict=True):
        if first != LEFT_OUT:
            found.setdefault((first, last), []).append(quarter)
    return [Group(frozenset(within), total(by_quarter[q] for q in within)) for within in found.values()]


def category_groups(by_quarter: Mapping[int, Mapping[str, Tally]], category: str) -> list[Group]:
    return [Group(frozenset({q}), parts[category]) for q, parts in by_quarter.items() if category in visible(parts)]


def mixed(n: int) -> Tally:
    """n answers that differ."""
    return Tally(n, 1, 1) if n > 1 else Tally(n, 0, 0)


TALLIES = st.integers(0, 14).flatmap(
    lambda n: st.integers(0, n).map(lambda agree: Tally(n, agree, agree)) | st.just(mixed(n))
)


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally(4, 2, 2), False),
        (Tally(5, 2, 2), True),
        (Tally(0, 0, 0), False),
        (Tally(9, 9, 9), False),  # all agree
        (Tally(9, 0, 0), False),  # none agree
        (Tally(10, 10, 10), True),
        (Tally(9, 8, 8), True),
        (Tally(6, 6 * 75, 6 * 75**2), False),  # the same score from each
        (Tally(6, 5 * 75 + 50, 5 * 75**2 + 50**2), True),
    ],
)
def test_five_answers_that_differ_or_ten(tally: Tally, expected: bool) -> None:
    assert safe(tally) is expected


def test_how_many_were_asked_is_no_opinion() -> None:
    assert safe(Tally(5, 5, 5), telling=False)
    assert not safe(Tally(4, 4, 4), telling=False)


def test_a_years_small_quarters_stand_together_and_the_rest_alone() -> None:
    found = groups({FIRST: mixed(3), FIRST + 3: mixed(20), FIRST + 6: mixed(2), FIRST + 9: mixed(0)})
    assert {(group.quarters, group.tally.n) for group in found} == {
        (frozenset({FIRST + 3}), 20),
        (frozenset({FIRST, FIRST + 6}), 5),
    }


def test_small_quarters_of_two_years_are_not_put_together() -> None:
    assert groups({FIRST + 9: mixed(4), FIRST + 12: mixed(4)}) == []


def test_the_smallest_other_team_goes_with_a_hidden_one() -> None:
    assert visible({"t1": mixed(8), "t2": mixed(7), "t3": mixed(2)}) == {"t1"}
    assert visible({"t1": mixed(8), "t2": mixed(7), "t3": mixed(0)}) == {"t1", "t2"}
    assert visible({"t1": mixed(8), "t2": mixed(3), "t3": mixed(2)}) == {"t1"}
    assert visible({"t1": mixed(8), "t2": mixed(2)}) == set()


def test_a_team_is_not_shown_where_its_whole_is_not() -> None:
    """Nine of nine agree: each team's five and four would say it of everybody."""
    assert category_groups({FIRST: {"t1": Tally(5, 5, 5), "t2": Tally(4, 4, 4)}}, "t1") == []


def reach(published: list[np.ndarray], wanted: np.ndarray) -> bool:
    """Whether some sum and difference of what is published is exactly the wanted sum of unknowns."""
    if not published:
        return False
    known = np.array(published).T
    weights, *_ = np.linalg.lstsq(known, wanted, rcond=None)
    return bool(np.allclose(known @ weights, wanted, atol=1e-7))


def ranges() -> list[set[int]]:
    return [set(QUARTERS[a : b + 1]) for a in range(len(QUARTERS)) for b in range(a, len(QUARTERS))]


def within(found: list[Group], quarters: set[int]) -> set[int]:
    return {quarter for group in found if group.quarters <= quarters for quarter in group.quarters}


@settings(max_examples=rounds(200))
@given(st.fixed_dictionaries({q: st.fixed_dictionaries(dict.fromkeys(TEAMS, TALLIES)) for q in QUARTERS}))
def test_no_view_or_sum_of_views_reaches_a_small_number(answers: dict[int, dict[str, Tally]]) -> None:
    """Every range of quarters, for all and for each team, is published; the unknowns are the teams' answers by quarter.

    Wanted are all that must stay unknown: a quarter, a team in a quarter, and any sum of teams in a quarter.
    """
    place = {(q, t): i for i, (q, t) in enumerate((q, t) for q in QUARTERS for t in TEAMS)}

    def cells(pairs: set[tuple[int, str]]) -> np.ndarray:
        vector = np.zeros(len(place))
        vector[[place[pair] for pair in pairs if answers[pair[0]][pair[1]].n]] = 1
        return vector

    whole = groups({q: total(parts.values()) for q, parts in answers.items()})
    views = [[(q, t) for q in within(whole, r) for t in TEAMS] for r in ranges()]
    for team in TEAMS:
        mine = category_groups(answers, team)
        views += [[(q, team) for q in within(mine, r)] for r in ranges()]
    published = [vector for view in views if (vector := cells(set(view))).any()]
    for quarter, parts in answers.items():
        for size in (1, 2, 3):
            for teams in combinations(TEAMS, size):
                tally = total(parts[t] for t in teams)
                if tally.n and not safe(tally):
                    assert not reach(published, cells({(quarter, t) for t in teams})), (quarter, teams)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(QUARTERS[:4], TALLIES)), min_size=1, max_size=3))
def test_every_group_is_safe_and_none_is_counted_twice(municipalities: list[dict[int, Tally]]) -> None:
    for by_quarter in municipalities:
        found = groups(by_quarter)
        assert all(safe(group.tally) for group in found)
        counted = [quarter for group in found for quarter in group.quarters]
        assert len(counted) == len(set(counted))
        assert all(group.tally == total(by_quarter[q] for q in group.quarters) for group in found)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(QUARTERS, TALLIES)), min_size=2, max_size=3), st.booleans())
def test_municipalities_and_questions_are_grouped_each_by_itself(places: list[dict[int, Tally]], telling: bool) -> None:
    place = np.repeat(np.arange(len(places)), len(QUARTERS))
    quarter = np.array(QUARTERS * len(places), "int64")
    cells = np.array([[tally for by_quarter in places for tally in by_quarter.values()]] * 2, "int64")
    both = group_spans(place, quarter, Tally(*cells.transpose(2, 0, 1)), np.array([[telling], [not telling]]))
    for question, opinion in enumerate((telling, not telling)):
        for number, by_quarter in enumerate(places):
            alone = np.array(list(by_quarter.values()), "int64").T[:, None, :]
            one = group_spans(np.zeros(len(QUARTERS), "int64"), np.array(QUARTERS), Tally(*alone), opinion)
            for end, expected in zip(both, one, strict=True):
                assert end[question, place == number].tolist() == expected[0].tolist()


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
