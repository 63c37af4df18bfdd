"""One child on two cases that are open on the same day: right where it gets two kinds of help, else counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dashboard.importers.checks import by_municipality
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    open_cases = [
        index
        for index, (child, received, closed) in enumerate(rows.together("child", "received", "closed"))
        if child is not None and received is not None and closed is None
    ]
    for found in by_municipality(rows, open_cases).values():
        cases = Counter(rows["child"][index] for index in found)
        twice = sum(n > 1 for n in cases.values())
        if twice:
            yield Finding(found[0], "", {"count": str(twice)}, twice)


RULE = Rule(
    code="child_on_two_cases",
    severity="info",
    message="Children with more than one open case: {count}.",
    fields={"cases": ("child", "case", "received", "closed", "municipality")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} child counts as one child, but with each of its cases.",
        "{n} children count as one child each, but with each of their cases.",
    ),
)
