"""Is every hidden figure uncertain enough, whatever is added and subtracted?

The true values are one table that fits what is shown. Each solved problem gives another, and a hidden cell whose
values in two such tables lie `width` apart is proved: nobody can narrow it further. Hiding more cells only adds
tables, so what is proved stays proved. Where a cell cannot be proved, the cheapest move that would reach it tells
which shown cells have to be hidden too (Castro, "A shortest-paths heuristic for statistical data protection in
positive tables", INFORMS J. Comput. 2007, in the form of one linear program).
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

from dashboard.disclosure.linked import Array, System
from dashboard.disclosure.moves import SOME, Moves

WALKS = 4  # beginnings, besides the true values
ENOUGH = 2  # steps in a row that proved next to nothing
WORTH = 0.99  # of the narrow cells left by a step that proved next to nothing
ROUGH = 0.5  # of the gain is enough when many cells are pushed
UPWARDS = 0.7  # of the pushes


class Audit:
    """What is proved of one system so far. hidden, low and high change as the work goes on.

    protected: hidden cells of these must stay uncertain. may_hide: cells that may be hidden for it.
    width: how far apart, per cell in its own unit.
    """

    def __init__(self, system: System, hidden: Array, protected: Array, may_hide: Array, width: Array) -> None:
        self.system, self.hidden = system, hidden
        self.protected, self.may_hide, self.width = protected, may_hide, width
        self.low, self.high = system.values.copy(), system.values.copy()
        self._random = np.random.default_rng(0)  # the same publication from the same figures
        self._price = 1 + np.log1p(system.values / system.scale)  # few cells, and rather small ones

    def narrow(self, cells: Array | None = None) -> Array:
        """Which hidden cells (of some) are not proved."""
        within = np.arange(len(self.hidden)) if cells is None else cells
        unproved = self.high[within] - self.low[within] < self.width[within]
        return within[unproved & self.hidden[within] & self.protected[within]]

    def narrowest(self) -> float:
        """The least that is proved for any hidden cell, in persons; infinite where none is hidden."""
        cells = np.flatnonzero(self.hidden & self.protected)
        return float(np.min((self.high - self.low)[cells] / self.system.scale[cells], initial=np.inf))

    def components(self) -> list[Array]:
        """The hidden cells that move together, directly or through others."""
        cells = np.flatnonzero(self.hidden)
        lines = abs(sparse.vstack([self.system.equal[:, cells], self.system.at_most[:, cells]], format="csc"))
        count, label = connected_components(lines.T @ lines, directed=False)
        return [cells[label == number] for number in range(count)]

    def prove(self) -> None:
        """Look for tables that prove the narrow cells."""
        for cells in self.components():
            if len(self.narrow(cells)):
                moves = Moves(self.system, cells)
                self.prove_many(moves)
                self.prove_each(moves, self.narrow(cells))

    def prove_many(self, moves: Moves) -> None:
        """Push all narrow cells at once, by chance weights, from one table to the next: that proves most of them."""
        self._walk(moves, np.zeros(len(moves.cells)))
        for _ in range(WALKS):
            left = len(self.narrow(moves.cells))
            if left < ENOUGH:
                return
            start = moves.best(self._push(moves), self._ceiling(moves), ROUGH)
            if start is not None:
                self._note(moves, start)
                self._walk(moves, start)
            if len(self.narrow(moves.cells)) > WORTH * left:
                return

    def _walk(self, moves: Moves, at: Array) -> None:
        """Step by twos as long as that proves something."""
        idle = 0
        while idle < ENOUGH and (left := len(self.narrow(moves.cells))) >= ENOUGH:
            step = moves.by_twos(self._push(moves), self._ceiling(moves), at)
            at = at if step is None else step
            self._note(moves, step)
            idle = 0 if len(self.narrow(moves.cells)) <= WORTH * left else idle + 1

    def _push(self, moves: Moves) -> Array:
        """Chance weights for the narrow cells, most of the time upwards: small cells have more room there."""
        wanted = np.isin(moves.cells, self.narrow(moves.cells))
        sign = 1 if self._random.random() < UPWARDS else -1
        return sign * wanted * self._random.exponential(size=len(wanted))

    def prove_each(self, moves: Moves, wanted: Array) -> None:
        """The largest and the smallest value of each wanted cell."""
        for cell in wanted:
            for direction in (1.0, -1.0):
                if len(self.narrow(np.array([cell]))):
                    gain = np.where(moves.cells == cell, direction, 0.0)
                    self._note(moves, moves.best(gain, self._ceiling(moves, cell)))

    def open(self, cell: int, others: Array, exact: bool = True) -> bool:
        """Hide what must be hidden for the cell to become uncertain; others: the hidden cells that may move with it.

        exact: ask for whole numbers where real ones tell nothing new, which is slow in a large system. False where no
        cells that may be hidden would do.
        """
        may_hide = np.flatnonzero(self.may_hide & ~self.hidden)
        moves = Moves(self.system, np.concatenate([others, may_hide]))
        limits = moves.down.copy(), moves.up.copy()
        for limit in limits:
            limit[moves.cells == cell] = self.low[cell] + self.width[cell] - self.system.values[cell]
        price = np.where(self.hidden[moves.cells], 0.0, self._price[moves.cells])
        for whole in (False, True) if exact else (False,):
            move = moves.cheapest(limits, price, whole)
            if move is None:
                return False
            more = moves.cells[(np.abs(move) > SOME) & ~self.hidden[moves.cells]]
            self.hidden[more] = True
            self._note(moves, np.round(move) if moves.holds(np.round(move)) else None)
            if len(more) or not len(self.narrow(np.array([cell]))):
                return True
        return False

    def _ceiling(self, moves: Moves, cell: int | None = None) -> Array:
        """No cell need go further than its proof asks."""
        goal = np.maximum(self.high, self.low + self.width)[moves.cells] - self.system.values[moves.cells]
        aimed = np.isin(moves.cells, self.narrow(moves.cells)) if cell is None else moves.cells == cell
        return np.where(aimed, goal, moves.up)

    def _note(self, moves: Moves, move: Array | None) -> None:
        """Another table that fits."""
        if move is not None:
            values = self.system.values[moves.cells] + move
            self.low[moves.cells] = np.minimum(self.low[moves.cells], values)
            self.high[moves.cells] = np.maximum(self.high[moves.cells], values)
