"""Fewer than half of the postings that the ledger had for these months, or for the last one before each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dashboard.importers.checks import fewer, of_the_same_or_last
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    first: dict[str, int] = {}
    delivered: dict[str, Counter[int]] = {}
    for index, (code, month, kind) in enumerate(rows.together("municipality", "month", "kind")):
        if code is not None and month is not None and kind in (None, "actual"):
            first.setdefault(code, index)
            delivered.setdefault(code, Counter())[month] += rows.count(index)
    for code, months in delivered.items():
        held = {month: n for (place, month), n in context.before.postings.items() if place == code}
        yield from fewer(first[code], months.total(), of_the_same_or_last(months, held))


RULE = Rule(
    code="postings_drop",
    severity="warning",
    message="The ledger has {count} postings; by the last delivery there would be {before}. Is it whole?",
    fields={"ledger": ("municipality", "month", "kind")},
    find=find,
    effect=Effect(
        ("spending",),
        "{n} posting fewer than in the last delivery counts in Spending.",
        "{n} postings fewer than in the last delivery count in Spending.",
    ),
)
