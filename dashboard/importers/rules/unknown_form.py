"""A form that is neither ours nor the municipality's own: nobody knows its scale."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        if form.instrument is None:
            yield Finding(form.at.get("instrument", form.index), "instrument", {"value": form.values["instrument"]})


RULE = Rule(
    code="unknown_form",
    severity="error",
    message="There is no form “{value}”. Write foraeldre, medarbejder or barn, or lay your own form beside the data.",
    fields={"surveys": ("instrument",)},
    find=find,
)
