"""Which totals over municipalities may be shown beside what each municipality shows itself?

Every municipality was protected alone. A total over them is one more line through their hidden cells, and says too
much where few of them are hidden. Then the total is hidden; what the municipalities show stays.

All hidden cells of the country are too many for one problem. One slice (a year and its quarters) is moved, and the
others stay where they are: a table found so fits everything that is shown, and that is all a proof needs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from dashboard.disclosure.audit import Audit
from dashboard.disclosure.lines import Lines, primary
from dashboard.disclosure.linked import Array, Linked, Sum
from dashboard.disclosure.moves import Moves
from dashboard.disclosure.protect import Protected, audit_of, finished, protected

PARTS = (2, 2, 2)  # of the country, by chance, each moved for itself: one alone is slow, many prove less
AGAIN = (2,)  # the same after totals were hidden
COMPANY = 40  # municipalities that may make up for what one of them moves
SOME = 60  # narrow cells to look at before all are pushed again: what frees one mostly frees a hundred others

Place = tuple[Hashable, int]


@dataclass(frozen=True)
class Above:
    """Totals over blocks. sums: (place of the total in cells, its parts as (block, place in the block)).

    cells: the totals, and how they add up among themselves (quarters to years, outcomes to n). slices: per total, what
    is moved together, such as its year: figures that are parts of one another, and no more than need be;
    without them everything is, which takes long. slice_of: the same of a block's cell; without it, what stands in a
    total is moved with that.
    """

    cells: Linked
    sums: tuple[tuple[int, tuple[Place, ...]], ...]
    slices: tuple[Hashable, ...] = ()
    slice_of: Callable[[Hashable], Hashable] | None = None


def protect_above(
    blocks: Mapping[Hashable, tuple[Linked, Protected]], above: Above, threshold: int = 5, repair_rounds: int = 60
) -> Protected:
    """The protection of the totals, with every hidden cell of the blocks proved uncertain in the whole system.

    A block that is published coarser, or not at all, comes with what it does not show hidden, and is never left out:
    its persons stand in the totals. audited=False where fixed or public totals leave a cell exposed. Raises
    ValueError where a total is not the sum of its parts.
    """
    joint, owner = joined(blocks, above)
    first, lines = primary(joint, threshold), Lines(_above_only(joint, owner), threshold)
    audit = audit_of(joint, lines.hide(first.copy()), threshold)
    country = _Country(audit, owner, _slices(blocks, above, owner))
    rounds = 0
    country.prove(PARTS)
    while not finished(audit, lines) and rounds < repair_rounds:
        before = len(audit.narrow()), audit.hidden.sum()
        country.repair(exact=rounds > 0)
        lines.hide(audit.hidden)
        rounds += 1
        country.prove(AGAIN)
        if rounds > 1 and before == (len(audit.narrow()), audit.hidden.sum()):
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


def _slices(blocks: Mapping[Hashable, tuple[Linked, Protected]], above: Above, owner: Array) -> Array:
    """The number of each cell's slice: that of the totals it stands in; -1 for what stands in none."""
    names = above.slices or (None,) * len(above.cells.keys)
    number = {name: i for i, name in enumerate(dict.fromkeys(names))}
    sizes = [len(linked.keys) for linked, _ in blocks.values()]
    start = dict(zip(blocks, np.cumsum([0, *sizes]).tolist(), strict=False))
    found = np.full(len(owner), -1)
    found[owner < 0] = [number[name] for name in names]
    if above.slice_of is not None:
        keys = (key for linked, _ in blocks.values() for key in linked.keys)
        found[owner >= 0] = [number.get(above.slice_of(key), -1) for key in keys]
        return found
    for total, parts in above.sums:
        found[[start[block] + place for block, place in parts]] = number[names[total]]
    return found


class _Country:
    """The proof of the joint system. owner and slices: per cell."""

    def __init__(self, audit: Audit, owner: Array, slices: Array) -> None:
        self.audit, self.owner, self.slices = audit, owner, slices
        self.random = np.random.default_rng(0)
        self.blocks = int(owner.max()) + 1

    def prove(self, pieces: tuple[int, ...]) -> None:
        """Look for tables that prove the narrow cells, slice by slice, in the whole country and in parts of it."""
        for parts in pieces:
            for number in range(-1, int(self.slices.max()) + 1):
                for some in np.array_split(self.random.permutation(self.blocks), parts):
                    cells = self._hidden(number, some)
                    if len(self.audit.narrow(cells)):
                        self.audit.prove_many(Moves(self.audit.system, cells))

    def repair(self, exact: bool) -> None:
        """Prove some of the narrow cells that are left in company of their own, or hide the totals that they need."""
        for cell in self.random.permutation(self.audit.narrow())[:SOME]:
            if len(self.audit.narrow(np.array([cell]))):
                for some in self._companies(cell, exact):
                    others = self._hidden(self.slices[cell], np.union1d(some, self.owner[cell]))
                    if self.audit.open(int(cell), others, exact):
                        break

    def _companies(self, cell: int, exact: bool) -> list[Array]:
        """Blocks that may move with a cell: some by chance; where that was no help, for a total every one, and for a
        block's cell none, since beside no totals it was proved alone."""
        some = self.random.permutation(self.blocks)[:COMPANY]
        last = np.arange(self.blocks) if self.owner[cell] < 0 else some[:0]
        return [some, last] if exact else [some]

    def _hidden(self, number: int, some: Array) -> Array:
        """The hidden cells of a slice, in some blocks and in the totals; number -1: of no slice."""
        within = np.isin(self.owner, some) | (self.owner < 0)
        return np.flatnonzero(self.audit.hidden & within & (self.slices == number))
