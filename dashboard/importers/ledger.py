"""The ledger (`regnskab`): what was spent, by month, account and cost centre, drawn by the finance office.

An extract in long form may hold the budget too, told apart by the kind of amount. How the rows are read is in
ledger_stage, how they are written in ledger_write: they are too many for lists of Python.
"""

from __future__ import annotations

from dashboard.importers import codes, values
from dashboard.importers.template import Column, Template

TEMPLATE = Template(
    name="regnskab",
    source="ledger",
    title="Ledger",
    who="the finance officer",
    columns=(
        Column("month", "Måned", values.month_or_period, "The month, as 2026-03 or marts 2026; or a period, 1 to 12, "
               "beside the year", aliases=("Periode", "Periode/år", "Regnskabsmåned", "Regnskabsperiode", "Dato", "Bogføringsdato",
                                           "Posteringsdato")),
        Column("year", "Regnskabsår", values.year, "The year; only where the month does not say it",
               aliases=("År", "Budgetår")),
        Column("account", "Kontostreng", codes.account, "The account string, for example 528211003",
               aliases=("Konto", "Autoriseret konto")),
        Column("function", "Funktion", codes.function, "The account function, for example 5.28.21"),
        Column("grouping", "Gruppering", codes.grouping, "The grouping, for example 003", aliases=("Grp.",)),
        Column("dranst", "Dranst", codes.dranst, "1 operation, 2 state refund; without it 1 is meant"),
        Column("cost_centre", "Omkostningssted", codes.name, "The local cost centre", aliases=("Profitcenter",)),
        Column("kind", "Beløbstype", codes.amount_kind, "Regnskab, oprindeligt, tillæg, korrigeret or forventet; without "
               "it accounts are meant", aliases=("Budgettype", "Type", "Version", "Kind", "Art")),
        Column("amount", "Beløb", values.ore, "The amount in kroner; income is negative", required=True,
               aliases=("Beløb kr.", "Beløb i kr.", "Forbrug")),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Betalingskommune", "Kommunekode")),
    ),
    either=(("month", "year"), ("account", "function")),
)  # fmt: skip
