"""Protecting the figures of one municipality at a time, across processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard import children
from dashboard.disclosure.linked import Linked
from dashboard.disclosure.protect import Protected, protect
from dashboard.publication.lattice import Cell, Figures, linked_of, sums_of

Progress = Callable[[float], None]
FEW = 4  # to start other processes takes as long as protecting so many municipalities


@dataclass(frozen=True)
class Job:
    """Exact values of one municipality and system. hidden: by a rule of its own. fixed: settled earlier."""

    values: Mapping[Cell, int]
    figures: Figures
    hidden: frozenset[Cell]
    fixed: frozenset[Cell]
    threshold: int


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


def protect_place(job: Job) -> Place:
    """Where the audit does not pass, without the new quarters, and else without anything new at all."""
    sums = sums_of(job.values, job.figures)
    new = [cell for cell in job.values if cell not in job.fixed]
    for left_out in ((), [cell for cell in new if "K" in cell.period], new):
        linked = linked_of(job.values, sums, job.figures, job.hidden | set(left_out), job.fixed)
        protected = protect(linked, job.threshold)
        if protected.audited:
            break
    return Place(linked, protected, bool(left_out))


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
