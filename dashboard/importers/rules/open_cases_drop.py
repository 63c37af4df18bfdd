"""Fewer than half of the open cases that the data hold: closed all at once, or missing from the export."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import by_municipality, fewer
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for code, found in by_municipality(rows, range(len(rows))).items():
        still = sum(rows["closed"][index] is None for index in found)
        yield from fewer(found[0], still, context.before.open_cases.get(code, 0))


RULE = Rule(
    code="open_cases_drop",
    severity="warning",
    message="There are {count} open cases, the last delivery had {before}. Is the list whole?",
    fields={"cases": ("closed", "municipality")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} open case fewer than in the last delivery counts in Cases per coordinator.",
        "{n} open cases fewer than in the last delivery count in Cases per coordinator.",
    ),
)
