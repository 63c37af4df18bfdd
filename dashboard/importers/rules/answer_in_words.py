"""Words that are none of the form's own: what somebody wrote is not kept, and not repeated."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.surveys_answers import ITEMS, disagreement, scaled
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form, scale in scaled(context.forms):
        for said in form.said:
            unknown = isinstance(said.given, str) and said.number is not None and said.value is None
            if unknown and form.instrument is not None and disagreement(form.instrument, said.given) is None:
                yield Finding(said.index, said.key, {"low": str(scale.low), "high": str(scale.high)})


RULE = Rule(
    code="answer_in_words",
    severity="error",
    message="The words are none of the form's answers. Write {low} to {high}, ved ikke, or nothing.",
    fields={"surveys": ("reply", *ITEMS)},
    find=find,
)
