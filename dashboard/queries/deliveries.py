"""Which months of which source have not been delivered, for the chosen municipalities and months?"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database.tables import coverage
from dashboard.filters import Filters

SOURCES = ("cases", "coordinators", "ledger", "budget", "surveys", "population")
# A survey or a budget comes now and then: missing only where the whole period has none of it.
NOW_AND_THEN = frozenset({"surveys", "budget"})


@lru_cache(maxsize=1)
def select_delivered() -> sa.Select[Any]:
    """Municipality, source and how many of the period's months were delivered; a pair without any is not there."""
    c = coverage.c
    return (
        sa.select(c.municipality_code, c.source, sa.func.count(c.month.distinct()).label("n"))
        .where(
            c.municipality_code.in_(sa.bindparam("codes", expanding=True)),
            c.source.in_(SOURCES),
            c.month.between(sa.bindparam("first"), sa.bindparam("last")),
        )
        .group_by(c.municipality_code, c.source)
    )


def missing_count(connection: sa.Connection, filters: Filters) -> int:
    """How many (municipality, source) pairs lack something in the period."""
    months = len(filters.period.months)
    chosen = {"codes": filters.municipalities, "first": filters.period.first, "last": filters.period.last}
    rows = connection.execute(select_delivered(), chosen)
    delivered: int = sum(row.n == months or row.source in NOW_AND_THEN for row in rows)
    return len(filters.municipalities) * len(SOURCES) - delivered


def select_deliveries(filters: Filters) -> sa.Select[tuple[str, str, int]]:
    return sa.select(coverage.c.municipality_code, coverage.c.source, coverage.c.month).where(
        coverage.c.municipality_code.in_(filters.municipalities)
    )


def missing_deliveries(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """The pairs that missing_count counts: municipality_code, source, missing (months of the period), last_month
    (None: never delivered)."""
    months: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in connection.execute(select_deliveries(filters)):
        months[row.municipality_code, row.source].add(row.month)
    rows: list[tuple[str, str, tuple[int, ...], int | None]] = []
    for code in filters.municipalities:
        for source in SOURCES:
            got = months[code, source]
            missing = tuple(month for month in filters.period.months if month not in got)
            if len(missing) == len(filters.period.months) or (missing and source not in NOW_AND_THEN):
                rows.append((code, source, missing, max(got, default=None)))
    return pd.DataFrame(rows, columns=["municipality_code", "source", "missing", "last_month"], dtype=object)
