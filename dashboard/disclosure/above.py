"""Which totals over municipalities may be shown beside what each municipality shows itself?

Every municipality was protected alone. A total over them is one more line through their hidden cells, and says too
much where few of them are hidden. Then the total is hidden; what the municipalities show stays.

All hidden cells of the country are too many for one problem. A few municipalities are moved together and the others
stay where they are: a table found so fits everything that is shown, and that is all a proof needs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from dashboard.disclosure.audit import Audit
from dashboard.disclosure.lines import Lines, primary
from dashboard.disclosure.linked import Array, Linked, Sum
from dashboard.disclosure.moves import Moves
from dashboard.disclosure.protect import Protected, audit_of, finished, protected

TOGETHER = 12  # municipalities in one problem: more prove more at once, and each problem takes longer
SHUFFLES = 6  # ways to put them together, before each that is left is looked at with those that help it most

Place = tuple[Hashable, int]


@dataclass(frozen=True)
class Above:
    """Totals over blocks. sums: (place of the total in cells, its parts as (block, place in the block)).

    cells: the totals, and how they add up among themselves (quarters to years, outcomes to n).
    """

    cells: Linked
    sums: tuple[tuple[int, tuple[Place, ...]], ...]


def protect_above(
    blocks: Mapping[Hashable, tuple[Linked, Protected]], above: Above, threshold: int = 5, repair_rounds: int = 20
) -> Protected:
    """The protection of the totals, with every hidden cell of the blocks proved uncertain in the whole system.

    A block that is published coarser, or not at all, comes with what it does not show hidden, and is never left out:
    its persons stand in the totals. audited=False where fixed or public totals leave a cell exposed. Raises
    ValueError where a total is not the sum of its parts.
    """
    joint, owner = joined(blocks, above)
    first, lines = primary(joint, threshold), Lines(_above_only(joint, owner), threshold)
    audit = audit_of(joint, lines.hide(first.copy()), threshold)
    rounds = 0
    _prove(audit, owner)
    while not finished(audit, lines) and rounds < repair_rounds:
        before = audit.hidden.copy()
        _repair(audit, owner)
        lines.hide(audit.hidden)
        rounds += 1
        _prove(audit, owner)
        if np.array_equal(before, audit.hidden):
            break
    whole = protected(audit, lines, first, rounds)
    above_at = int((owner >= 0).sum())
    return Protected(whole.hidden[above_at:], whole.reasons[above_at:], whole.audited, whole.narrowest, rounds)


def _above_only(joint: Linked, owner: Array) -> Linked:
    """The lines in which a total over blocks stands; the blocks' own were seen to."""
    return replace(joint, equations=tuple(line for line in joint.equations if owner[line[0]] < 0), overlapping=())


def joined(blocks: Mapping[Hashable, tuple[Linked, Protected]], above: Above) -> tuple[Linked, Array]:
    """Blocks and totals as one system, in which the blocks are settled; and the block of each cell, -1 for totals."""
    parts = [linked for linked, _ in blocks.values()] + [above.cells]
    starts = np.cumsum([0, *(len(part.keys) for part in parts)]).tolist()
    start = dict(zip(blocks, starts, strict=False))
    sums = tuple((starts[-2] + total, tuple(start[b] + place for b, place in cells)) for total, cells in above.sums)
    settled = [np.ones(len(linked.keys), bool) for linked, _ in blocks.values()]
    linked = Linked(
        keys=tuple((name, key) for name, part in zip([*blocks, None], parts, strict=True) for key in part.keys),
        values=np.concatenate([part.values for part in parts]),
        scale=np.concatenate([part.scale for part in parts]),
        equations=sums + _shifted((part.equations for part in parts), starts),
        sensitive=np.concatenate([part.sensitive for part in parts]),
        hidden=np.concatenate([*(shield.hidden for _, shield in blocks.values()), above.cells.hidden]),
        fixed=np.concatenate([*settled, above.cells.fixed]),
        overlapping=_shifted((part.overlapping for part in parts), starts),
    )
    owner = np.repeat([*range(len(blocks)), -1], np.diff(starts))
    return linked, owner


def _shifted(sums: Iterable[tuple[Sum, ...]], starts: list[int]) -> tuple[Sum, ...]:
    return tuple(
        (start + total, tuple(start + cell for cell in cells))
        for start, lines in zip(starts, sums, strict=False)
        for total, cells in lines
    )


def _prove(audit: Audit, owner: Array) -> None:
    """Look for tables that prove the narrow cells: first in any company, then in the best."""
    random = np.random.default_rng(0)
    for _ in range(SHUFFLES):
        order = random.permutation(owner.max() + 1)
        for cluster in np.array_split(order, max(1, len(order) // TOGETHER)):
            cells = _hidden_of(audit, owner, cluster)
            if len(audit.narrow(cells)):
                audit.prove_many(Moves(audit.system, cells))
    for block in np.unique(owner[audit.narrow()]):
        cells = _company(audit, owner, block)
        audit.prove_many(Moves(audit.system, cells))


def _repair(audit: Audit, owner: Array) -> None:
    """Hide the totals that the narrow cells need."""
    for cell in audit.narrow():
        if len(audit.narrow(np.array([cell]))):
            audit.open(int(cell), _company(audit, owner, owner[cell]))


def _hidden_of(audit: Audit, owner: Array, blocks: Array) -> Array:
    """The hidden cells of some blocks and of the totals."""
    return np.flatnonzero(audit.hidden & (np.isin(owner, blocks) | (owner < 0)))


def _company(audit: Audit, owner: Array, block: int) -> Array:
    """The hidden cells of a block, of the totals, and of the blocks with most hidden persons in the same lines."""
    mine = audit.narrow(np.flatnonzero(owner == block)) if block >= 0 else audit.narrow()
    touched = abs(audit.system.equal).T @ (abs(audit.system.equal) @ np.isin(np.arange(len(owner)), mine))
    weight = np.where(audit.hidden & (touched > 0), audit.system.values / audit.system.scale, 0)
    persons = np.bincount(owner + 1, weight)[1:]
    helpers = np.argsort(persons)[::-1][:TOGETHER]
    return _hidden_of(audit, owner, np.union1d(helpers, [block]))
