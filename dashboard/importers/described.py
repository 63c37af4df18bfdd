"""Which day does a delivery describe? Its age counts from there: a list of March that comes in May is two months old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from dashboard.importers.context import Context
from dashboard.importers.template import Rows
from dashboard.periods import month_end

# Source → the column that says, and how it is read as a day. Others describe the day given, or the day they come.
_DAYS: Mapping[str, tuple[str, Callable[[Any], dt.date]]] = {
    "ledger": ("month", lambda month: month_end(month) - dt.timedelta(days=1)),
    "budget": ("as_of", lambda day: day),
    "population": ("year", lambda year: dt.date(year, 1, 1)),
}


def described(source: str, rows: Rows, context: Context) -> dict[str, dt.date]:
    """By municipality; never after the day it comes."""
    latest = context.as_of or context.today
    codes = {code for code in rows["municipality"] if code is not None}
    if source not in _DAYS:
        return dict.fromkeys(codes, min(latest, context.today))
    key, as_day = _DAYS[source]
    found: dict[str, dt.date] = {}
    for code, value in set(rows.together("municipality", key)):
        if code is not None and value is not None:
            day = min(as_day(value), context.today)
            found[code] = max(day, found.get(code, day))
    return dict.fromkeys(codes, latest) | found
