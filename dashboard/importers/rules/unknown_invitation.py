"""Answers without an invitation: nobody can say when the form was sent, or how many were asked."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        if form.values.get("invited") is None:
            here = "invited" in rows.headings[rows.places[form.index][0]]
            yield Finding(form.index, "invited" if here else "invitation", {"value": form.place[1]})


RULE = Rule(
    code="unknown_invitation",
    severity="error",
    message="The day “{value}” was sent is neither here nor in the data. Deliver the list of invitations too.",
    fields={"surveys": ("invited", "invitation")},
    find=find,
)
