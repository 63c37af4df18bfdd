"""A sheet under a template's headings, as rows of understood values and a list of what could not be understood."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.importers import cpr, values
from dashboard.importers.across_labels import months, quarters, years
from dashboard.importers.codes import folded
from dashboard.importers.heading_rows import missing, said_again
from dashboard.importers.near import near
from dashboard.importers.persons import personal_heading
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.template import Column, Template
from dashboard.importers.unused import reasons, told

_UNTOLD = ("cpr", "too_long", "free_text_answer")  # what a report must not repeat: a number, or what people wrote
_MEASURES = (values.ore, values.hours, values.count)
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


def understand(sheet: Sheet, template: Template, top: int) -> Table:
    """Every filled row below the headings in row index `top`. Nothing is dropped without a fault or a remark."""
    headings, faults, remarks = known_headings(template, sheet.rows[top])
    faults += [Cell(None, "", "missing_column", {"column": c}) for c in missing(template, set(headings))]
    faults += _across(template, headings, sheet.rows[top])
    below = [i for i in range(top + 1, len(sheet.rows)) if any(cell is not None for cell in sheet.rows[i])]
    filled = [i for i in below if not said_again(sheet.rows[i], sheet.rows[top])]
    remarks += again_remark(sorted(set(below).difference(filled)))
    numbers = [i + 1 for i in filled]
    if not filled:
        faults.append(Cell(None, "", "no_rows", {}))
    faults += [Cell(i + 1, "", "cpr", {}) for i, row in enumerate(sheet.rows[:top]) if leaks(row)]
    faults += surplus(sheet, filled, len(sheet.rows[top]))
    columns: dict[str, list[Any]] = {column.key: [None] * len(filled) for column in template.columns}
    seconds: list[tuple[Column, int, list[Any]]] = []
    for position, heading in enumerate(sheet.rows[top]):
        raw = [row[position] if position < len(row) else None for row in (sheet.rows[i] for i in filled)]
        column = template.under(heading)
        if column is None or headings[column.key][1] != position:
            faults += ignored(raw, numbers, str(heading or ""))
            faults += _telling(template, raw, heading)
            if column is not None and template.asks_which(heading, headings[column.key][0]):
                seconds.append((column, position, raw))
        else:
            columns[column.key] = _parsed(column, raw, numbers, str(heading), faults)
    for column, position, raw in seconds:
        both = headings[column.key][0], shown(sheet.rows[top][position])
        faults += _disagreeing(column, columns[column.key], raw, numbers, both)
    faults += _left_out(template, columns, {key: text for key, (text, _) in headings.items()}, numbers, faults)
    names = {key: text for key, (text, _) in headings.items()}
    return Table(template, columns, names, numbers, faults, remarks + _thousands(template, columns, names))


def _across(template: Template, known: Collection[str], row: Sequence[Any]) -> list[Cell]:
    """Times that stand across, in the place of what the template has in one column."""
    measured = any(column.key in known and column.parse in _MEASURES for column in template.columns)
    if measured and not missing(template, set(known)):
        return []
    unknown = [cell for cell in row if cell is not None and not template.under(cell)]
    found = (("months_across", months(unknown)), ("quarters_across", quarters(unknown)), ("years_across", years(unknown)))
    return [Cell(None, "", code, {"columns": ", ".join(map(shown, cells))}) for code, cells in found if cells]


def again_remark(indexes: Sequence[int]) -> list[Remark]:
    """indexes: of the rows that say the headings once more."""
    return [Remark("headings_again", {"rows": ", ".join(str(i + 1) for i in indexes)})] if indexes else []


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
        elif column is None:
            unknown += [cell] if cell is not None else []
        elif column.key not in known:
            known[column.key] = (shown(cell), position)
        elif folded(str(cell)) == folded(known[column.key][0]):
            faults.append(Cell(None, shown(cell), "duplicate_column", {}))
        elif template.stands_in(known[column.key][0]) and not template.stands_in(cell):
            known[column.key] = (shown(cell), position)
    asked, remarks = _about_unknown(template, known, unknown)
    beside = [str(cell) for cell in second_names(template, row, known).values()]
    unused = [shown(cell) for cell in (*unknown, *beside)]
    remarks = [Remark("ignored_columns", {"columns": ", ".join(unused)}), *remarks] if unused else []
    remarks += reasons(template, known, unknown)
    return known, faults + asked, remarks


def _about_unknown(
    template: Template, known: Collection[str], unknown: Sequence[Any]
) -> tuple[list[Cell], list[Remark]]:
    """Headings that are nearly a column's: asked about where a number hangs on it, else said."""
    found = list(near(template, known, unknown))
    faults = [
        Cell(None, one.heading, "near_heading", {"column": one.column.heading}) for one in found if one.column.weighs
    ]
    remarks = [
        Remark("near_column", {"heading": one.heading, "column": one.column.heading})
        for one in found
        if not one.column.weighs
    ]
    return faults, remarks


def second_names(template: Template, row: Sequence[Any], known: Mapping[str, tuple[str, int]]) -> dict[int, Any]:
    """By position, further headings of columns that are there already under another name."""
    return {
        position: cell
        for position, cell in enumerate(row)
        if (column := template.under(cell)) is not None and known.get(column.key, ("", position))[1] != position
    }


def _telling(template: Template, raw: Sequence[Any], heading: Any) -> list[Cell]:
    """A column that is not used beside amounts, and that says something of them."""
    amounts = any(column.parse is values.ore for column in template.columns)
    code = told(set(raw)) if amounts and heading is not None else ""
    return [Cell(None, shown(heading), code, {})] if code else []


def _disagreeing(
    column: Column, taken: Sequence[Any], raw: Sequence[Any], numbers: Sequence[int], names: tuple[str, str]
) -> Iterator[Cell]:
    """The first row where two columns of one name say different things; none where the second is never such a thing."""
    second = _parsed(column, raw, numbers, names[1], [])
    if all(value is None for value in second) and any(cell is not None for cell in raw):
        return
    for one, other, number in zip(taken, second, numbers, strict=True):
        if one != other:
            yield Cell(number, names[1], "columns_disagree", {"first": names[0], "second": names[1]})
            return


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
