"""A line of a whole function beside the lines that it is the sum of: what is spent or budgeted would count twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from _in_budget(rows) if rows.template.source == "budget" else _in_ledgers(rows, context)


def _in_budget(rows: Rows) -> Iterator[Finding]:
    amounts = ("original", "supplement", "corrected", "expected")
    whole: dict[tuple[object, ...], list[int]] = defaultdict(list)
    parts: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, (place, year, function, grouping) in enumerate(rows.together("municipality", "year", "function", "grouping")):
        (parts if grouping else whole)[place, year, function].append(index)
    for key, indices in whole.items():
        if parts[key] and len(indices) == 1:  # also of one part alone: the whole line says it again
            sums = [(rows[a][indices[0]] or 0, sum(rows[a][i] or 0 for i in parts[key])) for a in amounts]
            if any(said for said, _sum in sums) and all(said in (0, come_to) for said, come_to in sums):
                yield Finding(indices[0], "function", {"value": str(key[2]), "count": str(len(parts[key]))})


def _in_ledgers(rows: Rows, context: Context) -> Iterator[Finding]:
    """Where a ledger has one, its postings are too many to say which."""
    for part, function, count in context.doubled:
        functions = enumerate(rows["function"])
        first = next(i for i, one in functions if one == function and rows.places[i][0] == part)
        yield Finding(first, "function", {"value": function, "count": str(count)})


RULE = Rule(
    code="sum_of_parts",
    severity="error",
    message="The line of {value} without a grouping is what the lines with one come to ({count}): it would count twice. "
    "Take out one or the other.",
    fields={"budget": ("function",), "ledger": ("function",)},
    find=find,
)
