"""A closed case has ended in some way."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (closed, reason) in enumerate(rows.together("closed", "reason")):
        if closed is not None and reason is None:
            yield Finding(index, "reason")


RULE = Rule(
    code="reason_missing",
    severity="warning",
    message="The case is closed without a reason. It is counted as other.",
    fields={"cases": ("reason", "closed")},
    find=find,
    effect=Effect(
        ("time_to_first_contact",),
        "{n} case closed without a reason is counted under other.",
        "{n} cases closed without a reason are counted under other.",
    ),
)
