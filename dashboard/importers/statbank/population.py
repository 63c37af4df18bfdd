"""FOLK1A as the population on 1 January: what spending per 0-22-year-old is divided by.

Whoever has fetched the table need not type the numbers into a template. Only municipalities that have data of their
own are taken: the others' numbers stay published figures, or 98 municipalities would look as if they had delivered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.importers import population
from dashboard.importers.parts import Part
from dashboard.importers.report import Remark
from dashboard.importers.table import Table

TABLE = "FOLK1A"
AGES = frozenset(str(age) for age in range(23))


def population_parts(parts: Iterable[Part], with_data: frozenset[str]) -> list[Part]:
    """One part of the population for each file of FOLK1A that holds it, of municipalities with data now or before."""
    parts = list(parts)
    delivered = {code for part in parts if part.table is not None for code in part.table.columns["municipality"]}
    found = []
    for part in parts:
        if part.published is not None and part.published.table_id == TABLE:
            persons = _persons(part.published.frame)
            chosen = {key: count for key, count in persons.items() if key[0] in with_data | delivered}
            if chosen:
                found.append(_part(part, chosen))
            else:
                part.remarks = [*part.remarks, Remark("population_not_taken" if persons else "population_not_whole")]
    return found


def _persons(frame: pd.DataFrame) -> dict[tuple[str, int], int]:
    """Persons of 0-22 years by municipality and year, where each of the 23 ages is there for 1 January."""
    january = frame["period"].map(lambda period: str(period).endswith("K1")).astype(bool)  # also of a table without rows
    usable = january & (frame["level"] == "municipality") & (frame["state"] == "ok")
    rows = frame.loc[usable & frame["dims"].notna(), ["geography_code", "period", "dims", "value_milli"]]
    ages: dict[tuple[str, int], dict[str, int]] = {}
    for code, period, dims, milli in rows.itertuples(index=False):
        codes = json.loads(dims)
        if codes["KØN"] == codes["CIVILSTAND"] == "TOT" and codes["ALDER"] in AGES:
            ages.setdefault((code, int(period[:4])), {})[codes["ALDER"]] = milli // 1000
    return {key: sum(counts.values()) for key, counts in ages.items() if counts.keys() >= AGES}


def _part(part: Part, persons: dict[tuple[str, int], int]) -> Part:
    keys = sorted(persons)
    columns: dict[str, list[Any]] = {
        "municipality": [code for code, _ in keys],
        "year": [year for _, year in keys],
        "persons": [persons[key] for key in keys],
    }
    template = population.TEMPLATE
    table = Table(template, columns, {}, [1] * len(keys), [], [])
    taken = [Remark("population_taken")]
    return replace(
        part, source=template.source, rows_in=len(keys), faults=[], remarks=taken, table=table, published=None
    )
