"""Two coordinators who both have one case as theirs: it counts once for the municipality, and at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    spans = sorted(
        (code or "", case, start, index)
        for index, (code, case, start, role) in enumerate(rows.together("municipality", "case", "start", "role"))
        if case is not None and start is not None and role in (None, "primary")
    )
    for (code, case, _, index), (next_code, next_case, next_start, next_index) in pairwise(spans):
        end = rows["end"][index]
        if (code, case) == (next_code, next_case) and (end is None or next_start <= end):
            yield Finding(next_index, "start", {"case": case, "row": str(rows.places[index][1])})


RULE = Rule(
    code="assignments_overlap",
    severity="warning",
    message="Case {case} already has a coordinator that day, in row {row}. Is one of them dækning?",
    fields={"assignments": ("start", "end", "case", "role", "municipality")},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} case counts with two coordinators, and once in the total.",
        "{n} cases count with two coordinators, and once in the total.",
    ),
)
