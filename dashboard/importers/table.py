"""A sheet under a template's headings, as rows of understood values and a list of what could not be understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.importers import cpr, values
from dashboard.importers.codes import folded
from dashboard.importers.persons import personal_heading
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.template import Column, Template

LOOKED_THROUGH = 15  # rows above the headings: a title, the day it was made
_UNTOLD = ("cpr", "too_long", "free_text_answer")  # what a report must not repeat: a number, or what people wrote
_THOUSANDS = re.compile(r"1[. ]?000\s*kr|t\.?\s?kr", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """A fault in a sheet: row number, heading, code and what to say about it."""

    row: int | None
    heading: str
    code: str
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """columns: understood values by key. headings: as they stand in the file, by key. numbers: rows in the file."""

    template: Template
    columns: dict[str, list[Any]]
    headings: dict[str, str]
    numbers: list[int]
    faults: list[Cell]
    remarks: list[Remark]


def headed(sheet: Sheet, templates: Sequence[Template]) -> tuple[Template, int] | None:
    """Which template, and in which row its headings stand: where most columns are recognised; None if under two."""
    best: tuple[tuple[bool, int, float], Template, int] | None = None
    for index, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        for template in templates:
            keys = {column.key for cell in row if (column := template.under(cell))}
            score = (not _missing(template, keys), len(keys), len(keys) / len(template.columns))
            if len(keys) >= 2 and (best is None or score > best[0]):
                best = (score, template, index)
    return (best[1], best[2]) if best else None


def understand(sheet: Sheet, template: Template, top: int) -> Table:
    """Every filled row below the headings in row index `top`. Nothing is dropped without a fault or a remark."""
    headings, faults, remarks = known_headings(template, sheet.rows[top])
    faults += [Cell(None, "", "missing_column", {"column": c}) for c in _missing(template, set(headings))]
    filled = [i for i in range(top + 1, len(sheet.rows)) if any(cell is not None for cell in sheet.rows[i])]
    numbers = [i + 1 for i in filled]
    if not filled:
        faults.append(Cell(None, "", "no_rows", {}))
    faults += [Cell(i + 1, "", "cpr", {}) for i, row in enumerate(sheet.rows[:top]) if leaks(row)]
    faults += surplus(sheet, filled, len(sheet.rows[top]))
    columns: dict[str, list[Any]] = {column.key: [None] * len(filled) for column in template.columns}
    for position, heading in enumerate(sheet.rows[top]):
        raw = [row[position] if position < len(row) else None for row in (sheet.rows[i] for i in filled)]
        column = template.under(heading)
        if column is None or headings[column.key][1] != position:
            faults += ignored(raw, numbers, str(heading or ""))
        else:
            columns[column.key] = _parsed(column, raw, numbers, str(heading), faults)
    faults += _left_out(template, columns, {key: text for key, (text, _) in headings.items()}, numbers, faults)
    names = {key: text for key, (text, _) in headings.items()}
    return Table(template, columns, names, numbers, faults, remarks + _thousands(template, columns, names))


def _missing(template: Template, keys: set[str]) -> list[str]:
    """Headings of required columns that are not there."""
    alone = [column.heading for column in template.columns if column.required and column.key not in keys]
    groups = [group for group in template.either if not keys.intersection(group)]
    return alone + [" / ".join(template.column(key).heading for key in group) for group in groups]


def known_headings(
    template: Template, row: Sequence[Any]
) -> tuple[dict[str, tuple[str, int]], list[Cell], list[Remark]]:
    known: dict[str, tuple[str, int]] = {}
    faults, unknown = [], []
    for position, cell in enumerate(row):
        column = template.under(cell)
        if cpr.found_in(cell):
            faults.append(Cell(None, "", "cpr_in_heading", {}))
        elif column is None and personal_heading(str(cell or "")):
            faults.append(Cell(None, shown(cell), "personal_column", {}))
        elif column is None or (column.key in known and folded(str(cell)) != folded(known[column.key][0])):
            unknown += [shown(cell)] if cell is not None else []  # of two names of one column the first counts
        elif column.key in known:
            faults.append(Cell(None, shown(cell), "duplicate_column", {}))
        else:
            known[column.key] = (shown(cell), position)
    remarks = [Remark("ignored_columns", {"columns": ", ".join(unknown)})] if unknown else []
    return known, faults, remarks


def surplus(sheet: Sheet, filled: Sequence[int], width: int) -> Iterator[Cell]:
    """A row with more cells than headings: most often an amount with a comma in a file split by commas."""
    for i in filled:
        beyond = sheet.rows[i][width:]
        if any(cell is not None for cell in beyond):
            yield Cell(i + 1, "", "cpr" if leaks(beyond) else "too_many_cells", {})


def leaks(row: Sequence[Any]) -> bool:
    return any(cpr.found_in(cell) for cell in row if cell is not None)


def ignored(raw: Sequence[Any], numbers: Sequence[int], heading: str) -> Iterator[Cell]:
    """A column nobody asked for is not taken in, but it may still not carry what must not be sent at all."""
    verdicts = {cell: _unwelcome(cell, 200) for cell in set(raw) if cell is not None}
    for cell, number in zip(raw, numbers, strict=True):
        if cell is not None and (code := verdicts[cell]):
            yield Cell(number, shown(heading), code, {})


def _unwelcome(cell: Any, longest: int) -> str:
    if cpr.found_in(cell):
        return "cpr"
    return "too_long" if len(str(cell)) > longest else ""


def _parsed(column: Column, raw: Sequence[Any], numbers: Sequence[int], heading: str, faults: list[Cell]) -> list[Any]:
    """The column's values; each distinct cell is understood once, so that 100,000 rows take a second."""
    understood = {(type(cell), cell): _understood(column, cell) for cell in set(raw) if cell is not None}
    found = []
    for cell, number in zip(raw, numbers, strict=True):
        value, code = (None, "") if cell is None else understood[type(cell), cell]
        if code:
            faults.append(Cell(number, shown(heading), code, {} if code in _UNTOLD else {"value": shown(cell)}))
        found.append(value)
    if column.parse is values.ore and _THOUSANDS.search(heading):
        return [None if value is None else 1000 * value for value in found]
    return found


