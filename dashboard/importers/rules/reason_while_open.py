"""A reason without a day: closed, but nobody has written when, or reopened."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (closed, reason) in enumerate(rows.together("closed", "reason")):
        if closed is None and reason is not None:
            yield Finding(index, "reason")


RULE = Rule(
    code="reason_while_open",
    severity="warning",
    message="There is a reason for closing, but no day. The case is counted as open.",
    fields={"cases": ("reason", "closed")},
    find=find,
    effect=Effect(
        ("caseload", "time_to_first_contact"),
        "{n} case with a reason for closing but no day is counted as open.",
        "{n} cases with a reason for closing but no day are counted as open.",
    ),
)
