"""Which single sums give a hidden figure away, and what is hidden with it?

The quick first half of the protection: it sees one line at a time. What several lines together tell is the audit's.
"""

from __future__ import annotations

import numpy as np

from dashboard.disclosure.linked import Array, Linked, rows

COMPANY_COUNTS = 0.5  # of a new line in need; 0.5 hid least of 0, 0.5 and 1 on tables with a third of small cells


def primary(linked: Linked, threshold: int) -> Array:
    """What is hidden for its own sake. Zero is small too: that nobody got help tells of everyone."""
    small = linked.values < threshold * linked.scale
    return linked.hidden | (small & linked.may_hide())


class Lines:
    """The equations of linked figures, one by one."""

    def __init__(self, linked: Linked, threshold: int) -> None:
        cells = len(linked.keys)
        self.linked, self.threshold = linked, threshold
        self.total = np.array([total for total, _ in linked.equations], "int64")
        self._parts = rows(([(part, 1) for part in parts] for _, parts in linked.equations), cells).tocsr()
        self._cells = rows(
            ([(cell, 1) for cell in (total, *parts)] for total, parts in linked.equations), cells
        ).tocsr()
        self._through = self._cells.T.tocsr()

    def exposed(self, hidden: Array) -> Array:
        """Per line, whether a sensitive cell is hidden in it alone, or the hidden parts under a shown total are too few.

        Four persons in two hidden quarters are a small number too, if their sum can be worked out.
        """
        linked = self.linked
        parts = self._parts @ hidden.astype("int64")
        persons = self._parts @ np.where(hidden, linked.values / linked.scale, 0)
        under_shown = (self._parts @ (hidden & linked.sensitive).astype("int64") > 0) & (
            (parts == 1) | (persons < self.threshold)
        )
        alone = linked.sensitive[self.total] & (parts == 0)
        return np.asarray(np.where(hidden[self.total], alone, under_shown))

    def hide(self, hidden: Array) -> Array:
        """Give every exposed line more hidden cells until none is left, or nothing may be hidden. In place."""
        waiting = np.flatnonzero(self.exposed(hidden)).tolist()
        while waiting:
            changed = False
            for line in waiting:
                exposed = self.exposed(hidden)
                if exposed[line] and len(cells := self._candidates(line, hidden)):
                    hidden[self._cheapest(cells, hidden, exposed)] = changed = True
            waiting = np.flatnonzero(self.exposed(hidden)).tolist() if changed else []
        return hidden

    def _candidates(self, line: int, hidden: Array) -> Array:
        """The parts that may be hidden; where there are none, the total."""
        free = self.linked.may_hide() & ~hidden
        parts = self._parts.indices[self._parts.indptr[line] : self._parts.indptr[line + 1]]
        total = self.total[line : line + 1]
        return parts[free[parts]] if free[parts].any() else total[free[total]]

    def _cheapest(self, cells: Array, hidden: Array, exposed: Array) -> int:
        """The cell that leaves fewest lines in need of more: in new lines it stands alone, in others it is company."""
        untouched = self._cells @ hidden.astype("int64") == 0
        through = self._through[cells]
        need = through @ untouched.astype("float64") - COMPANY_COUNTS * (through @ exposed.astype("float64"))
        return int(cells[np.lexsort((self.linked.values[cells], need))[0]])
