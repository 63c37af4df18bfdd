"""An answer to a question that the form does not have."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.report import shown
from dashboard.importers.rule import Rule
from dashboard.importers.surveys_answers import ITEMS
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        for said in form.said:
            if form.instrument is not None and said.number is None:
                key = "question" if said.key == "reply" else said.key
                yield Finding(said.index, key, {"value": shown(said.named), "form": form.instrument.id})


RULE = Rule(
    code="unknown_question",
    severity="error",
    message="“{value}” is not a question of the form {form}.",
    fields={"surveys": ("question", *ITEMS)},
    find=find,
)
