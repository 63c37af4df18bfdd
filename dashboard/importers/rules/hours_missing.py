"""A row without hours says who there is, not how much of a position is on cases."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    if "hours" not in rows.columns:
        return
    for index, (who, hours) in enumerate(rows.together("coordinator", "hours")):
        if who is not None and hours is None:
            yield Finding(index, "hours", {"coordinator": who})


RULE = Rule(
    code="hours_missing",
    severity="warning",
    message="{coordinator} has no hours. Cases per coordinator leaves {coordinator} out.",
    fields={"coordinators": ("hours", "coordinator")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} coordinator without hours is left out of Cases per coordinator.",
        "{n} coordinators without hours are left out of Cases per coordinator.",
    ),
)
