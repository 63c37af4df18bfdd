"""How far can the hidden figures move while everything that is shown still adds up?

A move is a whole number per cell to add to the true value. The solver's answer is rounded and checked against every
equation, so what is proved never rests on the solver's tolerances.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.disclosure.linked import Array, System

SECONDS = 2.0  # at most for one problem in whole numbers; few are asked
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

    def best(self, gain: Array, up: Array) -> Array | None:
        """The move with the largest gain that stays below `up`; None where none was found in whole numbers."""
        for whole in (False, True):
            found = solve(-gain, self.matrix, (self.least, self.most), (self.down, up), whole)
            if found is None:
                return None
            move = np.round(found)
            if self.holds(move):
                return move
        return None

    def holds(self, move: Array) -> bool:
        """Whether the figures, moved so, could be the true ones."""
        reached = self.matrix @ move
        return bool(np.all(move >= self.down) and np.all(reached >= self.least) and np.all(reached <= self.most))

    def cheapest(self, limits: tuple[Array, Array], price: Array, whole: bool = False) -> Array | None:
        """The move within the limits that costs least, each step of a cell up or down costing its price."""
        up_and_down = sparse.hstack([self.matrix, -self.matrix], format="csc")
        down, up = limits
        bounds = np.concatenate([np.maximum(down, 0), np.maximum(-up, 0)]), np.concatenate([up, -down]).clip(0)
        cost = np.concatenate([price, price])
        found = solve(cost, up_and_down, (self.least, self.most), bounds, whole)
        return None if found is None else found[: len(price)] - found[len(price) :]


def solve(
    cost: Array, matrix: sparse.csc_array, sides: tuple[Array, Array], bounds: tuple[Array, Array], whole: bool
) -> Array | None:
    """The cheapest x with matrix · x between the sides, and x within the bounds (HiGHS); None where none was found."""
    found = milp(
        cost,
        integrality=np.full(len(cost), int(whole)),
        bounds=Bounds(*bounds),
        constraints=LinearConstraint(matrix, *sides) if matrix.shape[0] else (),
        options={"time_limit": SECONDS},
    )
    return None if found.x is None else np.asarray(found.x)


def _touched(part: sparse.csc_array, cells: Array) -> tuple[sparse.csr_array, Array]:
    """The rows in which any of the cells stands, and which rows those are."""
    lines = part[:, cells].tocsr()
    touched = np.flatnonzero(np.diff(lines.indptr))
    return lines[touched], touched
