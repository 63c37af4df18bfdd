"""Nobody has a case before the municipality has it."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "since", "received")


RULE = Rule(
    code="since_before_received",
    severity="warning",
    message="The coordinator took over before the case was received. The day received is used.",
    fields={"cases": ("since", "received")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} case is counted with its coordinator from the day it was received.",
        "{n} cases are counted with their coordinators from the day they were received.",
    ),
)
