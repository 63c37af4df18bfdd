"""Each form is for somebody: a child's answers to the parents' form would count as a parent's."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        who = form.values.get("respondent")
        if form.instrument is not None and who and who not in form.instrument.respondents:
            yield Finding(form.at.get("respondent", form.index), "respondent", {"form": form.instrument.id})


RULE = Rule(
    code="respondent_not_asked",
    severity="error",
    message="The form {form} is not for whoever answers here. Is the form the right one?",
    fields={"surveys": ("respondent", "instrument")},
    find=find,
)
