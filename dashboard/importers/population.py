"""The population (`befolkning`): how many of 0-22 years live in the municipality on 1 January."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.importers import codes, rules, values
from dashboard.importers.context import Context
from dashboard.importers.template import Column, Finding, Rows, Template

TEMPLATE = Template(
    name="befolkning",
    source="population",
    title="Population",
    who="the finance officer, from StatBank table FOLK1A",
    columns=(
        Column("year", "År", values.year, "The year; the number is that of 1 January", required=True),
        Column("persons", "Antal 0-22-årige", values.count, "Persons of 0-22 years", required=True,
               aliases=("0-22-årige", "Antal", "Antal børn og unge")),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Område", "Kommunekode")),
    ),
)  # fmt: skip


def check(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from rules.twice(rows, "year", "municipality")
    for index, year in enumerate(rows["year"]):
        if year is not None and year > context.today.year:
            yield Finding(index, "year", "date_in_future")


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    return {
        "population": pd.DataFrame(
            {"municipality_code": rows["municipality"], "year": rows["year"], "persons": rows["persons"]}
        )
    }
