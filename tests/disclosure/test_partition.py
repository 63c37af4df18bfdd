"""Nobody can add and subtract their way to fewer than five answers, today or with last quarter's publication."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure import partition as module
from dashboard.disclosure.partition import SUMS, Key, Sums, apart, columns, groups_of_year, partition, sound, total
from dashboard.periods import parse_month
from tests.rounds import rounds

FIRST = parse_month("2024-01")
YEAR = tuple(range(FIRST, FIRST + 12, 3))
TEAMS = ("t1", "t2", "t3")
NOTHING = [0] * len(SUMS)


def answers(n: int, agree: int | None = None, *, municipality: int | None = None, invited: int | None = None) -> Sums:
    """n parents who answered everything, `agree` of them (else about half) with agreement to the coordinator."""
    trusting = n // 2 if agree is None else agree
    other = n // 2 if municipality is None else municipality
    scores = [60 * (50 + at % 2) for at in range(n)]  # never all the same
    score = [n, sum(scores), sum(one**2 for one in scores)]
    return [n if invited is None else invited, n, n, n, trusting, n, other, *score]


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (answers(4, 2), False),
        (answers(5, 2), True),
        (NOTHING, False),
        (answers(9, 9), False),  # all agree
        (answers(9, 0), False),  # none agrees
        (answers(10, 10), True),
        (answers(9, 8), True),
        (answers(9, 5, municipality=9), False),  # all trust the municipality
        (answers(20, 10, invited=4), False),
        (answers(20, 10, invited=0), True),  # those who were asked the quarter before
        ([6, 6, 6, 6, 3, 6, 3, 6, 6 * 75, 6 * 75**2], False),  # the same score from each
        ([6, 6, 6, 6, 3, 6, 3, 6, 5 * 75 + 50, 5 * 75**2 + 50**2], True),
        ([6, 6, 6, 6, 3, 6, 3, 0, 0, 0], True),  # a form without the others says nothing about them
        ([8, 0, 0, 0, 0, 0, 0, 0, 0, 0], True),  # asked, and nobody answered
    ],
)
def test_five_answers_that_differ_or_ten(sums: Sums, expected: bool) -> None:
    assert sound(sums) is expected


SUMS_OF = st.integers(0, 14).flatmap(lambda n: st.builds(answers, st.just(n), st.integers(0, n)))
PARTS = st.fixed_dictionaries(dict.fromkeys(TEAMS, SUMS_OF))


@given(SUMS_OF, SUMS_OF)
def test_what_is_sound_stays_so_with_something_sound(one: Sums, other: Sums) -> None:
    if sound(one) and sound(other):
        assert sound(total([one, other]))


def groups(*sizes: int, over: bool = True) -> tuple[list[tuple[int, ...]], tuple[int, ...]]:
    """By the quarters' numbers."""
    found, waiting = groups_of_year({q: answers(n) for q, n in zip(YEAR, sizes, strict=False) if n}, over)
    number = {quarter: at for at, quarter in enumerate(YEAR, 1)}
    return [tuple(number[q] for q in of) for of in found], tuple(number[q] for q in waiting)


def test_a_years_small_quarters_stand_together_and_the_others_alone() -> None:
    assert groups(20, 3, 30, 2) == ([(1,), (3,), (2, 4)], ())
    assert groups(4, 0, 3, 2) == ([(1, 3, 4)], ())


def test_the_last_quarter_takes_in_what_is_too_little_alone() -> None:
    assert groups(20, 3, 30, 18) == ([(1,), (3,), (2, 4)], ())
    assert groups(20, 3, 30) == ([(1,), (3,)], (2,)), "there is none, and the third has been shown"
    assert groups(20, 30, 40, 3) == ([(1,), (2,), (3,)], (4,))
    assert groups(1, 1, 1, 1) == ([], (1, 2, 3, 4))


def test_what_is_small_waits_until_the_year_is_over() -> None:
    assert groups(4, 4, over=False) == ([], (1, 2))
    assert groups(20, 3, 30, 18, over=False) == ([(1,), (3,)], (2, 4)), "the fourth would be alone, and then not"
    assert groups(20, 4, 4, 18, over=False) == ([(1,), (4,)], (2, 3))


@given(st.lists(SUMS_OF, min_size=4, max_size=4))
def test_a_group_once_shown_stays(sizes: list[Sums]) -> None:
    """Quarter by quarter as they are delivered: whoever kept the earlier pages can subtract nothing."""
    final, left = groups_of_year(dict(zip(YEAR, sizes, strict=True)), over=True)
    for n in range(5):
        shown, waiting = groups_of_year({q: s for q, s in zip(YEAR[:n], sizes, strict=False) if any(s)}, over=False)
        assert set(shown) <= set(final)
        assert not {q for of in shown for q in of} & set(waiting)
    assert not {q for of in final for q in of} & set(left)


def test_two_years_are_apart() -> None:
    found = partition(
        {("0219", q, "all", ""): answers(4) for q in (FIRST + 9, FIRST + 12)}, [("0219", 2024), ("0219", 2025)]
    )
    assert set(found.values()) == set()


def test_the_smallest_other_team_goes_with_a_hidden_one() -> None:
    def visible(**sizes: int) -> set[str]:
        return apart({name: answers(n) for name, n in sizes.items() if n})

    assert visible(t1=8, t2=7, t3=2) == {"t1"}
    assert visible(t1=8, t2=7, t3=0) == {"t1", "t2"}
    assert visible(t1=8, t2=3, t3=2) == {"t1"}
    assert visible(t1=8, t2=2) == set()