def _understood(column: Column, cell: Any) -> tuple[Any, str]:
    """The value and '', or None and the fault's code."""
    unwelcome = "" if column.may_look_like_cpr else _unwelcome(cell, column.longest)
    if unwelcome:
        return None, unwelcome
    try:
        return column.parse(cell), ""
    except Bad as bad:
        return None, _unwelcome(cell, column.longest) or bad.code


def _left_out(
    template: Template,
    columns: dict[str, list[Any]],
    headings: dict[str, str],
    numbers: Sequence[int],
    faults: Sequence[Cell],
) -> list[Cell]:
    """Rows without a value that each row must have; a cell already at fault is not named twice."""
    at_fault = {(fault.row, fault.heading) for fault in faults}
    groups = [(c.key,) for c in template.columns if c.required and not c.blanks_pass] + list(template.either)
    missing = []
    for group in groups:
        present = [key for key in group if key in headings]
        for index in (i for i, number in enumerate(numbers) if all(columns[key][i] is None for key in present)):
            if present and not any((numbers[index], headings[key]) in at_fault for key in present):
                missing.append(Cell(numbers[index], headings[present[0]], "missing_value", {}))
    return missing


def _thousands(template: Template, columns: dict[str, list[Any]], headings: dict[str, str]) -> list[Remark]:
    scaled = [
        heading
        for key, heading in headings.items()
        if template.column(key).parse is values.ore and _THOUSANDS.search(heading)
    ]
    return [Remark("in_thousands", {"columns": ", ".join(scaled)})] if scaled else []
