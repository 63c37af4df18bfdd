"""Which ten years do the sample data describe, and how are days counted inside the simulation?

Days are whole numbers since 1970-01-01 in numpy arrays, and become dates only when they are written. A day that has
not come is FAR: one comparison with the as-of date serves "still open", "still waiting" and "still employed".
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from dashboard.periods import Period, month_start, parse_month

Days = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_EPOCH = dt.date(1970, 1, 1)


def day_number(day: dt.date) -> int:
    return (day - _EPOCH).days


AS_OF = dt.date(2026, 10, 31)
WINDOW = Period(parse_month("2016-11"), parse_month("2026-10"))
LAST_DAY = day_number(AS_OF)
FIRST_DAY = day_number(WINDOW.start)
FAR = day_number(dt.date(2200, 1, 1))


def month_starts(first: int, last: int) -> Days:
    """The first days of the months `first` to `last`, both included."""
    return np.array([day_number(month_start(month)) for month in range(first, last + 1)], dtype=np.int64)


def month_of(days: Days) -> Days:
    """The month key of each day."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 12 * 1970


def year_of(days: Days) -> Days:
    return month_of(days) // 12


def on_weekday(days: Days) -> Days:
    """Each Saturday and Sunday moved to the Monday after: offices receive and answer on weekdays."""
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    return days + np.where(weekday >= 5, 7 - weekday, 0)


def running(starts: Days, ends: Days, at: Days) -> Days:
    """How many of the half-open spans [start, end) hold each day of `at`."""
    begun = np.searchsorted(np.sort(starts), at, side="right")
    over = np.searchsorted(np.sort(ends), at, side="right")
    return (begun - over).astype(np.int64)


def dates(days: Days) -> npt.NDArray[np.datetime64]:
    """Days as dates, NaT for what has not happened on the as-of date."""
    found = days.astype("datetime64[D]").astype("datetime64[s]")
    found[days > LAST_DAY] = np.datetime64("NaT")
    return found
