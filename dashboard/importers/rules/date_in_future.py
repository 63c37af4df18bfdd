"""What has happened cannot have happened after today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows
from dashboard.periods import month_key

DAYS = {
    "cases": ("received", "contact", "closed", "since"),
    "assignments": ("start",),
    "ledger": ("month",),
    "budget": ("as_of",),
    "surveys": ("invited", "reminded", "answered"),
    "population": ("year",),
}


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for key in DAYS[rows.template.source]:
        last = _last(key, context.today)
        for index, when in enumerate(rows[key]):
            if when is not None and when > last:
                yield Finding(index, key)


def _last(key: str, today: dt.date) -> Any:
    """Today in the column's own measure: a year, a month key, or a day."""
    return {"year": today.year, "month": month_key(today)}.get(key, today)


RULE = Rule(
    code="date_in_future",
    severity="error",
    message="The day is in the future.",
    fields=DAYS,
    find=find,
)
