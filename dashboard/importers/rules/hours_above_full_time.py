"""More than a full-time position: one person is seldom more than one, and two spans on a day are refused."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows

FULL_TIME_MILLI = 1000  # thousandths of a full-time position of 37 hours


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (who, hours) in enumerate(rows.together("coordinator", "hours")):
        if who is not None and hours is not None and hours > FULL_TIME_MILLI:
            yield Finding(index, "hours", {"coordinator": who})


RULE = Rule(
    code="hours_above_full_time",
    severity="warning",
    message="{coordinator} has more than 37 hours a week. Is it right?",
    fields={"coordinators": ("hours", "coordinator")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} coordinator counts as more than one full-time position.",
        "{n} coordinators count as more than one full-time position each.",
    ),
)
