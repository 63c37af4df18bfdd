"""No case of the list has a day received: the column is empty, so nothing tells which months the list speaks for."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import by_municipality
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for found in by_municipality(rows, range(len(rows))).values():
        if all(rows["received"][index] is None for index in found):
            yield Finding(found[0], "received")


RULE = Rule(
    code="received_never",
    severity="error",
    message="No case has a day received. Ask for the column in the export from the case system.",
    fields={"cases": ("received", "municipality")},
    find=find,
)
