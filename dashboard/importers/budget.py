"""The budget (`budget`): 6-12 lines that the finance officer types three or four times a year."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.importers import codes, values
from dashboard.importers.context import Context
from dashboard.importers.template import Column, Rows, Template

TEMPLATE = Template(
    name="budget",
    source="budget",
    title="Budget",
    who="the finance officer",
    columns=(
        Column("year", "År", values.year, "The budget year", required=True, aliases=("Budgetår",), instead=("Regnskabsår",),
               hints=("Year", "Årstal")),
        Column("function", "Funktion", codes.function, "The account function, for example 5.28.21", required=True,
               aliases=("Funktionsnr.", "Funktionsnummer", "Funktioner", "Funktionskode"), hints=("Hovedfunktion", "Function")),
        Column("grouping", "Gruppering", codes.grouping, "The grouping, where the line is of one alone",
               aliases=("Grp.", "Grupperingsnr.", "Grupperingsnummer", "Grupperinger", "Grupperingskode"),
               hints=("Gruppe", "Grouping")),
        Column("original", "Oprindeligt budget", values.ore, "The original budget in kroner", required=True,
               aliases=("Oprindeligt budget kr.", "Oprindeligt budget i kr.", "Oprindelig budget", "Opr. budget",
                        "Vedtaget budget", "Vedtaget budget kr."),
               instead=("Budget", "Budget kr.", "Budget i kr."), hints=("Oprindeligt vedtaget budget", "Original budget")),
        Column("supplement", "Tillæg", values.ore, "Supplementary grants in kroner, minus where it was reduced",
               aliases=("Tillægsbevilling", "Tillægsbevillinger", "Tillæg kr."),
               hints=("Tillægsbev.", "Omplacering", "Omplaceringer", "Budgetomplaceringer")),
        Column("corrected", "Korrigeret budget", values.ore, "The original budget and the supplement together, in kroner",
               aliases=("Korrigeret", "Korr. budget", "Korrigeret budget kr."),
               hints=("Korrigeret årsbudget", "Korrektion", "Corrected budget")),
        Column("expected", "Forventet regnskab", values.ore, "Expected accounts for the whole year in kroner",
               aliases=("Forventet", "Forventet regnskab kr.", "Forventet årsregnskab"),
               hints=("Forventet forbrug", "Forventet årsresultat", "Prognose", "Estimat", "Expected")),
        Column("as_of", "Opgjort pr.", values.date, "The day the line describes", required=True,
               aliases=("Opgjort", "Opgjort pr. dato", "Pr.", "Pr. dato", "Opgørelsesdato", "Dato for opgørelse"),
               hints=("Opgørelse", "As of")),
        Column("reason", "Forklaring", codes.explanation, "Why it deviates; may be shown in public: no names, no cases",
               aliases=("Årsag", "Bemærkning"), longest=codes.LONGEST_EXPLANATION, weighs=False),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Kommunekode", "Kommunenr.", "Kommunenavn"), hints=("Kommuner", "Municipality")),
    ),
)  # fmt: skip


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    return {
        "budget_line": pd.DataFrame(
            {
                "municipality_code": rows["municipality"],
                "year": rows["year"],
                "account_function": rows["function"],
                "grouping": [grouping or "" for grouping in rows["grouping"]],
                "original_ore": rows["original"],
                "supplement_ore": _supplements(rows),
                "expected_ore": rows["expected"],
                "as_of": rows["as_of"],
                "reason": [reason or "" for reason in rows["reason"]],
            }
        )
    }


def _supplements(rows: Rows) -> list[int]:
    """As given, or what the corrected budget has beyond the original one."""
    return [
        supplement if supplement is not None else corrected - original if corrected is not None else 0
        for original, supplement, corrected in rows.together("original", "supplement", "corrected")
    ]


def lines_of_kinds(amounts: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Rows of budget_line out of a ledger's extract in long form.

    amounts: municipality_code, year, function, grouping, kind (codes.AMOUNT_KINDS), amount_ore. A corrected budget is
    the original and its supplements; where it is given, the supplements are what is between the two.
    """
    key = ["municipality_code", "year", "function", "grouping"]
    kinds = ["original", "supplement", "corrected", "expected"]
    wide = amounts.pivot_table("amount_ore", key, "kind", "sum").reindex(columns=kinds).astype("Int64").reset_index()
    original = wide["original"].fillna(0)
    return pd.DataFrame(
        {
            "municipality_code": wide["municipality_code"],
            "year": wide["year"],
            "account_function": wide["function"],
            "grouping": wide["grouping"],
            "original_ore": original,
            "supplement_ore": (wide["corrected"] - original).fillna(wide["supplement"]).fillna(0),
            "expected_ore": wide["expected"],
            "as_of": as_of,
            "reason": "",
        }
    )
