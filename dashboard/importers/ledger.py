"""The ledger (`regnskab`): what was spent, by month, account and cost centre, drawn by the finance office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.database.accounts import OPERATION
from dashboard.importers import codes, values
from dashboard.importers.context import Context
from dashboard.importers.template import Column, Finding, Rows, Template
from dashboard.periods import month_key

TEMPLATE = Template(
    name="regnskab",
    source="ledger",
    title="Ledger",
    who="the finance officer",
    columns=(
        Column("month", "Måned", values.month, "The month, as 2026-03 or marts 2026",
               aliases=("Periode", "Regnskabsmåned", "Dato", "Bogføringsdato", "Posteringsdato")),
        Column("account", "Kontostreng", codes.account, "The account string, for example 528211003",
               aliases=("Konto", "Autoriseret konto")),
        Column("function", "Funktion", codes.function, "The account function, for example 5.28.21"),
        Column("grouping", "Gruppering", codes.grouping, "The grouping, for example 003"),
        Column("dranst", "Dranst", codes.dranst, "1 operation, 2 state refund; without it 1 is meant"),
        Column("cost_centre", "Omkostningssted", codes.name, "The local cost centre", aliases=("Profitcenter",)),
        Column("amount", "Beløb", values.ore, "The amount in kroner; income is negative", required=True,
               aliases=("Beløb kr.", "Beløb i kr.", "Forbrug")),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Betalingskommune", "Kommunekode")),
    ),
    either=(("month",), ("account", "function")),
)  # fmt: skip


def check(rows: Rows, context: Context) -> Iterator[Finding]:
    this_month = month_key(context.today)
    late = {month for month in set(rows["month"]) if month is not None and month > this_month}
    if late:
        yield from (Finding(i, "month", "date_in_future") for i, month in enumerate(rows["month"]) if month in late)
    yield from _disagreeing(rows)
    yield from unknown_functions(rows, [account and account[0] for account in _accounts(rows)], context)


def _disagreeing(rows: Rows) -> Iterator[Finding]:
    for index, (account, function) in enumerate(rows.together("account", "function")):
        if account is not None and function is not None and account.function != function:
            yield Finding(index, "function", "accounts_disagree")


def unknown_functions(rows: Rows, functions: list[str | None], context: Context) -> Iterator[Finding]:
    """Each function without a class of spending, once, at its first row: it is listed, never guessed."""
    first: dict[str, int] = {}
    counts: dict[str, int] = {}
    for index, function in enumerate(functions):
        if function is not None and function not in context.functions:
            first.setdefault(function, index)
            counts[function] = counts.get(function, 0) + 1
    for function, index in first.items():
        key = "account" if rows.columns.get("account") and rows["account"][index] is not None else "function"
        yield Finding(index, key, "unknown_function", (("function", function), ("count", str(counts[function]))))


def _accounts(rows: Rows) -> list[tuple[str, int, str] | None]:
    """Function, dranst and grouping of each row, from the account string or from columns of their own."""
    return [
        account or (function and (function, dranst or OPERATION, grouping or ""))
        for account, function, dranst, grouping in rows.together("account", "function", "dranst", "grouping")
    ]


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    accounts: list[Any] = _accounts(rows)
    return {
        "ledger": pd.DataFrame(
            {
                "municipality_code": rows["municipality"],
                "month": rows["month"],
                "account_function": [account[0] for account in accounts],
                "dranst": [account[1] for account in accounts],
                "grouping": [account[2] for account in accounts],
                "cost_centre": [centre or "" for centre in rows["cost_centre"]],
                "amount_ore": rows["amount"],
            }
        )
    }
