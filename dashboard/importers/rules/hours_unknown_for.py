"""Coordinators of the case list without hours: their cases count, but not in cases per coordinator."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import named_once
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    if not context.coordinators:  # nobody's hours are known: then it is the file that is missing, not a row in it
        return
    absent = [
        index
        for index, pair in enumerate(rows.together("municipality", "coordinator"))
        if pair[1] is not None and pair not in context.coordinators
    ]
    yield from named_once(rows, absent, "coordinator")


RULE = Rule(
    code="hours_unknown_for",
    severity="warning",
    message="{count} codes in the case list have no hours, and are left out of cases per coordinator: {coordinators}.",
    fields={"cases": ("coordinator", "municipality")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} coordinator of the case list without hours is left out of Cases per coordinator.",
        "{n} coordinators of the case list without hours are left out of Cases per coordinator.",
    ),
)
