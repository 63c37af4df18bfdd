"""A form that was begun and left: what somebody did not send is not theirs to have counted."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        if not form.finished and (form.values.get("answered") or any(said.given is not None for said in form.said)):
            yield Finding(form.at["finished"], "finished")


RULE = Rule(
    code="form_not_finished",
    severity="warning",
    message="The form was begun but not finished. It counts as not answered.",
    fields={"surveys": ("finished", "answered")},
    find=find,
    effect=Effect(
        ("trust",),
        "{n} form that was begun but not finished counts as not answered.",
        "{n} forms that were begun but not finished count as not answered.",
    ),
)
