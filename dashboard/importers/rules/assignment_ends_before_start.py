"""An assignment that ends before it begins holds on no day."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "end", "start")


RULE = Rule(
    code="assignment_ends_before_start",
    severity="error",
    message="The assignment ends before it begins.",
    fields={"assignments": ("end", "start")},
    find=find,
)
