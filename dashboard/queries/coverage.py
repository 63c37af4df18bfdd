"""Which months of which source have been delivered? Held in memory: every measure asks it of every view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa

from dashboard.database import resident
from dashboard.database.frames import Array
from dashboard.database.tables import coverage
from dashboard.periods import Period

_c = coverage.c
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


def indices(places: Sequence[int]) -> Array:
    """By a municipality's number, its place among the chosen; a look-up costs a tenth of a search."""
    found = np.zeros(max(places, default=0) + 1, np.int64)
    found[list(places)] = np.arange(len(places))
    return found
