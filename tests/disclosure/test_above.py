"""Totals over municipalities: shown where they tell nothing new about any municipality, hidden where they would."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dashboard.disclosure.above import Above, joined, protect_above
from dashboard.disclosure.linked import Linked
from dashboard.disclosure.protect import Protected, protect
from tests.attack.attacker import Range
from tests.disclosure.tables import YEAR, attacked, drawn, linked, narrowest
from tests.rounds import rounds

WIDTH = 4
Blocks = dict[Any, tuple[Linked, Protected]]


def country(counts: np.ndarray, fixed: bool = False) -> tuple[Blocks, Above]:
    """Each municipality protected alone, and the total of every cell over them. counts: as tables.linked."""
    each = [linked(counts[i : i + 1]) for i in range(len(counts))]
    blocks: Blocks = {f"{i:04}": (figures, protect(figures)) for i, figures in enumerate(each)}
    whole = linked(counts.sum(0, keepdims=True), fixed=np.full(len(each[0].keys), fixed))
    years = tuple(when // YEAR if kind == "quarter" else when for _, (kind, when), _, _ in whole.keys)
    return blocks, Above(whole, tuple((i, tuple((name, i) for name in blocks)) for i in range(len(whole.keys))), years)


def attack(blocks: Blocks, above: Above, done: Protected) -> dict[Any, Range]:
    """What is found by somebody who holds the municipalities' figures and the totals."""
    everything, _ = joined(blocks, above)
    hidden = np.concatenate([*(protected.hidden for _, protected in blocks.values()), done.hidden])
    return attacked(everything, hidden)


def shown_totals(done: Protected) -> float:
    return float(1 - done.hidden.mean())


def test_totals_are_shown_where_municipalities_hide_one_another() -> None:
    """Six municipalities hide the same cells, and each can stand for another."""
    counts = np.full((6, 1, 3, 2), 9)
    counts[:, :, 0] = 3
    blocks, above = country(counts)
    done = protect_above(blocks, above)
    assert done.audited
    assert shown_totals(done) == 1
    assert narrowest(attack(blocks, above, done)) >= WIDTH


def test_a_total_with_one_municipality_hidden_is_hidden() -> None:
    counts = np.full((3, 1, 3, 2), 30)
    counts[0, 0, 0, 0] = 2
    blocks, above = country(counts)
    assert narrowest(attack(blocks, above, protect(linked(counts.sum(0, keepdims=True))))) == 0
    done = protect_above(blocks, above)
    assert done.audited
    assert 0 < shown_totals(done) < 1
    assert narrowest(attack(blocks, above, done)) >= WIDTH


def test_totals_that_may_not_change_and_tell_too_much_are_reported() -> None:
    counts = np.full((3, 1, 3, 2), 30)
    counts[0, 0, 0, 0] = 2
    assert not protect_above(*country(counts, fixed=True)).audited


def test_a_total_that_is_not_the_sum_of_its_parts_is_refused() -> None:
    blocks, above = country(np.full((3, 1, 3, 2), 30))
    with pytest.raises(ValueError, match="add up"):
        protect_above(blocks, Above(above.cells, ((0, above.sums[0][1][1:]), *above.sums[1:]), above.slices))


def test_no_hidden_figure_of_municipalities_or_country_is_given_away() -> None:
    random = np.random.default_rng(11)
    for _ in range(rounds(40, 2)):
        blocks, above = country(drawn(random, random.choice([4.0, 10.0]), (5, 2, 2)))
        done = protect_above(blocks, above)
        assert done.audited
        assert narrowest(attack(blocks, above, done)) >= WIDTH
