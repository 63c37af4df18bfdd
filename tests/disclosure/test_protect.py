"""An attacker with every published sum, who shares no code with the protection, narrows no hidden figure to under
threshold - 1 persons; and most of what is not small is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dashboard.disclosure.lines import Lines, primary
from dashboard.disclosure.linked import Linked
from dashboard.disclosure.protect import protect
from tests.disclosure.tables import attacked, drawn, linked, narrowest
from tests.rounds import rounds

THRESHOLD = 5
WIDTH = THRESHOLD - 1
MOST_HIDDEN = 0.45  # of the cells that are not small


def column(*counts: int, scale: float = 1, **flags: np.ndarray) -> Linked:
    """A total (the first cell) of parts."""
    cells = len(counts) + 1
    empty = np.zeros(cells, bool)
    return Linked(
        keys=("total", *range(len(counts))),
        values=np.array([sum(counts), *counts], "float64"),
        scale=np.full(cells, scale),
        equations=((0, tuple(range(1, cells))),),
        sensitive=flags.get("sensitive", ~empty),
        hidden=flags.get("hidden", empty),
        fixed=flags.get("fixed", empty),
    )


def shown(figures: Linked) -> list[object]:
    """The keys of what is shown."""
    away = protect(figures).hidden
    return [key for key, hidden in zip(figures.keys, away, strict=True) if not hidden]


def test_a_small_figure_takes_the_smallest_other_with_it() -> None:
    assert shown(column(3, 40, 8, 20)) == ["total", 1, 3]


def test_nothing_small_nothing_hidden() -> None:
    assert shown(column(7, 40, 8, 20)) == ["total", 0, 1, 2, 3]


def test_zero_is_small() -> None:
    """1 + 0 + 27 = 28: with the zero shown, the 1 is 28 - 27."""
    assert shown(column(1, 0, 27)) == ["total"]
    figures = column(1, 0, 27)
    assert attacked(figures, np.array([False, True, False, False])) == {0: (1, 1)}


def test_small_figures_that_are_too_few_together_take_another() -> None:
    """2 + 2 under a total of 30: their sum of 4 would be known."""
    assert shown(column(2, 2, 16, 10)) == ["total", 2]


def test_two_figures_of_four_are_told_apart_by_nothing() -> None:
    """4 + 4 = 8, which rounding to 5 would pin: two figures below 5 that come to 10, rounded, are both 4."""
    assert attacked(column(4, 4, 20), protect(column(4, 4, 20)).hidden) == {0: (0, 8), 1: (0, 8)}


def test_a_total_that_is_small_hides_everything() -> None:
    assert shown(column(1, 2)) == []


def test_the_lowest_threshold() -> None:
    away = protect(column(2, 3, 10), threshold=3).hidden
    assert away.tolist() == [False, True, True, False]


def test_person_days_count_in_persons() -> None:
    """Three children of 90 days are three persons; a range is four persons wide."""
    figures = column(270, 900, 1000, scale=90.0)
    done = protect(figures)
    assert done.hidden.tolist() == [False, True, True, False]
    assert narrowest(attacked(figures, done.hidden)) >= WIDTH * 90


def test_what_is_public_stays_and_is_known() -> None:
    public = np.array([True, False, False, False])
    figures = column(2, 3, 20, sensitive=~public)
    done = protect(figures)
    assert (done.hidden.tolist(), done.audited) == ([False, True, True, False], True)
    assert not protect(column(2, 1, sensitive=np.array([False, True, True]))).audited, "three in all, and public"


def test_hidden_by_another_rule_is_protected_too() -> None:
    figures = column(50, 40, 30, hidden=np.array([False, True, False, False]))
    done = protect(figures)
    assert done.hidden.tolist() == [False, True, False, True]
    assert done.reasons == ("", "primary", "", "complementary")


def test_what_was_published_stays_and_where_that_is_too_much_it_says_so() -> None:
    settled = np.array([True, True, True, False])
    assert not protect(column(9, 8, 3, fixed=settled)).audited
    some = np.array([True, False, True, False])
    assert protect(column(9, 8, 3, fixed=some)).hidden.tolist() == [False, True, False, True]


def test_distinct_persons_of_quarters_and_year() -> None:
    """A year of 9 with quarters 8 and 8 shown leaves a hidden quarter 0 to 9; one of 20 with 8 and 8 leaves 4 up."""
    year = ((0, (1, 2, 3)),)
    nothing = np.zeros(4, bool)
    figures = Linked(
        ("year", 0, 1, 2), np.array([18.0, 8, 8, 3]), np.ones(4), (), ~nothing, nothing, nothing, overlapping=year
    )
    done = protect(figures)
    assert done.audited
    assert narrowest(attacked(figures, done.hidden)) >= WIDTH


@pytest.mark.parametrize("values", [[9.0, 4, 4], [8.5, 4.5, 4], [-8.0, -4, -4]])
def test_figures_that_are_no_counts_or_do_not_add_up_are_refused(values: list[float]) -> None:
    nothing = np.zeros(3, bool)
    with pytest.raises(ValueError, match="linked figures"):
        Linked(("total", 0, 1), np.array(values), np.ones(3), ((0, (1, 2)),), ~nothing, nothing, nothing)


@settings(max_examples=rounds(500, 25), deadline=None)
@given(arrays("int64", (1, 2, 2, 3), elements=st.integers(0, 12) | st.integers(0, 3)))
def test_no_table_gives_a_hidden_figure_away(counts: np.ndarray) -> None:
    """2 × 2 × 3 figures with every margin."""
    figures = linked(counts)
    done = protect(figures)
    small = figures.values < THRESHOLD
    assert done.audited
    assert np.all(done.hidden[small])
    assert narrowest(attacked(figures, done.hidden)) >= WIDTH


def tables(count: int) -> list[Linked]:
    """Tables of 3 municipalities × (4 quarters, year) × (2 categories, all) × (yes, no, all) and their sums: 180 cells,
    a fifth or more of them small."""
    random = np.random.default_rng(20261)
    found: list[Linked] = []
    while len(found) < count:
        figures = linked(drawn(random, random.choice([4.0, 8.0, 15.0, 30.0]), (3, 4, 2)))
        if (figures.values < THRESHOLD).mean() >= 0.2:
            found.append(figures)
    return found


def test_the_attacker_recovers_nothing_and_most_is_shown(record_property: pytest.RecordProperty) -> None:
    large = hidden_large = 0
    for figures in tables(rounds(100, 2)):
        done = protect(figures)
        small = figures.values < THRESHOLD
        assert small.mean() >= 0.2
        assert done.audited
        found = attacked(figures, done.hidden)
        assert [key for key, (low, high) in found.items() if high - low < WIDTH] == []
        assert set(found) >= {key for key, few in zip(figures.keys, small, strict=True) if few}
        large, hidden_large = large + int((~small).sum()), hidden_large + int((done.hidden & ~small).sum())
    record_property("share of the cells that are not small which is hidden", hidden_large / large)
    assert hidden_large / large <= MOST_HIDDEN


def test_without_the_other_half_of_the_protection_the_attacker_succeeds() -> None:
    """Only the small hidden: many are worked out. Company in each line, but no audit: some are narrowed."""
    random = np.random.default_rng(1)
    exact = hidden = narrowed = 0
    for figures in (linked(drawn(random, 5.0, (1, 4, 3))) for _ in range(12)):
        only_small = attacked(figures, primary(figures, THRESHOLD))
        exact, hidden = exact + sum(low == high for low, high in only_small.values()), hidden + len(only_small)
        in_company = Lines(figures, THRESHOLD).hide(primary(figures, THRESHOLD))
        narrowed += sum(high - low < WIDTH for low, high in attacked(figures, in_company).values())
    assert exact > hidden / 10
    assert narrowed


def test_a_new_quarter_does_not_reveal_the_old_ones() -> None:
    """Seven quarters were published; the eighth comes with its year. The attacker holds both publications."""
    random = np.random.default_rng(7)
    for mean in random.choice([6.0, 12.0, 25.0], rounds(30, 6)):
        counts = drawn(random, mean, (1, 8, 3))
        before, after = linked(counts[:, :7]), linked(counts)
        old = dict(zip(before.keys, protect(before).hidden.tolist(), strict=True))
        fixed = np.array([key in old for key in after.keys])
        hidden = np.array([old.get(key, False) for key in after.keys])
        done = protect(linked(counts, fixed=fixed, hidden=hidden))
        assert np.array_equal(done.hidden[fixed], hidden[fixed])
        assert done.audited
        assert narrowest(attacked(after, done.hidden)) >= WIDTH
