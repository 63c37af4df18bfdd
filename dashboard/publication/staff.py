"""Employees are persons to protect too: cases beside one coordinator's hours are that one's workload.

So a quarter in which a municipality has too few coordinators, or too little of their time, is not in the publication at
all: it is hidden like any other figure, no year is made of it, and no total of several municipalities holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.periods import Period
from dashboard.publication.lattice import Cell, Figures, values_of

FEWEST_COORDINATORS = 3  # as many as have to be in a group before one of two can no longer take away their own
FEWEST_POSITIONS = 1.5  # of them together: three of whom two hardly work are one
Quarter = tuple[str, int]  # municipality, first month


def too_few(staff: pd.DataFrame, quarters: Collection[Quarter]) -> set[Quarter]:
    """Those of the quarters with a month of fewer than FEWEST_COORDINATORS, or with fewer than FEWEST_POSITIONS.

    staff: as queries.publication.staff gives it.
    """
    months: defaultdict[Quarter, list[int]] = defaultdict(list)  # of a municipality's month: each one's days
    for code, month, days in staff[["municipality_code", "month", "fte_milli_days"]].itertuples(index=False, name=None):
        months[code, month].append(days)
    return {
        (code, first) for code, first in quarters if not _is_enough([months[code, first + n] for n in range(3)], first)
    }


def _is_enough(months: Sequence[Sequence[int]], first: int) -> bool:
    positions = sum(map(sum, months)) / 1000 / Period(first, first + 2).days
    return min(map(len, months)) >= FEWEST_COORDINATORS and positions >= FEWEST_POSITIONS


def without(counts: pd.DataFrame, withheld: Collection[Quarter]) -> pd.DataFrame:
    """The counts of lattice.quarterly without these quarters."""
    pairs = zip(counts["municipality_code"], counts["quarter"], strict=True)
    return counts.loc[np.array([pair not in withheld for pair in pairs], bool)]


def withheld_cells(
    counts: pd.DataFrame, withheld: Collection[Quarter], figures: Figures, joined: Mapping[str, Mapping[str, int]]
) -> set[Cell]:
    """The cells of these quarters, and of the years that they are a part of."""
    periods = {(code, key) for code, first in withheld for key in _periods(first)}
    found: set[Cell] = set()
    for code, rows in counts.groupby("municipality_code"):
        values = values_of(str(code), rows, figures, joined.get(str(code), {}), {})
        found |= {cell for cell in values if (cell.place, cell.period) in periods}
    return found | {
        cell._replace(figure="fte_milli_days") for cell in found if (cell.kind, cell.figure) == ("all", figures.whole)
    }


def _periods(first: int) -> tuple[str, str]:
    return Period.containing(first, "quarter").key, Period.containing(first, "year").key
