"""Which months of which source have been delivered, and which days do the case lists reach?

Held in memory: every measure asks it of every view. A list of 10 March knows ten days of March, and none of April.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa

from dashboard.database import resident
from dashboard.database.frames import Array
from dashboard.database.history_tables import case_horizon
from dashboard.database.tables import coverage
from dashboard.periods import Period, month_start

_c, _h = coverage.c, case_horizon.c
COVERAGE = resident.Source(
    "coverage",
    sa.select(_c.source, resident.place(_c.municipality_code), _c.month).distinct(),
    groups=("source", "place"),
)


def delivered(connection: sa.Connection, version: str, source: str, places: Sequence[int], period: Period) -> Array:
    """places × months of the period: whether the source has been delivered."""
    held = resident.held(connection, COVERAGE, version)
    number = held.number("source", source)
    found = np.zeros((len(places), len(period.months)), bool)
    rows = held.rows([(number, place) for place in places], period.first, period.last)
    found[indices(places)[held.columns["place"][rows]], held.take("month", rows) - period.first] = True
    return found


_REACH: tuple[Any, ...] = (
    resident.place(_h.municipality_code),
    resident.day(_h.known_from, "first"),
    resident.day(_h.as_of, "last"),
)
HORIZON = resident.Source("horizon", sa.select(*_REACH), groups=("place",))
_EPOCH = dt.date(1970, 1, 1)


def horizons(connection: sa.Connection, version: str, codes: Sequence[str]) -> dict[str, tuple[dt.date, dt.date]]:
    """Municipality → the first and the last day on which it is known who has which case; only of those with lists."""
    held = resident.held(connection, HORIZON, version)
    found = {code: held.rows([(int(code),)]) for code in codes}
    return {
        code: (_as_day(held.take("first", rows)[0]), _as_day(held.take("last", rows)[0]))
        for code, rows in found.items()
        if len(rows)
    }


def _as_day(number: int) -> dt.date:
    return _EPOCH + dt.timedelta(days=int(number))


def days_known(connection: sa.Connection, version: str, places: Sequence[int], period: Period) -> Array:
    """places × months of the period: on how many days it is known who has which case."""
    held = resident.held(connection, HORIZON, version)
    rows = held.rows([(place,) for place in places])
    starts = np.array([(month_start(month) - _EPOCH).days for month in range(period.first, period.last + 2)])
    first, after = held.take("first", rows)[:, None], held.take("last", rows)[:, None] + 1
    found = np.zeros((len(places), len(period.months)), np.int64)
    days = np.minimum(after, starts[1:]) - np.maximum(first, starts[:-1])
    found[indices(places)[held.columns["place"][rows]]] = np.maximum(days, 0)
    return found


def indices(places: Sequence[int]) -> Array:
    """By a municipality's number, its place among the chosen; a look-up costs a tenth of a search."""
    found = np.zeros(max(places, default=0) + 1, np.int64)
    found[list(places)] = np.arange(len(places))
    return found
