"""A service names a case that the case list does not have: closed long ago, or the number is written otherwise."""

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
    code="unknown_case",
    severity="warning",
    message="Services on cases that are not in the case list: {count} ({cases}).",
    fields={"services": ("case", "municipality")},
    find=find,
    effect=Effect(
        (),
        "{n} case with services is not in the case list.",
        "{n} cases with services are not in the case list.",
    ),
)
