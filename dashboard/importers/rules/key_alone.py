"""A case number and nothing else: the end of a list, or a row that lost its cells. It would wait for ever."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    others = [values for key, values in rows.columns.items() if key not in ("case", "municipality")]
    for index, case in enumerate(rows["case"]):
        if case is not None and all(values[index] is None for values in others):
            yield Finding(index, "case", {"value": str(case)})


RULE = Rule(
    code="key_alone",
    severity="error",
    message="The row holds “{value}” and nothing else, which is no case. Fill it in, or take the row out.",
    fields={"cases": ("case",)},
    find=find,
)
