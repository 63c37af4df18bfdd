"""StatBank table REGK31, the municipalities' accounts, in the two shapes in which it is met.

* the website's download: five columns without headings (unit, art, function, place, amount), and no year inside;
* the API's CSV or BULK: headings in capitals in any order, TID among them.

The figures are Danmarks Statistik's and stay theirs: they go to published_stat, never among a municipality's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.database.accounts import FUNCTION_NAMES, OPERATION
from dashboard.importers import cpr
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Refused, Remark, shown
from dashboard.importers.statbank import tables, tables_accounts, words
from dashboard.importers.statbank.published import Published
from dashboard.importers.table import Cell

TABLE = "REGK31"
WEBSITE = ("PRISENHED", "ART", "FUNKTION", "OMRÅDE", "INDHOLD")
ASSUMED = {"DRANST": str(OPERATION), "ART": "TOT"}  # where the table was asked for without them
KEY = ("table_id", "municipality_code", "year", "account_function", "dranst", "art", "unit")

_PARSERS: dict[str, Callable[[Any], Any]] = {
    "OMRÅDE": words.place,
    "FUNKTION": words.function,
    "PRISENHED": words.unit,
    "ART": words.art,
    "DRANST": words.dranst,
    "TID": words.year,
    "INDHOLD": words.milli,
}


def read(sheet: Sheet, year: int | None) -> Published:
    """Every figure of an answer of the API, which says its own years."""
    where = tables.columns(tables_accounts.REGK31, sheet.rows[0])
    assert where is not None
    headings = sorted(where, key=lambda heading: where[heading])
    absent = {heading: value for heading, value in ASSUMED.items() if heading not in headings}
    remarks = [Remark("dranst_assumed")] if "DRANST" in absent else []
    remarks += [Remark("art_assumed")] if "ART" in absent else []
    remarks += [Remark("year_not_used", {"year": str(year)})] if year is not None else []
    return _published(sheet, 1, headings, absent, remarks)


def read_website(sheet: Sheet, file_name: str, year: int | None) -> Published:
    """Every figure of the website's download. Raises Refused where there is no year to be found."""
    found, remarks = _year(file_name, year)
    filled = ASSUMED | {"TID": str(found)}
    published = _published(sheet, 0, WEBSITE, filled, [*remarks, Remark("dranst_assumed")])
    return replace(published, beside=f"{published.beside} aar={found}")


def is_website(sheet: Sheet) -> bool:
    """Five columns of which the first is one of the table's units and the third an account, in the first rows."""
    rows = [row for row in sheet.rows[:5] if any(cell is not None for cell in row)]
    return any(len(row) == len(WEBSITE) and _fits(words.unit, row[0]) and _fits(words.function, row[2]) for row in rows)


def _fits(parse: Callable[[Any], Any], cell: Any) -> bool:
    try:
        parse(cell)
    except Bad:
        return False
    return True


def _year(file_name: str, year: int | None) -> tuple[int, list[Remark]]:
    """The year that was given, or the only one in the file's name."""
    named = {int(found) for found in re.findall(r"(?<![0-9])20[0-9][0-9](?![0-9])", file_name)}
    if year is not None:
        other = named - {year}
        return year, [Remark("year_given", {"year": str(year), "named": ", ".join(map(str, other))})] if other else []
    if len(named) != 1:
        raise Refused("year_needed")
    found = named.pop()
    return found, [Remark("year_from_name", {"year": str(found)})]


def _published(
    sheet: Sheet, first: int, headings: Sequence[str], assumed: dict[str, str], remarks: list[Remark]
) -> Published:
    rows = [(i + 1, row) for i, row in enumerate(sheet.rows) if i >= first and any(c is not None for c in row)]
    faults = [Cell(None, "", "no_rows", {})] if not rows else []
    faults += [Cell(n, "", "too_many_cells", {}) for n, row in rows if len(row) > len(headings)]
    columns: dict[str, list[Any]] = {}
    for heading in _PARSERS:
        if heading in headings:
            place = headings.index(heading)
            cells = [row[place] if place < len(row) else None for _, row in rows]
        else:
            cells = [assumed[heading]] * len(rows)
        columns[heading] = list(_parsed(heading, cells, [n for n, _ in rows], faults))
    frame = _frame(columns)
    faults += _twice(frame, [n for n, _ in rows])
    skipped = _skipped(columns)
    kept = frame[(frame["municipality_code"] != words.SKIPPED) & (frame["art"] != words.SKIPPED)]
    said = remarks + skipped + _gaps(kept)
    return Published(TABLE, "published_stat", KEY, kept, len(rows), faults, said, f"tabel={TABLE}")


def _parsed(heading: str, cells: Sequence[Any], numbers: Sequence[int], faults: list[Cell]) -> Iterator[Any]:
    understood = {cell: _understood(heading, cell) for cell in set(cells)}
    for cell, number in zip(cells, numbers, strict=True):
        value, code = understood[cell]
        if code:
            said = {} if code in ("cpr", "missing_value") else {"value": shown(cell)}
            faults.append(Cell(number, heading.capitalize(), code, said))
        yield value


def _understood(heading: str, cell: Any) -> tuple[Any, str]:
    if cell is None:
        return None, "missing_value"
    if heading != "INDHOLD" and cpr.found_in(cell):
        return None, "cpr"
    try:
        return _PARSERS[heading](cell), ""
    except Bad as bad:
        return None, bad.code


def _frame(columns: dict[str, list[Any]]) -> pd.DataFrame:
    functions = [function or (None, "") for function in columns["FUNKTION"]]
    return pd.DataFrame(
        {
            "table_id": TABLE,
            "municipality_code": columns["OMRÅDE"],
            "year": columns["TID"],
            "account_function": [number for number, _ in functions],
            "label": [label or FUNCTION_NAMES.get(number or "", "") for number, label in functions],
            "dranst": columns["DRANST"],
            "art": columns["ART"],
            "unit": columns["PRISENHED"],
            "amount_milli": pd.Series(columns["INDHOLD"], dtype="Int64"),
            "state": ["missing" if amount is None else "ok" for amount in columns["INDHOLD"]],
        }
    )


def _twice(frame: pd.DataFrame, numbers: Sequence[int]) -> Iterator[Cell]:
    first: dict[tuple[Any, ...], int] = {}
    for number, *key in zip(numbers, *(frame[column] for column in KEY), strict=True):
        kept = not any(value is None or value != value or value == words.SKIPPED for value in key)
        earlier = first.setdefault(tuple(key), number) if kept else number
        if earlier != number:
            yield Cell(number, "", "duplicate_figure", {"row": str(earlier)})


def _skipped(columns: dict[str, list[Any]]) -> list[Remark]:
    places, arts = Counter(columns["OMRÅDE"])[words.SKIPPED], Counter(columns["ART"])[words.SKIPPED]
    remarks = [Remark("places_skipped", {"count": str(places)})] if places else []
    return remarks + ([Remark("arts_skipped", {"count": str(arts)})] if arts else [])


def _gaps(kept: pd.DataFrame) -> list[Remark]:
    count = int((kept["state"] == "missing").sum())
    return [Remark("figures_missing", {"count": str(count)})] if count else []
