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
               "beside the year", aliases=("Periode", "Periode/år", "Måned/år", "Måned og år", "Regnskabsmåned", "Regnskabsperiode",
                                           "Bogføringsperiode", "Bogføringsmåned", "Periodenr."),
               instead=("Dato", "Bogføringsdato", "Posteringsdato", "Bogf.dato"),
               hints=("Måneder", "Mdr.", "Perioder", "Month", "Period", "Posting date")),
        Column("year", "Regnskabsår", values.year, "The year; only where the month does not say it",
               aliases=("År", "Årstal"), instead=("Budgetår",), hints=("Year", "Fiscal year")),
        Column("account", "Kontostreng", codes.account, "The account string, for example 528211003",
               aliases=("Autoriseret konto", "Autoriseret kontostreng"), instead=("Konto", "Kontonr.", "Kontonummer"),
               hints=("Konti", "Account")),
        Column("function", "Funktion", codes.function, "The account function, for example 5.28.21",
               aliases=("Funktionsnr.", "Funktionsnummer", "Funktioner", "Funktionskode"), hints=("Hovedfunktion", "Function")),
        Column("grouping", "Gruppering", codes.grouping, "The grouping, for example 003",
               aliases=("Grp.", "Grupperingsnr.", "Grupperingsnummer", "Grupperinger", "Grupperingskode"),
               hints=("Gruppe", "Grouping")),
        Column("dranst", "Dranst", codes.dranst, "1 operation, 2 state refund; without it 1 is meant",
               aliases=("Dranstkode", "Dranst nr."), hints=("Drift/anlæg", "Dr. anst.")),
        Column("cost_centre", "Omkostningssted", codes.name, "The local cost centre",
               aliases=("Omkostningssteder", "Omkostningsstednr.", "Omk.sted"), instead=("Profitcenter",),
               hints=("Omkostn.sted", "Cost centre", "Cost center")),
        Column("kind", "Beløbstype", codes.amount_kind, "Regnskab, oprindeligt, tillæg, korrigeret or forventet; without "
               "it accounts are meant", aliases=("Budgettype", "Beløbsart", "Værditype"), instead=("Type", "Version", "Kind", "Art")),
        Column("amount", "Beløb", values.ore, "The amount in kroner; income is negative", required=True,
               told_by=("debit", "credit"),
               aliases=("Beløb kr.", "Beløb i kr.", "Beløb DKK", "Beløb i DKK", "Forbrug", "Forbrug kr.", "Forbrug i kr."),
               instead=("Regnskab", "Regnskab kr.", "Regnskab i kr.", "Bogført beløb", "Bogført", "Månedens beløb",
                        "Månedens forbrug", "Periodens beløb", "Periodens forbrug"),
               hints=("Beløb i alt", "Amount", "Kroner", "DKK", "Nettobeløb", "Netto", "Beløb i valuta", "Posteringsbeløb",
                      "Faktisk forbrug", "Realiseret", "Udgift", "Udgifter", "Beløber")),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Kommunekode", "Kommunenr.", "Kommunenavn"), instead=("Betalingskommune",),
               hints=("Kommuner", "Municipality")),
        # Not offered: as finance systems tell income from spending, where the amount has no sign (ledger_signs).
        Column("debit", "Debet", values.ore, "The amount, where it is debit", offered=False,
               aliases=("Debit", "Debetbeløb", "Debet beløb", "Debet kr.", "Debet DKK", "Debit amount", "Soll"),
               hints=("Debiteret",)),
        Column("credit", "Kredit", values.ore, "The amount, where it is credit", offered=False,
               aliases=("Credit", "Kreditbeløb", "Kredit beløb", "Kredit kr.", "Kredit DKK", "Credit amount", "Haben"),
               hints=("Krediteret",)),
        Column("sign", "D/K", codes.sign, "D or K: whether the amount is debit or credit", offered=False,
               aliases=("D/C", "S/H", "Debet/Kredit", "Debit/Credit", "Deb./Kred.", "Debet- og kreditkode", "DK-kode", "D/K-kode",
                        "Debet/kredit-kode", "Fortegn", "Plus/minus", "Soll/Haben"),
               hints=("Fortegnskode", "Debet eller kredit", "Debet kredit markering", "Sign")),
    ),
    either=(("month", "year"), ("account", "function")),
)  # fmt: skip
