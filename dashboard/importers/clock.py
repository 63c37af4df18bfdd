"""A day that comes with a time of day: which day it was in Denmark.

Systems keep their times in UTC, and at 22:30Z in March it is the next day here. A time without a zone is the clock on
the wall, and stays on its day.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from dashboard.importers.report import Bad

_HERE = ZoneInfo("Europe/Copenhagen")
_OFFSETS = {"z": 0, "utc": 0, "gmt": 0, "cet": 1, "cest": 2}  # hours
_TIME = re.compile(
    r"(?:kl\.? ?)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r" ?(?P<half>[ap]\.?m\.?)?"
    r" ?(?P<zone>z|utc|gmt|cest|cet)?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)?",
    re.IGNORECASE,
)


def danish_day(day: dt.date, time: str) -> dt.date:
    """time: what stands behind the day. Raises Bad("bad_date") where it is no time of day."""
    found = _TIME.fullmatch(time)
    if not found:
        raise Bad("bad_date")
    try:
        clock = dt.time(_hour(int(found["hour"]), found["half"]), int(found["minute"]), int(found["second"] or 0))
        if not found["zone"] and not found["offset"]:
            return day
        zone = dt.timezone(_offset(found["zone"], found["offset"]))
        return dt.datetime.combine(day, clock, zone).astimezone(_HERE).date()
    except (ValueError, OverflowError) as error:
        raise Bad("bad_date") from error


def is_halved(time: str) -> bool:
    """Whether the clock has twelve hours (`10:15 PM`), as where the month is written before the day."""
    found = _TIME.fullmatch(time)
    return bool(found and found["half"])


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + 12 * half.casefold().startswith("p")


def _offset(zone: str | None, offset: str | None) -> dt.timedelta:
    """Raises ValueError where a zone that is not Greenwich's has an offset beside it."""
    hours = _OFFSETS[(zone or "z").casefold()]
    if offset is None:
        return dt.timedelta(hours=hours)
    if hours:
        raise ValueError(zone)
    digits = offset[1:].replace(":", "")
    whole, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    return (1 if offset[0] == "+" else -1) * dt.timedelta(hours=int(whole), minutes=int(minutes))
