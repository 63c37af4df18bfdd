"""A heading that is a question of another form: the answers would count as answers to something else."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.surveys_answers import ITEMS, NUMBERS, owners
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    said_of: set[tuple[int, str]] = set()  # a heading is wrong once in its file, not once in every row
    for form in context.forms:
        for said in form.said:
            place = (rows.places[said.index][0], said.key)
            asked = owners(NUMBERS[said.key], said.named) if said.key in NUMBERS else ()
            if form.instrument is not None and asked and form.instrument.id not in asked and place not in said_of:
                said_of.add(place)
                yield Finding(said.index, said.key, {"form": form.instrument.id})


RULE = Rule(
    code="question_of_another_form",
    severity="error",
    message="The heading is a question of another form than {form}. Which form is it? Write it in the column Skema.",
    fields={"surveys": ITEMS},
    find=find,
)
