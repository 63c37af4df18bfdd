"""Open cases that nobody has: right where they wait to be shared out, else the cell was forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import said_once
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    missing = [
        index
        for index, (case, who, closed) in enumerate(rows.together("case", "coordinator", "closed"))
        if case and who is None and closed is None
    ]
    yield from said_once(rows, missing)


RULE = Rule(
    code="coordinator_missing",
    severity="info",
    message="Open cases without a coordinator: {count}.",
    fields={"cases": ("coordinator", "closed", "municipality")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} open case without a coordinator is left out of Cases per coordinator, and stands on the list of unassigned cases.",
        "{n} open cases without a coordinator are left out of Cases per coordinator, and stand on the list of unassigned cases.",
    ),
)
