"""A budget is decided in the autumn before its year, and its accounts are closed in the spring after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (as_of, year) in enumerate(rows.together("as_of", "year")):
        if as_of is not None and year is not None and not dt.date(year - 1, 7, 1) <= as_of <= dt.date(year + 1, 7, 1):
            yield Finding(index, "as_of")


RULE = Rule(
    code="as_of_outside_year",
    severity="warning",
    message="The line is made up on a day far from its budget year. Is the year right?",
    fields={"budget": ("as_of", "year")},
    find=find,
    effect=Effect(
        ("spending",),
        "{n} budget line may belong to another year.",
        "{n} budget lines may belong to another year.",
    ),
)
