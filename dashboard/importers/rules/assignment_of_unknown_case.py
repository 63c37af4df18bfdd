"""The history of a case that no case list has: most often the number is written otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import named_once
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    places = {code for code, _ in context.cases}  # without a case list no case can be missing from it
    unknown = [
        index
        for index, pair in enumerate(rows.together("municipality", "case"))
        if pair[1] is not None and pair[0] in places and pair not in context.cases
    ]
    yield from named_once(rows, unknown, "case")


RULE = Rule(
    code="assignment_of_unknown_case",
    severity="warning",
    message="Assignments of cases that are in no case list: {count} ({cases}).",
    fields={"assignments": ("case", "municipality")},
    find=find,
    effect=Effect(
        ("caseload",),
        "The history of {n} case is not used: it is in no case list.",
        "The histories of {n} cases are not used: they are in no case list.",
    ),
)
