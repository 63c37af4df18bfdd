"""A number beside words that the form gives another number: most often a scale that was turned."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.surveys_answers import ITEMS, disagreement
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        for said in form.said if form.instrument is not None else ():
            found = disagreement(form.instrument, said.given) if form.instrument is not None else None
            if found is not None and said.number is not None:
                yield Finding(said.index, said.key, {"number": str(found[0]), "meant": str(found[1])})


RULE = Rule(
    code="answer_turned",
    severity="error",
    message="The number {number} stands beside words that the form gives the number {meant}. Is the scale turned? Write the "
    "form's own numbers, or the words alone.",
    fields={"surveys": ("reply", *ITEMS)},
    find=find,
)
