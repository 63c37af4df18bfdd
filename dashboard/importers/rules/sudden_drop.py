"""Fewer than half of the rows that the data hold: most often an export with a filter left on."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import by_municipality, fewer
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for code, found in by_municipality(rows, range(len(rows))).items():
        yield from fewer(found[0], len(found), context.before.rows.get((rows.template.source, code), 0))


RULE = Rule(
    code="sudden_drop",
    severity="warning",
    message="The delivery has {count} rows, the last one had {before}. Is it whole?",
    fields={"cases": ("municipality",), "coordinators": ("municipality",)},
    find=find,
    effect=Effect(
        ("caseload", "time_to_first_contact"),
        "{n} row of the last delivery is gone from the numbers.",
        "{n} rows of the last delivery are gone from the numbers.",
    ),
)
