"""Without the day nobody can say which period the answers belong to."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        given = [said.index for said in form.said if said.given is not None]
        if given and form.finished and form.values.get("answered") is None:
            yield Finding(given[0], "answered")


RULE = Rule(
    code="answers_without_day",
    severity="error",
    message="There are answers, but no day on which they were given.",
    fields={"surveys": ("answered",)},
    find=find,
)
