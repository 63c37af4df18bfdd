"""Coordinators with hours today and no open case: perhaps new, perhaps the code is spelt otherwise in the case list."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import named_once
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    places = {code for code, _ in context.on_cases}  # without a case list nobody can be missing from it
    idle = [
        index
        for index, (code, who, hours, end) in enumerate(rows.together("municipality", "coordinator", "hours", "end"))
        if code in places and hours and (end is None or end >= context.today) and (code, who) not in context.on_cases
    ]
    yield from named_once(rows, idle, "coordinator")


RULE = Rule(
    code="hours_without_cases",
    severity="info",
    message="Coordinators with hours but without open cases: {count} ({coordinators}).",
    fields={"coordinators": ("coordinator", "hours", "end", "municipality")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} coordinator without open cases counts with hours in Cases per coordinator.",
        "{n} coordinators without open cases count with their hours in Cases per coordinator.",
    ),
)
