"""One key on two rows: a figure, an invitation or a service would be counted twice."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import twice
from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows

KEYS = {
    "budget": ("function", "grouping", "year", "as_of", "municipality"),
    "surveys": ("invitation", "municipality"),
    "services": ("service", "system", "municipality"),
    "population": ("year", "municipality"),
}


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    if rows.template.source == "surveys":  # of an invitation one row may say that it was sent, another the answers
        yield from context.forms.twice
    else:
        yield from twice(rows, *KEYS[rows.template.source])


RULE = Rule(
    code="duplicate_key",
    severity="error",
    message="“{value}” is already in row {row}.",
    fields=KEYS,
    find=find,
)
