"""One question answered twice on one form: only one of them can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.surveys_answers import ITEMS
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        first: dict[int, int] = {}
        for said in form.said:
            if said.number is not None and first.setdefault(said.number, said.index) != said.index:
                yield Finding(
                    said.index, said.key, {"value": form.place[1], "row": str(rows.places[first[said.number]][1])}
                )


RULE = Rule(
    code="duplicate_answer",
    severity="error",
    message="“{value}” has answered the question in row {row} already.",
    fields={"surveys": ("reply", *ITEMS)},
    find=find,
)
