"""What was booked was booked in a month; the year alone is enough for a budget only."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (month, year, kind) in enumerate(rows.together("month", "year", "kind")):
        if month is None and year is not None and kind in (None, "actual"):
            yield Finding(index, "month")


RULE = Rule(
    code="month_missing",
    severity="error",
    message="The row has a year, but no month. What was booked needs a month.",
    fields={"ledger": ("month", "year", "kind")},
    find=find,
)
