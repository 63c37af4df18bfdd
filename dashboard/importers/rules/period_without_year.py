"""A ledger's period is a number within a year, so it says nothing without the year."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows

LAST_PERIOD = 16  # a month's key is far above it (periods)


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, month in enumerate(rows["month"]):
        if month is not None and month <= LAST_PERIOD:
            yield Finding(index, "month", {"value": str(month)})


RULE = Rule(
    code="period_without_year",
    severity="error",
    message="“{value}” is a period of a year. Add a column Regnskabsår with the year.",
    fields={"ledger": ("month", "year")},
    find=find,
)
