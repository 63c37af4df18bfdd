"""A sheet under StatBank's headings as rows of published_figure, whichever of the catalogue's tables it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from dashboard.importers import cpr
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.statbank import places, tables, words
from dashboard.importers.statbank.catalogue import Dimension, Table
from dashboard.importers.statbank.categories import Category, category
from dashboard.importers.statbank.published import Published
from dashboard.importers.table import Cell

KEY = ("table_id", "geography_code", "period", "dims")
LISTED = 5  # so many new codes are named in a sentence, the rest are counted


@dataclass
class _Reading:
    """What is gathered while the columns are understood."""

    numbers: list[int]
    faults: list[Cell] = field(default_factory=list)
    new: set[str] = field(default_factory=set)

    def column(self, heading: str, cells: Sequence[Any], parse: Callable[[Any], Any]) -> list[Any]:
        """Each distinct cell is understood once; what cannot be is a fault and None."""
        understood = {cell: _understood(parse, cell) for cell in set(cells)}
        for cell, number in zip(cells, self.numbers, strict=True):
            code = understood[cell][1]
            if code:
                said = {} if code in ("cpr", "missing_value") else {"value": shown(cell)}
                self.faults.append(Cell(number, heading.capitalize(), code, said))
        self.new |= {f"{heading} {v.code}" for v, _ in understood.values() if isinstance(v, Category) and not v.known}
        return [understood[cell][0] for cell in cells]


def read(sheet: Sheet, table: Table) -> Published:
    """Every figure; nothing is added together, and nothing dropped without a fault."""
    where = tables.columns(table, sheet.rows[0])
    assert where is not None
    rows = [(i + 1, row) for i, row in enumerate(sheet.rows) if i and any(cell is not None for cell in row)]
    reading = _Reading([number for number, _ in rows])
    reading.faults += [Cell(None, "", "no_rows", {})] if not rows else []
    reading.faults += [Cell(n, "", "too_many_cells", {}) for n, row in rows if len(row) > len(sheet.rows[0])]

    def cells(variable: str) -> list[Any]:
        place = where[variable]
        return [row[place] if place < len(row) else None for _, row in rows]

    found = _places(table, reading, cells)
    periods = reading.column(tables.TIME, cells(tables.TIME), lambda cell: words.period(cell, table.period))
    figures = reading.column(tables.FIGURE, cells(tables.FIGURE), words.figure)
    categories = {
        dimension.variable: reading.column(dimension.variable, cells(dimension.variable), partial(category, dimension))
        for dimension in table.dimensions
        if dimension.variable in where
    }
    frame = _frame(table, found, periods, figures, categories)
    faults = reading.faults + list(_twice(frame, reading.numbers))
    remarks = _remarks(table, frame, categories, reading.new)
    return Published(
        table.table_id, "published_figure", KEY, frame, len(rows), faults, remarks, f"tabel={table.table_id}"
    )


def _places(table: Table, reading: _Reading, cells: Callable[[str], list[Any]]) -> list[places.Place | None]:
    if not table.place_variable:
        return [places.Place(places.COUNTRY, "country")] * len(reading.numbers)
    variable = table.place_variable
    return reading.column(variable, cells(variable), lambda cell: places.place(cell, table.geography))


def _understood(parse: Callable[[Any], Any], cell: Any) -> tuple[Any, str]:
    if cell is None:
        return None, "missing_value"
    try:
        understood = parse(cell)
    except Bad as bad:
        return None, "cpr" if cpr.found_in(cell) else bad.code
    # A figure is no identifier once it parses; the text beside a code is kept as it was delivered.
    leaked = not isinstance(understood, words.Figure) and cpr.found_in(cell)
    return (None, "cpr") if leaked else (understood, "")


def _frame(
    table: Table,
    found: Sequence[places.Place | None],
    periods: Sequence[str | None],
    figures: Sequence[words.Figure | None],
    categories: dict[str, list[Category | None]],
) -> pd.DataFrame:
    meanings = _meanings(table, len(found), categories)
    return pd.DataFrame(
        {
            "table_id": table.table_id,
            "geography_code": [place and place.code for place in found],
            "level": [place and place.level for place in found],
            "period": list(periods),
            "dims": [meaning and meaning.dims for meaning in meanings],
            "label": [meaning and meaning.label for meaning in meanings],
            "unit": [meaning and meaning.unit for meaning in meanings],
            "summable": [meaning is not None and meaning.summable for meaning in meanings],
            "value_milli": pd.Series([figure and figure.milli for figure in figures], dtype="Int64"),
            "state": [figure and figure.state for figure in figures],
        }
    )


@dataclass(frozen=True)
class _Meaning:
    dims: str
    label: str
    unit: str
    summable: bool


def _meanings(table: Table, count: int, categories: dict[str, list[Category | None]]) -> list[_Meaning | None]:
    """What each row's figure is of; None where a code of it is not understood."""
    made: dict[tuple[Category | None, ...], _Meaning | None] = {}
    rows: list[tuple[Category | None, ...]] = list(zip(*categories.values(), strict=True)) or [()] * count
    for row in rows:
        if row not in made:
            made[row] = _meaning(table, dict(zip(categories, row, strict=True)))
    return [made[row] for row in rows]


