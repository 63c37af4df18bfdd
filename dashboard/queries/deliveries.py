"""Which months of which source have not been delivered, for the chosen municipalities and months?"""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa

from dashboard.database.frames import read_frame
from dashboard.database.tables import coverage
from dashboard.filters import Filters

SOURCES = ("cases", "coordinators", "ledger", "budget", "surveys", "population")


def select_deliveries(filters: Filters) -> sa.Select[tuple[str, str, int]]:
    return sa.select(coverage.c.municipality_code, coverage.c.source, coverage.c.month).where(
        coverage.c.municipality_code.in_(filters.municipalities)
    )


def deliveries(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """One row per municipality and source: missing (months of the period), last_month (NaN: never delivered).

    attrs["months"] is the number of months in the period.
    """
    rows = read_frame(
        connection,
        select_deliveries(filters),
        {"municipality_code": "text", "source": "text", "month": "int"},
    )
    months = {key: set(part["month"]) for key, part in rows.groupby(["municipality_code", "source"])}
    found = pd.DataFrame(
        [
            {
                "municipality_code": code,
                "source": source,
                "missing": tuple(m for m in filters.period.months if m not in months.get((code, source), set())),
                "last_month": max(months.get((code, source), {float("nan")})),
            }
            for code in filters.municipalities
            for source in SOURCES
        ]
    )
    found.attrs["months"] = len(filters.period.months)
    return found
