"""A coordinator cannot take over what is closed."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "closed", "since")


RULE = Rule(
    code="closed_before_since",
    severity="error",
    message="The case was closed before the coordinator took over.",
    fields={"cases": ("closed", "since")},
    find=find,
)
