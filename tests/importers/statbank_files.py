"""Answers of StatBank written by our own code to its public shapes; every figure is made up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard.importers.statbank.tables import TABLES
from tests.importers.files import api_answer, table

Rows = Sequence[Sequence[Any]]


def figures(folder: Path, **where: str) -> dict[tuple[str, ...], Any]:
    """(place, period, *codes) and the figure in its unit, or its state where there is none."""
    found = {}
    for row in table(folder, "published_figure"):
        if all(row[column] == value for column, value in where.items()):
            codes = json.loads(row["dims"])
            value = row["state"] if row["value_milli"] is None else row["value_milli"] / 1000
            found[row["geography_code"], row["period"], *codes.values()] = value
    return found


def jsonstat(path: Path, table_id: str, dimensions: Mapping[str, Mapping[str, str]], values: Iterable[Any]) -> Path:
    """Version 1, as the API answers: ContentsCode stands before the last dimension, index says each code's place."""
    names = list(dimensions)
    ids = [*names[:-1], "ContentsCode", names[-1]]
    everything = dict(dimensions) | {"ContentsCode": {table_id: "Indhold"}}
    dimension: dict[str, Any] = {
        name: {
            "label": name.lower(),
            "category": {"index": {code: i for i, code in enumerate(codes)}, "label": dict(codes)},
        }
        for name, codes in everything.items()
    }
    dimension |= {"id": ids, "size": [len(everything[name]) for name in ids], "role": {"time": [names[-1]]}}
    dataset = {"dimension": dimension, "label": "x", "source": "Danmarks Statistik", "value": list(values)}
    path.write_text(json.dumps({"dataset": dataset}, ensure_ascii=False), encoding="utf-8")
    return path


POPULATION = ["OMRÅDE", "KØN", "ALDER", "CIVILSTAND", "TID", "INDHOLD"]


def folk1a(path: Path, persons: Mapping[str, int], years: Sequence[int] = (2025,)) -> Path:
    """FOLK1A with the ages 0-22 one by one: each place has `persons` in all, on 1 January of each year."""
    rows = [
        [place, "TOT I alt", f"{age} {age} år", "TOT I alt", f"{year}K1", total // 23 + (age < total % 23)]
        for year in years
        for place, total in persons.items()
        for age in range(23)
    ]
    return api_answer(path, POPULATION, rows)


_PARSED = {"FUNKTION": "52821", "GRUPPERING": "003", "DRANST1": "152821003"}  # of columns with too many codes to list


def small(table_id: str) -> tuple[list[str], list[list[Any]]]:
    """Headings and a few rows of any table that can be read, with made-up figures and one that is not published."""
    known = TABLES[table_id]
    codes = [list(d.codes)[:2] or [_PARSED[d.variable]] for d in known.dimensions]
    home, country = ("657", "000") if known.geography == "municipalities" else ("0", "0")
    periods = ("2024", "2025") if known.period == "year" else ("2024K1", "2025K1")
    place = [known.place_variable] if known.place_variable else []
    rows = [
        [*([where] if place else []), *(choice[at % len(choice)] for choice in codes), period, figure]
        for where, at, period, figure in ((home, 0, periods[0], 120), (home, 1, periods[1], 44), (country, 0, periods[1], ".."))
    ]
    return [*place, *(d.variable for d in known.dimensions), "TID", "INDHOLD"], rows