def _meaning(table: Table, row: dict[str, Category | None]) -> _Meaning | None:
    if None in row.values():
        return None
    given = {variable: found for variable, found in row.items() if found is not None}
    codes = {d.variable: given[d.variable].code if d.variable in given else _left_out(d) for d in table.dimensions}
    label = " · ".join(found.text for found in given.values()) or table.title
    dims = json.dumps(dict(sorted(codes.items())), ensure_ascii=False, separators=(",", ":"))
    return _Meaning(dims, label, table.unit_of(codes), table.may_be_added(codes))


def _left_out(dimension: Dimension) -> str:
    return dimension.assumed or dimension.total


def _twice(frame: pd.DataFrame, numbers: Sequence[int]) -> Iterator[Cell]:
    """The same figure in two rows: two answers put together, or codes that have lost what told them apart."""
    first: dict[tuple[Any, ...], int] = {}
    for number, *key in zip(numbers, *(frame[column] for column in KEY), strict=True):
        if not any(pd.isna(part) for part in key):
            earlier = first.setdefault(tuple(key), number)
            if earlier != number:
                yield Cell(number, "", "duplicate_figure", {"row": str(earlier)})


def _remarks(
    table: Table, frame: pd.DataFrame, categories: dict[str, list[Category | None]], new: set[str]
) -> list[Remark]:
    remarks = [Remark("statbank_table", {"table": table.table_id, "title": table.title})]
    remarks += [
        Remark("dimension_left_out", {"column": d.variable, "code": _left_out(d)})
        for d in table.dimensions
        if d.variable not in categories
    ]
    if frame["level"].nunique() > 1:
        remarks.append(Remark("levels_side_by_side"))
    remarks += [Remark(code) for code in table.cautions]
    remarks += _breaks(table, frame, categories)
    if new:
        named = ", ".join(sorted(new)[:LISTED]) + (" …" if len(new) > LISTED else "")
        remarks.append(Remark("codes_not_known", {"codes": named}))
    gaps = int(frame["state"].isin(["missing", "suppressed"]).sum())
    return remarks + ([Remark("figures_missing", {"count": str(gaps)})] if gaps else [])


def _breaks(table: Table, frame: pd.DataFrame, categories: dict[str, list[Category | None]]) -> Iterator[Remark]:
    """Said where the file holds both sides of a break: the codes before and after are not one series."""
    for change in table.breaks:
        column = categories.get(change.variable, [])
        codes = {found.code for found in column if found is not None}
        if codes & set(change.before) and codes & set(change.after):
            said = {"table": table.table_id, "year": str(change.year)}
            yield Remark("series_break", said | {"before": ", ".join(change.before), "after": " + ".join(change.after)})
