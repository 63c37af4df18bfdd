"""Without a key nobody can see that two cases are of one child."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import said_once
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    missing = [index for index, (case, child) in enumerate(rows.together("case", "child")) if case and child is None]
    yield from said_once(rows, missing)


RULE = Rule(
    code="child_missing",
    severity="info",
    message="Cases without a key for the child: {count}.",
    fields={"cases": ("child", "municipality")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} case without a key for the child is counted as a child of its own.",
        "{n} cases without a key for the child are each counted as a child of their own.",
    ),
)
