"""Nobody is reminded of a form that has not been sent."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        sent, reminded = form.values.get("invited"), form.values.get("reminded")
        if sent is not None and reminded is not None and reminded < sent:
            yield Finding(form.at.get("reminded", form.index), "reminded")


RULE = Rule(
    code="reminded_before_sent",
    severity="error",
    message="The reminder was sent before the form.",
    fields={"surveys": ("reminded", "invited")},
    find=find,
)
