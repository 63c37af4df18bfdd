"""The days of cases, children, families and positions under one set of filters, and their means.

A mean is over the days of the delivered months up to and including the as-of date; municipalities together are the
sum of their means. Everything is held in whole numbers until the division, so that sums are exact.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.filters import Filters
from dashboard.periods import Period, days_in_month, month_key, month_start
from dashboard.shapes import POOLED

DAYS = ("case_days", "child_days", "family_days", "unknown_fte_case_days", "unassigned_case_days", "fte_milli_days")
MEANS = ("cases", "children", "families", "unknown_fte", "unassigned", "fte")
PER_UNIT = np.array([1, 1, 1, 1, 1, 1000])  # positions are counted in thousandths


@dataclass(frozen=True)
class Days:
    """cube: municipality × month of [first, …] × (delivered days, then DAYS)."""

    municipalities: tuple[str, ...]
    first: int
    cube: np.ndarray

    @classmethod
    def of(cls, counts: pd.DataFrame, filters: Filters, as_of: dt.date | None) -> Days:
        """From the month rows of queries.caseload."""
        first, codes = filters.period.first - 12, filters.municipalities
        cube = np.zeros((len(codes), filters.period.last + 1 - first, 1 + len(DAYS)), dtype=np.int64)
        at = np.flatnonzero(counts["level"].to_numpy() == "month")
        place = {code: number for number, code in enumerate(codes)}
        rows = [place[code] for code in counts["municipality_code"].to_numpy()[at].tolist()]
        months = counts["month"].to_numpy()[at]
        seen = {month: days_seen(month, as_of) for month in set(months.tolist())}
        cube[rows, months - first, 0] = [seen[month] for month in months.tolist()]
        for number, name in enumerate(DAYS, 1):
            cube[rows, months - first, number] = counts[name].to_numpy()[at]
        return cls(codes, first, cube)

    def _slice(self, code: str, period: Period) -> np.ndarray:
        rows = slice(None) if code == POOLED else [self.municipalities.index(code)]
        found: np.ndarray = self.cube[rows, period.first - self.first : period.last + 1 - self.first]
        return found

    def means(self, code: str, period: Period) -> dict[str, float] | None:
        """The means by name (MEANS), or None where nothing has been delivered."""
        sums = self._slice(code, period).sum(axis=1)
        sums = sums[sums[:, 0] > 0]
        if not len(sums):
            return None
        means = (sums[:, 1:] / sums[:, :1] / PER_UNIT).sum(axis=0)
        return dict(zip(MEANS, means.tolist(), strict=True))

    def delivered(self, period: Period) -> dict[str, int]:
        """The delivered days of the period by municipality."""
        days = self._slice(POOLED, period)[:, :, 0].sum(axis=1).tolist()
        return dict(zip(self.municipalities, days, strict=True))

    def months_delivered(self, period: Period) -> int:
        """Months × municipalities."""
        return int((self._slice(POOLED, period)[:, :, 0] > 0).sum())

    def fully_delivered(self, period: Period) -> bool:
        return self.months_delivered(period) == len(self.municipalities) * len(period.months)


def days_seen(month: int, as_of: dt.date | None) -> int:
    """The days of the month up to and including the as-of date."""
    if as_of is None or month > month_key(as_of):
        return 0
    return min(days_in_month(month), (as_of - month_start(month)).days + 1)
