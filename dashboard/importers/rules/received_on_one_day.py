"""Most of a list received on one day: the day the cases were moved to a new system, not the day they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dashboard.importers.checks import by_municipality
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows

FEWEST = 10


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    known = [index for index, day in enumerate(rows["received"]) if day is not None]
    for found in by_municipality(rows, known).values():
        day, n = Counter(rows["received"][index] for index in found).most_common(1)[0]
        if n >= FEWEST and 2 * n > len(found):
            yield Finding(found[0], "", {"count": str(n), "day": day.strftime("%d-%m-%Y")}, n)


RULE = Rule(
    code="received_on_one_day",
    severity="warning",
    message="{count} of the cases were received on {day}. Is it the day of a change of system?",
    fields={"cases": ("received", "municipality")},
    find=find,
    effect=Effect(
        ("time_to_first_contact",),
        "{n} case received on one day may have a wrong waiting time in First contact.",
        "{n} cases received on one day may have a wrong waiting time in First contact.",
    ),
)
