"""A list of 1 March knows nothing of 2 March: either the day given with --pr or the row is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import after
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows

DAYS = ("received", "contact", "closed", "since")


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    if context.as_of is None:
        return
    for key in DAYS:
        for finding in after(rows, key, context.as_of):
            if rows[key][finding.index] <= context.today:  # what lies after today has its own fault
                yield finding


RULE = Rule(
    code="date_after_as_of",
    severity="error",
    message="The day lies after the day that the list describes.",
    fields={"cases": DAYS},
    find=find,
)
