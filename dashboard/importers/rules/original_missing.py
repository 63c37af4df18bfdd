"""A budget is told from the original one: without it neither the supplements nor the deviation can be seen."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    first: dict[tuple[str, int], int] = {}
    counts: dict[tuple[str, int], int] = {}
    given: set[tuple[str, int]] = set()
    for index, (municipality, year, kind) in enumerate(rows.together("municipality", "year", "kind")):
        if kind in (None, "actual") or year is None:
            continue
        if kind == "original":
            given.add((municipality, year))
        first.setdefault((municipality, year), index)
        counts[municipality, year] = counts.get((municipality, year), 0) + rows.count(index)
    for place, index in first.items():
        if place not in given:
            yield Finding(index, "kind", {"year": str(place[1])}, counts[place])


RULE = Rule(
    code="original_missing",
    severity="error",
    message="There are budget amounts for {year}, but no original budget. Take the original budget into the extract.",
    fields={"ledger": ("municipality", "year", "kind")},
    find=find,
)
