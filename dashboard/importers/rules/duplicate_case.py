"""One case number on two rows of a municipality: nobody can say which of them holds."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import twice
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from twice(rows, "case", "municipality")


RULE = Rule(
    code="duplicate_case",
    severity="error",
    message="Case number “{value}” is already in row {row}.",
    fields={"cases": ("case", "municipality")},
    find=find,
)
