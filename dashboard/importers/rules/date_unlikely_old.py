"""A day that is possible, but longer ago than anything the source speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows

DAYS = {
    "cases": ("received", "contact", "closed", "since"),
    "coordinators": ("start", "end"),
    "budget": ("as_of",),
    "surveys": ("invited", "reminded", "answered"),
    "services": ("start", "end"),
}
# A case is about somebody of 0-22 years; a working life is 50; budgets and surveys are of the last few years.
YEARS = {"cases": 23, "coordinators": 50, "budget": 10, "surveys": 10, "services": 23}


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    source = rows.template.source
    for key in DAYS[source]:
        first = context.today - dt.timedelta(days=round(365.25 * YEARS[source]))
        for index, day in enumerate(rows[key]):
            if day is not None and day < first:
                yield Finding(index, key)


RULE = Rule(
    code="date_unlikely_old",
    severity="warning",
    message="The day is unlikely long ago. Is the year right?",
    fields=DAYS,
    find=find,
)
