"""A form cannot be answered before it is sent: one of the two days is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        sent, answered = form.values.get("invited"), form.values.get("answered")
        if sent is not None and answered is not None and answered < sent:
            yield Finding(form.at.get("answered", form.index), "answered")


RULE = Rule(
    code="answered_before_sent",
    severity="error",
    message="It was answered before it was sent.",
    fields={"surveys": ("answered", "invited")},
    find=find,
)
