"""The days of cases, children, families and positions under one set of filters, and their means.

A mean is over the days that are known: from the first case list, or the delivered history of assignments, to the
newest list's day, in months that the hours are there for. Municipalities together are the sum of their means. Everything is held in whole numbers until the division, so that sums are exact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dashboard.analysis.caveats import Deliveries
from dashboard.database.frames import Array
from dashboard.filters import Filters
from dashboard.periods import Period, days_in_month, month_key, month_start
from dashboard.shapes import POOLED

DAYS = (
    "case_days",
    "child_days",
    "family_days",
    "unknown_fte_case_days",
    "unassigned_case_days",
    "unknown_case_days",
    "fte_milli_days",
)
MEANS = ("cases", "children", "families", "unknown_fte", "unassigned", "unknown", "fte")
PER_UNIT = np.array([1] * (len(MEANS) - 1) + [1000])  # positions are counted in thousandths
NOT_NEW = -1_000_000  # newly_hired_until of those who never were: before every day


@dataclass(frozen=True)
class Carried:
    """What each team or coordinator carried over the delivered months of the period: columns of one length.

    place: of the municipality among the chosen; newly_hired_until: days since 1970; days: DAYS × rows.
    """

    place: Array
    team: Array
    who: Array
    newly_hired_until: Array
    days: Array


@dataclass(frozen=True)
class CaseloadCounts:
    """What queries.caseload found.

    known: municipality × month, from a year before the period to its end: on how many days it is known who has which
    case, in months that the hours are there for too. days: DAYS × municipality × month, of the municipality or the
    chosen team; 0 where nothing is known. reach: by municipality, the first and the last day that are known of it.
    """

    known: Array
    days: Array
    teams: Carried
    coordinators: Carried
    reach: Mapping[str, tuple[dt.date, dt.date]] = field(default_factory=dict)


@dataclass(frozen=True)
class Days:
    """running: municipality × month × (known days, DAYS, months with any), added up from the first month on."""

    municipalities: tuple[str, ...]
    first: int
    running: Array
    deliveries: Deliveries

    @classmethod
    def of(cls, counts: CaseloadCounts, filters: Filters, as_of: dt.date | None) -> Days:
        first, days = filters.period.first - 12, counts.known
        running = np.zeros((len(days), days.shape[1] + 1, len(DAYS) + 2), np.int64)
        np.cumsum(np.stack((days, *counts.days, days > 0), axis=2), axis=1, out=running[:, 1:])
        return cls(filters.municipalities, first, running, Deliveries(_whole(days, first, as_of), first, as_of))

    def _sums(self, periods: Sequence[Period]) -> Array:
        """municipality × period × what `running` holds."""
        ends = [[period.first - self.first, period.last + 1 - self.first] for period in periods]
        start, end = np.array(ends).T
        sums: Array = self.running[:, end] - self.running[:, start]
        return sums

    def means(self, codes: Sequence[str], periods: Sequence[Period]) -> Array:
        """codes × periods × MEANS; NaN where nothing is known. POOLED is all the municipalities."""
        sums = self._sums(periods)
        known = sums[:, :, :1] > 0
        means = sums[:, :, 1:-1] / np.maximum(sums[:, :, :1], 1) / PER_UNIT
        each = np.where(known, means, np.nan)
        together = np.where(known.any(axis=0), np.where(known, means, 0.0).sum(axis=0), np.nan)
        return np.stack([together if code == POOLED else each[self.municipalities.index(code)] for code in codes])

    def delivered(self, period: Period) -> Array:
        """The known days of the period by municipality."""
        days: Array = self._sums([period])[:, 0, 0]
        return days

    def months_delivered(self, period: Period) -> int:
        """Months × municipalities with a day that is known."""
        return int(self._sums([period])[:, 0, -1].sum())

    def fully_delivered(self, period: Period) -> bool:
        """Whether every day of every municipality is known."""
        return bool((self.delivered(period) == period.days).all())


def _whole(known: Array, first: int, as_of: dt.date | None) -> Array:
    """municipality × month: whether every day that can be known by the as-of date is."""
    seen = [_days_seen(month, as_of) for month in range(first, first + known.shape[1])]
    whole: Array = known >= np.maximum(seen, 1)
    return whole


def _days_seen(month: int, as_of: dt.date | None) -> int:
    """The days of the month up to and including the as-of date."""
    if as_of is None or month > month_key(as_of):
        return 0
    return min(days_in_month(month), (as_of - month_start(month)).days + 1)
