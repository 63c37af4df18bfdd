"""How far can the hidden figures move while everything that is shown still adds up?

A move is a whole number per cell to add to the true value. The solver's answer is rounded and checked against every
equation, so what is proved never rests on the solver's tolerances.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.disclosure.linked import Array, System

SECONDS = 20.0  # at most for one problem; a limit by the clock is the last resort, since it makes results differ
NODES = 1  # at most for one problem in whole numbers; few are asked
FAR = 200  # persons: moves go no further. That proves less than there is, never more
SOME = 1e-6


class Moves:
    """The moves of some cells, all others staying where they are.

    cells: their places. down, up: the limits, one per cell: nothing falls below zero.
    """

    def __init__(self, system: System, cells: Array) -> None:
        self.cells = cells
        equal, equal_rows = _touched(system.equal, cells)
        at_most, at_most_rows = _touched(system.at_most, cells)
        slack = -(system.at_most @ system.values)[at_most_rows]
        self.matrix = sparse.vstack([equal, at_most], format="csc")
        self.least = np.concatenate([np.zeros(len(equal_rows)), np.full(len(slack), -np.inf)])
        self.most = np.concatenate([np.zeros(len(equal_rows)), slack])
        self.down = -system.values[cells]
        self.up = np.full(len(cells), FAR * system.scale.max())

    def best(self, gain: Array, up: Array, gap: float = 0.0) -> Array | None:
        """The move with the largest gain that stays below `up`; None where none was found in whole numbers.

        gap: the share of the gain that may be missing.
        """
        for numbers in (None, gap):
            found = solve(-gain, self.matrix, (self.least, self.most), (self.down, up), numbers)
            if found is not None and self.holds(np.round(found)):
                return np.round(found)
        return None

    def by_twos(self, gain: Array, up: Array, start: Array) -> Array | None:
        """A move with a large gain that differs from the move `start` by even numbers.

        Many cells at once make the solver answer in halves. Between limits that are even, half of each is whole: that
        is a tenth of the work of asking for whole numbers.
        """
        sides = self.least, self.most - self.matrix @ start
        limits = np.trunc((self.down - start) / 2) * 2, np.trunc((up - start).clip(0) / 2) * 2
        found = solve(-gain, self.matrix, sides, limits, None)
        move = None if found is None else start + np.round(found)
        return move if move is not None and self.holds(move) else None

    def holds(self, move: Array) -> bool:
        """Whether the figures, moved so, could be the true ones."""
        reached = self.matrix @ move
        return bool(np.all(move >= self.down) and np.all(reached >= self.least) and np.all(reached <= self.most))

    def cheapest(self, limits: tuple[Array, Array], price: Array, whole: bool = False) -> Array | None:
        """The move within the limits that costs least, each step of a cell up or down costing its price."""
        priced = price > 0  # only these need their ups and downs apart
        both = sparse.hstack([self.matrix, -self.matrix[:, priced]], format="csc")
        down = np.concatenate([np.where(priced, limits[0].clip(0), limits[0]), np.zeros(priced.sum())])
        up = np.concatenate([limits[1], (-limits[0][priced]).clip(0)])
        cost = np.concatenate([price, price[priced]])
        found = solve(cost, both, (self.least, self.most), (down, up), 0.0 if whole else None)
        if found is None:
            return None
        move = found[: len(price)]
        move[priced] -= found[len(price) :]
        return move


def solve(
    cost: Array, matrix: sparse.csc_array, sides: tuple[Array, Array], bounds: tuple[Array, Array], gap: float | None
) -> Array | None:
    """The cheapest x with matrix · x between the sides, and x within the bounds (HiGHS); None where none was found.

    gap: None for real numbers; for whole ones, the share of the cost by which a cheaper one may be missed.
    """
    found = milp(
        cost,
        integrality=np.full(len(cost), int(gap is not None)),
        bounds=Bounds(*bounds),
        constraints=LinearConstraint(matrix, *sides) if matrix.shape[0] else (),
        options={"time_limit": SECONDS, "mip_rel_gap": gap or 0.0, "node_limit": NODES},
    )
    return None if found.x is None else np.asarray(found.x)


def _touched(part: sparse.csc_array, cells: Array) -> tuple[sparse.csr_array, Array]:
    """The rows in which any of the cells stands, and which rows those are."""
    lines = part[:, cells].tocsr()
    touched = np.flatnonzero(np.diff(lines.indptr))
    return lines[touched], touched
