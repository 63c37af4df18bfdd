"""Which figures are published together, and how do they add up?

Whoever protects a small number has to know every sum it stands in: a hidden quarter beside three shown ones and
their year is not hidden.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse

Array = np.ndarray[Any, Any]
Sum = tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class Linked:
    """The linked figures of one block: a municipality, or the groups and the nation on top.

    keys: one per cell. values: whole numbers ≥ 0, exact: persons, person-days, øre. scale: what one person is worth
    in the cell's value (1 for counts, the days of the period for person-days).
    equations: (total, parts), the places of cells; the total is the sum of its parts.
    sensitive: counts persons who need protection. What is not is public: everybody knows it, so it is never hidden.
    hidden: hidden from the start by a rule of its own. fixed: shown or hidden in an earlier publication,
    which may not change.
    overlapping: (total, parts) where a person may be in several parts (distinct persons in a year and in its
    quarters): the total is at least the largest part and at most their sum.

    Raises ValueError if a figure is no whole number or a sum does not hold: a wrong sum would let the audit prove
    anything.
    """

    keys: tuple[Hashable, ...]
    values: Array
    scale: Array
    equations: tuple[Sum, ...]
    sensitive: Array
    hidden: Array
    fixed: Array
    overlapping: tuple[Sum, ...] = ()

    def __post_init__(self) -> None:
        if np.any(self.values < 0) or np.any(self.values != np.round(self.values)):
            raise ValueError("linked figures are whole numbers, zero or more")
        system = system_of(self)
        if np.any(system.equal @ self.values != 0) or np.any(system.at_most @ self.values > 0):
            raise ValueError("linked figures do not add up")

    def may_hide(self) -> Array:
        """The cells whose state is ours to choose."""
        return self.sensitive & ~self.fixed


@dataclass(frozen=True)
class System:
    """Figures as a system of equations: equal · x = 0 and at_most · x ≤ 0, for the true values and any other guess."""

    values: Array
    scale: Array
    equal: sparse.csc_array
    at_most: sparse.csc_array


def system_of(linked: Linked) -> System:
    """The equations of one block, a column per cell."""
    cells = len(linked.keys)
    return System(
        linked.values.astype("float64"),
        linked.scale.astype("float64"),
        rows(([(total, -1), *((part, 1) for part in parts)] for total, parts in linked.equations), cells),
        rows((bound for total, parts in linked.overlapping for bound in _bounds(total, parts)), cells),
    )


def _bounds(total: int, parts: tuple[int, ...]) -> list[list[tuple[int, int]]]:
    """The total is at most the sum, and each part at most the total."""
    return [[(total, 1), *((part, -1) for part in parts)], *([(part, 1), (total, -1)] for part in parts)]


def rows(lines: Iterable[list[tuple[int, int]]], cells: int) -> sparse.csc_array:
    """A sparse matrix with one row per line of (cell, coefficient)."""
    listed = list(lines)
    place = np.array([cell for line in listed for cell, _ in line], "int64")
    factor = np.array([coefficient for line in listed for _, coefficient in line], "float64")
    row = np.repeat(np.arange(len(listed)), [len(line) for line in listed])
    return sparse.csc_array((factor, (row, place)), shape=(len(listed), cells))
