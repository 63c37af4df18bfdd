"""A cost centre on two rows for the same month would count its postings twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    spans = sorted(
        (code or "", centre, start, index)
        for index, (code, centre, start) in enumerate(rows.together("municipality", "cost_centre", "start"))
        if centre is not None and start is not None
    )
    for (code, centre, _, index), (next_code, next_centre, next_start, next_index) in pairwise(spans):
        end = rows["end"][index]
        if (code, centre) == (next_code, next_centre) and (end is None or next_start <= end):
            yield Finding(next_index, "start", {"centre": centre, "row": str(rows.places[index][1])})


RULE = Rule(
    code="overlapping_centres",
    severity="error",
    message="The months of cost centre {centre} overlap those in row {row}.",
    fields={"cost_centres": ("start", "end", "cost_centre", "municipality")},
    find=find,
)
