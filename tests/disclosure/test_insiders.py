"""A municipality that takes its own exact figures from a total does not find what another one hides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dashboard.disclosure.above import Above, joined, protect_above
from dashboard.disclosure.insiders import protect_from_insiders
from dashboard.disclosure.protect import Protected
from tests.attack.attacker import Range
from tests.disclosure.tables import attacked, drawn, narrowest
from tests.disclosure.test_above import WIDTH, Blocks, country, shown_totals
from tests.rounds import rounds


def two_hide_the_same(places: int) -> tuple[Blocks, Above]:
    counts = np.full((places, 1, 3, 2), 30)
    counts[:2, 0, 0] = (4, 9)
    return country(counts)


def found_by(insider: str, blocks: Blocks, above: Above, done: Protected) -> dict[Any, Range]:
    """What one of them finds of the others; nothing of its own is hidden from it."""
    everything, owner = joined(blocks, above)
    hidden = np.concatenate([*(protected.hidden for _, protected in blocks.values()), done.hidden])
    ranges = attacked(everything, hidden & (owner != list(blocks).index(insider)))
    return {key: ends for key, ends in ranges.items() if key[0] is not None}


def least(blocks: Blocks, above: Above, done: Protected) -> float:
    each = [found_by(name, blocks, above, done) for name in blocks]
    return min(narrowest(ranges) for ranges in each if ranges)


@pytest.mark.parametrize("places", [2, 3])
def test_what_an_outsider_may_see_can_tell_an_insider_everything(places: int) -> None:
    blocks, above = two_hide_the_same(places)
    outside = protect_above(blocks, above)
    assert least(blocks, above, outside) < WIDTH
    done = protect_from_insiders(blocks, above, outside)
    assert done.audited
    assert least(blocks, above, done) >= WIDTH
    assert shown_totals(done) < shown_totals(outside)


def test_totals_stay_where_three_hide_one_another() -> None:
    counts = np.full((6, 1, 3, 2), 9)
    counts[:, :, 0] = 3
    blocks, above = country(counts)
    done = protect_from_insiders(blocks, above, protect_above(blocks, above))
    assert done.audited
    assert shown_totals(done) == 1


def test_settled_totals_that_tell_an_insider_too_much_are_reported() -> None:
    blocks, above = two_hide_the_same(3)
    outside = protect_above(blocks, above)
    settled = replace(above.cells, fixed=np.ones(len(above.cells.keys), bool), hidden=outside.hidden)
    assert not protect_from_insiders(blocks, replace(above, cells=settled), outside).audited


def test_no_insider_narrows_a_hidden_figure_of_another() -> None:
    random = np.random.default_rng(12)
    for _ in range(rounds(40, 2)):
        blocks, above = country(drawn(random, random.choice([4.0, 10.0]), (4, 2, 2)))
        done = protect_from_insiders(blocks, above, protect_above(blocks, above))
        assert done.audited
        assert least(blocks, above, done) >= WIDTH
