"""Nobody is newly hired until a day before the first one."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "new_until", "start")


RULE = Rule(
    code="new_until_before_start",
    severity="warning",
    message="The coordinator is new until a day before the hours begin. It is not used.",
    fields={"coordinators": ("new_until", "start")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} coordinator counts with the ordinary ceiling from the first day.",
        "{n} coordinators count with the ordinary ceiling from the first day.",
    ),
)
