"""Protecting the figures of one municipality at a time, across processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard import children
from dashboard.disclosure.linked import Linked
from dashboard.disclosure.protect import Protected, protect
from dashboard.publication.lattice import Cell, Figures, Sum, linked_of, scale

Progress = Callable[[float], None]
FEW = 4  # to start other processes takes as long as protecting so many municipalities


@dataclass(frozen=True)
class Job:
    """Exact values of one municipality and system, and how they add up. hidden: by a rule of its own. fixed: settled
    earlier. unpublished: in no table; those that are not small may be worked out."""

    values: Mapping[Cell, int]
    sums: Sequence[Sum]
    figures: Figures
    hidden: frozenset[Cell]
    fixed: frozenset[Cell]
    threshold: int
    unpublished: frozenset[Cell] = frozenset()
    everybody_first: bool = False


@dataclass(frozen=True)
class Place:
    """What comes of protecting it. coarsened: quarters had to be left out for the audit to pass."""

    linked: Linked
    protected: Protected
    coarsened: bool

    @property
    def hidden(self) -> frozenset[Cell]:
        keys = self.linked.keys
        return frozenset(keys[at] for at in np.flatnonzero(self.protected.hidden))  # type: ignore[misc]

    def without(self, cells: Collection[Cell]) -> Place:
        """The same with these hidden too, which makes nothing easier to find."""
        away = np.array([cell in cells for cell in self.linked.keys], bool)
        more = away & ~self.protected.hidden
        if not more.any():
            return self
        reasons = np.where(more, "complementary", np.array(self.protected.reasons, object))
        protected = replace(self.protected, hidden=self.protected.hidden | away, reasons=tuple(reasons.tolist()))
        return Place(self.linked, protected, coarsened=True)


def protect_place(job: Job) -> Place:
    """Where the audit does not pass, without the new quarters, and else without anything new at all."""
    new = [cell for cell in job.values if cell not in job.fixed]
    if job.everybody_first and (found := _everybody_first(job)) is not None:
        return found
    for left_out in ((), [cell for cell in new if "K" in cell.period], new):
        linked = _linked(job, job.hidden | set(left_out), job.fixed)
        protected = protect(linked, job.threshold)
        if protected.audited:
            break
    return Place(linked, protected, bool(left_out))


def _everybody_first(job: Job) -> Place | None:
    """What everybody together shows without any category stays shown; None where the categories cannot be so hidden."""
    everybody = {cell: value for cell, value in job.values.items() if cell.kind == "all"}
    sums = [line for line in job.sums if everybody.keys() >= {line[0], *line[1]}]
    alone = _linked(replace(job, values=everybody, sums=sums, unpublished=job.unpublished & everybody.keys()))
    first = Place(alone, protect(alone, job.threshold), coarsened=False)
    linked = _linked(job, job.hidden | first.hidden, job.fixed | everybody.keys())
    protected = protect(linked, job.threshold)
    return Place(linked, protected, coarsened=False) if first.protected.audited and protected.audited else None


def _linked(job: Job, hidden: Iterable[Cell] | None = None, fixed: Iterable[Cell] | None = None) -> Linked:
    # Who finds such a cell knows of what it holds that it lies between nothing and all of it.
    enough = job.threshold - 1
    free = [cell for cell in job.unpublished if job.values[cell] >= enough * scale(cell, job.figures)]
    away = (job.hidden if hidden is None else frozenset(hidden)) | job.unpublished
    return linked_of(job.values, job.sums, job.figures, away & job.values.keys(), fixed or job.fixed, free)


def protect_places(jobs: Sequence[Job], progress: Progress) -> list[Place]:
    """All of them, in order; progress is told the share that is done."""
    found = []
    for done, place in enumerate(_each(jobs), 1):
        found.append(place)
        progress(done / len(jobs))
    return found


def _each(jobs: Sequence[Job]) -> Iterator[Place]:
    if len(jobs) <= FEW:
        yield from map(protect_place, jobs)
        return
    with children.pool() as pool:
        yield from pool.map(protect_place, jobs, chunksize=4)
