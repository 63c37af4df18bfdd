"""Why a period's number does not stand for the whole of it: what is not chosen, who has not delivered, what is to come."""

from __future__ import annotations

import datetime as dt

import numpy as np

from dashboard.database.frames import Array
from dashboard.periods import Interval, Period, last_whole_month
from dashboard.shapes import Caveat

TOGETHER = -1  # the place of all the chosen municipalities


class Deliveries:
    """delivered: the chosen municipalities × months from `first` on; as_of None: it is not known how far they go."""

    def __init__(self, delivered: Array, first: int, as_of: dt.date | None) -> None:
        self._lacking = ~np.asarray(delivered, bool)
        self._first = first
        self._last_whole = None if as_of is None else last_whole_month(as_of)
        self._known: dict[tuple[int, Period, Interval | None], Caveat] = {}

    def caveat(self, place: int, period: Period, interval: Interval | None) -> Caveat:
        """Of one municipality, or of all TOGETHER. interval: whose calendar the period belongs to; None: it is chosen
        as it stands, and cannot be cut.
        """
        key = (place, period, interval)
        if key not in self._known:
            self._known[key] = self._of(place, period, interval)
        return self._known[key]

    def _of(self, place: int, period: Period, interval: Interval | None) -> Caveat:
        whole = period
        if interval is not None:
            ends = Period.containing(period.first, interval), Period.containing(period.last, interval)
            whole = Period(ends[0].first, ends[1].last)
        seen = whole.last if self._last_whole is None else min(whole.last, self._last_whole)
        cut = whole.first < min(period.first, seen + 1) or period.last < seen
        rows = self._lacking if place == TOGETHER else self._lacking[place : place + 1]
        lacking = rows[:, period.first - self._first : period.last + 1 - self._first]
        months = tuple((np.flatnonzero(lacking.any(axis=0)) + period.first).tolist())
        return Caveat(cut, int(lacking.any(axis=1).sum()), months, seen < whole.last)
