"""Each function without a class of spending, once, at its first row: it is listed, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    functions = _functions(rows)
    for index, function in enumerate(functions):
        if function is not None and function not in context.functions:
            first.setdefault(function, index)
            counts[function] += rows.count(index)
    for function, index in first.items():
        values = {"function": function, "count": str(counts[function])}
        yield Finding(index, _pointed_at(rows, index), values, counts[function])


def _functions(rows: Rows) -> list[str | None]:
    if "account" not in rows.columns:
        return rows["function"]
    return [account.function if account else function for account, function in rows.together("account", "function")]


def _pointed_at(rows: Rows, index: int) -> str:
    return "account" if "account" in rows.columns and rows["account"][index] is not None else "function"


RULE = Rule(
    code="unknown_function",
    severity="warning",
    message="Account function {function} belongs to no class of spending ({count} rows). It is listed on its own.",
    fields={"ledger": ("account", "function"), "budget": ("function",)},
    find=find,
    effect=Effect(
        ("spending",),
        "{n} row with an unknown account function is in no class of spending.",
        "{n} rows with an unknown account function are in no class of spending.",
    ),
)
