"""The population (`befolkning`): how many of 0-22 years live in the municipality on 1 January."""

from __future__ import annotations

import pandas as pd

from dashboard.importers import codes, values
from dashboard.importers.context import Context
from dashboard.importers.template import Column, Rows, Template

TEMPLATE = Template(
    name="befolkning",
    source="population",
    title="Population",
    who="the finance officer, from StatBank table FOLK1A",
    columns=(
        Column("year", "År", values.year, "The year; the number is that of 1 January", required=True),
        Column("persons", "Antal 0-22-årige", values.count, "Persons of 0-22 years", required=True,
               aliases=("0-22-årige",), instead=("Antal", "Antal børn og unge")),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Kommunekode", "Kommunenr.", "Kommunenavn"), instead=("Område",)),
    ),
)  # fmt: skip


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    return {
        "population": pd.DataFrame(
            {"municipality_code": rows["municipality"], "year": rows["year"], "persons": rows["persons"]}
        )
    }
