"""A municipality’s children do not become a tenth fewer or more in a year; another age group does."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    persons = dict(context.before.persons)
    persons |= {(code, year): n for code, year, n in rows.together("municipality", "year", "persons") if n is not None}
    for index, (code, year, n) in enumerate(rows.together("municipality", "year", "persons")):
        earlier = persons.get((code, year - 1)) if year is not None else None
        if n is not None and earlier is not None and 10 * abs(n - earlier) > earlier:
            yield Finding(index, "persons", {"before": str(earlier)})


RULE = Rule(
    code="population_jump",
    severity="warning",
    message="The number is more than 10% from that of the year before ({before}). Is it 0-22 years?",
    fields={"population": ("persons", "year", "municipality")},
    find=find,
    effect=Effect(
        ("spending",),
        "{n} year may have a wrong spending per 0-22-year-old.",
        "{n} years may have a wrong spending per 0-22-year-old.",
    ),
)
