"""A form cannot be answered before it is sent: one of the two days is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "answered", "invited")


RULE = Rule(
    code="answered_before_sent",
    severity="error",
    message="It was answered before it was sent.",
    fields={"surveys": ("answered", "invited")},
    find=find,
)
