"""Three amounts of which one is the sum of the others; beyond rounding to thousands nobody can say which is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows

ROUNDING = 200_000  # øre: three amounts, each rounded to 1,000 kroner


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (corrected, *parts) in enumerate(rows.together("corrected", "original", "supplement")):
        if corrected is not None and None not in parts and abs(corrected - sum(parts)) > ROUNDING:
            yield Finding(index, "corrected")


RULE = Rule(
    code="corrected_disagrees",
    severity="error",
    message="The corrected budget is not the original budget and the supplement together.",
    fields={"budget": ("corrected", "original", "supplement")},
    find=find,
)
