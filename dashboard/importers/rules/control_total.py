"""A ledger whose last row says another sum than its rows come to is not whole, or holds what was not meant."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for control in context.controls:
        if control.said != control.found:
            first = next(index for index, (part, _row) in enumerate(rows.places) if part == control.part)
            said = "" if control.said is None else str(control.said)
            yield Finding(first, "", {"said_ore": said, "found_ore": str(control.found)})


RULE = Rule(
    code="control_total",
    severity="error",
    message="The rows come to {found_ore}, but the row I alt says {said_ore}: draw the extract again.",
    fields={"ledger": ("amount",)},
    find=find,
)