def test_a_small_team_is_shown_over_the_year_where_others_hide_it() -> None:
    """Three answers in each quarter, beside two small teams: together they are told apart when the year is over."""
    sums = world({q: {"t1": answers(3), "t2": answers(4), "t3": answers(40)} for q in YEAR})
    over = partition(sums, [("0219", 2024)])
    assert {over["0219", q, "team", "t1"] for q in YEAR} == {(FIRST, FIRST + 9, 0)}
    assert {over["0219", q, "team", "t3"] for q in YEAR} == {(q, q, 0) for q in YEAR}
    assert ("0219", FIRST, "team", "t1") not in partition(sums, []), "until then they wait"


def test_one_team_alone_is_not_divided_from_nobody() -> None:
    sums = world({q: {"t1": answers(3), "t3": answers(40)} for q in YEAR})
    over = partition(sums, [("0219", 2024)])
    assert all(("0219", q, "team", "t1") not in over or over["0219", q, "team", "t1"][:2] != (q, q) for q in YEAR)


def world(by_quarter: Mapping[int, Mapping[str, Sums]], place: str = "0219", kind: str = "team") -> dict[Key, Sums]:
    found: dict[Key, Sums] = {}
    for quarter, parts in by_quarter.items():
        there = {name: sums for name, sums in parts.items() if any(sums)}
        if there:
            found[place, quarter, "all", ""] = total(there.values())
        found |= {(place, quarter, kind, name): sums for name, sums in there.items()}
    return found


def reached(sums: Mapping[Key, Sums], spans: Mapping[Key, tuple[int, int, int]], kind: str) -> list[list[Key]]:
    """The unsound quarters and categories, and unions of up to three of them, that somebody who has every group of
    everybody and of the categories can add and subtract to."""
    atoms = [key for key in sums if key[2] == kind]
    place = {key: at for at, key in enumerate(atoms)}
    groups: dict[object, np.ndarray] = {}
    for key, span in spans.items():
        code, quarter, of, name = key
        where = "" if span[2] else code
        vector = groups.setdefault((where, span, of, name), np.zeros(len(atoms)))
        for atom in atoms:
            if atom[:2] == (code, quarter) and name in ("", atom[3]):
                vector[place[atom]] = 1
    known = np.array(list(groups.values()) or [np.zeros(len(atoms))])
    _u, size, basis = np.linalg.svd(known, full_matrices=False)
    basis = basis[size > 1e-9]
    found = []
    for n in (1, 2, 3):
        for some in combinations(atoms, n):
            if not sound(total(sums[key] for key in some)):
                wanted = np.zeros(len(atoms))
                wanted[[place[key] for key in some]] = 1
                if np.abs(wanted - basis.T @ (basis @ wanted)).max() < 1e-7:
                    found.append(list(some))
    return found


PLACES = st.dictionaries(
    st.sampled_from(("0219", "0657", "0730")), st.fixed_dictionaries(dict.fromkeys(YEAR, PARTS)), min_size=1
)


@settings(max_examples=rounds(200))
@given(PLACES)
def test_no_sum_of_groups_is_a_small_number(places: dict[str, dict[int, dict[str, Sums]]]) -> None:
    sums = {key: row for place, of in places.items() for key, row in world(of, place, "programme").items()}
    for over in ([], [(place, 2024) for place in places]):
        assert reached(sums, partition(sums, over), "programme") == []


def test_without_a_look_at_what_is_left_the_attacker_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each quarter has three of the first team: told apart over the year, the others give them away."""
    monkeypatch.setattr(module, "_holds", lambda blocks, told: True)
    sums = world({FIRST: {"t1": answers(3), "t2": answers(6)}, FIRST + 3: {"t1": answers(3), "t3": answers(6)}})
    assert reached(sums, partition(sums, [("0219", 2024)]), "team")
    monkeypatch.undo()
    assert not reached(sums, partition(sums, [("0219", 2024)]), "team")


@settings(max_examples=rounds(200))
@given(PLACES)
def test_every_group_is_sound_and_a_municipality_does_not_hang_on_others(
    places: dict[str, dict[int, dict[str, Sums]]],
) -> None:
    over = [(place, 2024) for place in places]
    every = {place: world(of, place, "programme") for place, of in places.items()}
    sums = {key: row for of in every.values() for key, row in of.items()}
    found = partition(sums, over)
    of_group: dict[object, list[Sums]] = {}
    for key, span in found.items():
        if key not in sums:  # a quarter of the group in which nobody of the category was asked or answered
            continue
        of_group.setdefault((key[0] if not span[2] else "", *key[2:], span), []).append(sums[key])
    assert all(sound(total(of)) for of in of_group.values())
    for place, mine in every.items():
        alone = {key: span for key, span in partition(mine, over).items() if not span[2]}
        assert alone == {key: span for key, span in found.items() if key[0] == place and not span[2]}


def test_small_places_are_counted_together() -> None:
    sums = {key: row for place in ("0219", "0657") for key, row in world({FIRST: {"": answers(3)}}, place).items()}
    found = partition(sums, [(place, 2024) for place in ("0219", "0657")])
    assert {found[place, FIRST, "all", ""] for place in ("0219", "0657")} == {(FIRST, FIRST + 9, 2)}
    assert not partition(sums, [("0219", 2024)]), "not before the year is over for both"


def test_blocks_are_divided_as_far_as_it_goes() -> None:
    blocks = np.array([[answers(3), answers(4), NOTHING], [answers(3), NOTHING, answers(9)]], "int64")
    assert columns(blocks) == [0]
    assert columns(np.array([[answers(3), answers(6), NOTHING], [answers(3), NOTHING, answers(6)]], "int64")) == [0]
    assert columns(np.array([[answers(6), answers(6)], [answers(6), answers(6)]], "int64")) == [0, 1]
