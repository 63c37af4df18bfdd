"""Two rows about one invitation, or two files, cannot both be right."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.surveys_join import FIELDS
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from context.forms.disagreeing


RULE = Rule(
    code="rows_disagree",
    severity="error",
    message="Row {row} says something else about “{value}”.",
    fields={"surveys": FIELDS},
    find=find,
)
