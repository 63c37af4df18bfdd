"""Months as whole numbers, and the months, quarters and years that are made of them.

A month is the integer 12·year + month − 1, so that months subtract and compare on every database.
A Period is a first and a last month, both included; its key is the text that stands in tables and files:
`2025-07`, `2025K3`, `2025`, or `2025-01/2025-09` for any other range.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Interval = Literal["month", "quarter", "year"]
MONTHS_IN: dict[Interval, int] = {"month": 1, "quarter": 3, "year": 12}


def month_key(day: dt.date) -> int:
    return 12 * day.year + day.month - 1


def month_start(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def month_end(month: int) -> dt.date:
    """The first day after the month: spans are half-open, [start, end)."""
    return month_start(month + 1)


def days_in_month(month: int) -> int:
    return calendar.monthrange(month // 12, month % 12 + 1)[1]


def last_whole_month(as_of: dt.date) -> int:
    """The last month that has ended on the as-of date (the as-of day itself counts as seen)."""
    return month_key(as_of + dt.timedelta(days=1)) - 1


def parse_month(text: str) -> int:
    """`2025-07` as a month. Raises ValueError on anything else."""
    found = re.fullmatch(r"((?:19|20|21)\d\d)-(0[1-9]|1[0-2])", text)
    if not found:
        raise ValueError(f"not a month: {text!r}")
    return 12 * int(found[1]) + int(found[2]) - 1


def month_text(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `first` to `last`, both included."""

    first: int
    last: int

    @classmethod
    def containing(cls, month: int, interval: Interval) -> Period:
        size = MONTHS_IN[interval]
        first = month - month % size
        return cls(first, first + size - 1)

    @property
    def start(self) -> dt.date:
        return month_start(self.first)

    @property
    def end(self) -> dt.date:
        """The first day after the period."""
        return month_end(self.last)

    @property
    def months(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def key(self) -> str:
        return _key(self.first, self.last)

    @classmethod
    def from_key(cls, key: str) -> Period:
        if "/" in key:
            return cls(*(parse_month(end) for end in key.split("/")))
        if "K" in key:
            year, quarter = key.split("K")
            january = 12 * int(year)
            return cls(january + 3 * int(quarter) - 3, january + 3 * int(quarter) - 1)
        if len(key) == 4:
            return cls(12 * int(key), 12 * int(key) + 11)
        return cls(parse_month(key), parse_month(key))

    def a_year_earlier(self) -> Period:
        return Period(self.first - 12, self.last - 12)

    def split(self, interval: Interval) -> list[Period]:
        """The calendar months, quarters or years that touch this period, cut to it, in order."""
        size = MONTHS_IN[interval]
        starts = range(self.first - self.first % size, self.last + 1, size)
        return [Period(max(s, self.first), min(s + size - 1, self.last)) for s in starts]


@lru_cache(maxsize=4096)  # a view of many municipalities writes the same ones in each row
def _key(first: int, last: int) -> str:
    size = last - first + 1
    if size == 1:
        return month_text(first)
    if size == 3 and first % 3 == 0:
        return f"{first // 12:04d}K{first % 12 // 3 + 1}"
    if size == 12 and first % 12 == 0:
        return f"{first // 12:04d}"
    return f"{month_text(first)}/{month_text(last)}"
