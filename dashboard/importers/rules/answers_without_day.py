"""Without the day nobody can say which period the answers belong to."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers import values
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    items = [column.key for column in rows.template.columns if column.parse is values.answer]
    for index, (answered, *answers) in enumerate(rows.together("answered", *items)):
        if answered is None and any(answer is not None for answer in answers):
            yield Finding(index, "answered")


RULE = Rule(
    code="answers_without_day",
    severity="error",
    message="There are answers, but no day on which they were given.",
    fields={"surveys": ("answered",)},
    find=find,
)
