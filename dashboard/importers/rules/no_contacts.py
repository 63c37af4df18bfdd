"""A list without a single first contact is most often an export without the column."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import by_municipality
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows

FEWEST = 10  # so many open cases that all wait are no accident


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for found in by_municipality(rows, range(len(rows))).values():
        waiting = sum(rows["closed"][index] is None for index in found)
        if waiting >= FEWEST and all(rows["contact"][index] is None for index in found):
            yield Finding(found[0], "", {}, waiting)


RULE = Rule(
    code="no_contacts",
    severity="warning",
    message="No case in the list has a first contact. Is the column missing?",
    fields={"cases": ("contact", "closed", "municipality")},
    find=find,
    effect=Effect(
        ("time_to_first_contact",),
        "{n} open case without a first contact counts as waiting.",
        "{n} open cases without a first contact count as waiting.",
    ),
)
