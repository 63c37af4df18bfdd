"""A span of months that ends before it begins holds in no month."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "end", "start")


RULE = Rule(
    code="centre_ends_before_start",
    severity="error",
    message="The last month is before the first.",
    fields={"cost_centres": ("end", "start")},
    find=find,
)
