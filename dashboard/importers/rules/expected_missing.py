"""A line that nobody has said the year’s end of: the original budget and the supplement are all there is."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import said_once
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    missing = [index for index, expected in enumerate(rows["expected"]) if expected is None]
    yield from said_once(rows, missing)


RULE = Rule(
    code="expected_missing",
    severity="info",
    message="Budget lines without expected accounts: {count}.",
    fields={"budget": ("expected", "municipality")},
    find=find,
    effect=Effect(
        ("spending",),
        "{n} budget line has no expected accounts to hold against the budget.",
        "{n} budget lines have no expected accounts to hold against the budget.",
    ),
)
