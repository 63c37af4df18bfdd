"""Which totals over municipalities tell one of them too much, who knows its own exact figures?

Whoever takes its own figures from a total is left with the others': of three of whom two hide a cell, one finds the
other's. So every contributor is tried in turn as an attacker to whom nothing of its own is hidden.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

import numpy as np

from dashboard.disclosure.above import Above, protect_above
from dashboard.disclosure.linked import Array, Linked
from dashboard.disclosure.protect import Protected

Blocks = Mapping[Hashable, tuple[Linked, Protected]]
MOST_INSIDERS = 12  # of more, nobody is tried: each takes a proof of the whole country, which is half a minute for 98


def protect_from_insiders(blocks: Blocks, above: Above, done: Protected, threshold: int = 5) -> Protected:
    """The protection of the totals with those hidden too by which a contributor would narrow another's hidden cell.

    done: as above.protect_above has found it, of the same blocks and totals. audited=False where it was, or where fixed
    totals leave a cell exposed to a contributor. More than MOST_INSIDERS blocks come back as they are.
    """
    if len(blocks) > MOST_INSIDERS:
        return done
    for name in blocks:
        if not done.audited:
            break
        seen = _known_to(name, blocks)
        # What one attacker made necessary stays hidden for the next: to hide more makes nothing easier to find.
        secret = above.cells.sensitive & ~_told(seen, above)
        cells = replace(above.cells, hidden=done.hidden, sensitive=secret)
        done = protect_above(seen, replace(above, cells=cells), threshold)
    return done


def _known_to(name: Hashable, blocks: Blocks) -> Blocks:
    linked, own = blocks[name]
    return {**blocks, name: (linked, replace(own, hidden=np.zeros(len(own.hidden), bool)))}


def _told(blocks: Blocks, above: Above) -> Array:
    """The totals that an attacker can add up already: to hide them keeps nothing from it."""
    found = np.zeros(len(above.cells.keys), bool)
    for total, parts in above.sums:
        found[total] |= not any(blocks[block][1].hidden[at] for block, at in parts)
    return found
