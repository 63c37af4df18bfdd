"""Which months of which source have not been delivered, for the chosen municipalities and months?"""

from __future__ import annotations

from collections import defaultdict

import pandas as pd
import sqlalchemy as sa

from dashboard.database.tables import coverage
from dashboard.filters import Filters
from dashboard.queries.coverage import delivered

SOURCES = ("cases", "coordinators", "ledger", "budget", "surveys", "population")
# A survey or a budget comes now and then: missing only where the whole period has none of it.
NOW_AND_THEN = frozenset({"surveys", "budget"})


def missing_count(connection: sa.Connection, filters: Filters, version: str = "") -> int:
    """How many (municipality, source) pairs lack something in the period.

    version: the name of the version that the connection reads; '' reads everything anew.
    """
    places, period = [int(code) for code in filters.municipalities], filters.period
    missing = 0
    for source in SOURCES:
        months = delivered(connection, version, source, places, period)
        there = months.any(axis=1) if source in NOW_AND_THEN else months.all(axis=1)
        missing += int((~there).sum())
    return missing


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
