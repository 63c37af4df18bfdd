"""A case that ends before it begins was open on no day."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "closed", "received")


RULE = Rule(
    code="closed_before_received",
    severity="error",
    message="The case was closed before it was received.",
    fields={"cases": ("closed", "received")},
    find=find,
)
