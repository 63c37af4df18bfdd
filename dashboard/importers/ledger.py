"""The ledger (`regnskab`): what was spent, by month, account and cost centre, drawn by the finance office."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.database.accounts import OPERATION
from dashboard.importers import codes, values
from dashboard.importers.context import Context
from dashboard.importers.template import Column, Rows, Template

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
