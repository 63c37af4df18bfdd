"""Two spans of one coordinator that share a day would count the hours twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    spans = sorted(
        (code or "", who, start, index)
        for index, (code, who, start, hours) in enumerate(
            rows.together("municipality", "coordinator", "start", "hours")
        )
        if who is not None and start is not None and hours is not None
    )
    for (code, who, _, index), (next_code, next_who, next_start, next_index) in pairwise(spans):
        end = rows["end"][index]
        if (code, who) == (next_code, next_who) and (end is None or next_start <= end):
            yield Finding(next_index, "start", {"coordinator": who, "row": str(rows.places[index][1])})


RULE = Rule(
    code="overlapping_hours",
    severity="error",
    message="The hours of {coordinator} overlap those in row {row}.",
    fields={"coordinators": ("start", "end", "coordinator", "hours", "municipality")},
    find=find,
)
