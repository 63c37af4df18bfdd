"""A sheet under a template's headings, as rows of understood values and a list of what could not be understood."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.importers import cell_texts, cpr, letters, values
from dashboard.importers.across_labels import months, quarters, years
from dashboard.importers.choices import Decimal
from dashboard.importers.codes import folded
from dashboard.importers.declared import Declared, declared
from dashboard.importers.dialect import ASKED
from dashboard.importers.heading_rows import missing
from dashboard.importers.near import near
from dashboard.importers.no_data import LeftOut, kind_of, rows_left_out
from dashboard.importers.number_columns import Cells, mixed_units, readings_of, rounded
from dashboard.importers.numerals import Sign
from dashboard.importers.persons import personal_heading
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.sum_rows import held_against, is_sum, sums_left_out
from dashboard.importers.template import Column, Template
from dashboard.importers.unused import reasons, told
from dashboard.importers.values import Reading

_UNTOLD = ("cpr", "too_long", "free_text_answer")  # what a report must not repeat: a number, or what people wrote
_MEASURES = (values.ore, values.hours, values.count)


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


@dataclass(frozen=True)
class Said:
    """What is said of a sheet's numbers outside its rows. decimal: by whoever delivers (choices).

    declared, sign: by a sheet whose rows these are a part of, where these alone say less.
    """

    decimal: Decimal = ""
    declared: Declared | None = None
    sign: Sign = ""


def understand(sheet: Sheet, template: Template, top: int, outside: Said = Said()) -> Table:
    """Every filled row below the headings in row index `top`. Nothing is dropped without a fault or a remark."""
    headings, faults, remarks = known_headings(template, sheet.rows[top])
    names = {key: text for key, (text, _position) in headings.items()}
    said = outside.declared or declared(template, headings, sheet.rows, top)
    faults += [Cell(*fault) for fault in said.faults]
    faults += [Cell(None, "", "missing_column", {"column": c}) for c in missing(template, set(headings))]
    faults += _across(template, headings, sheet.rows[top])
    rows = _sorted_out(sheet, template, (top, said.below), {key: at for key, (_text, at) in headings.items()})
    numbers = [i + 1 for i in rows.data]
    if not rows.data:
        faults.append(Cell(None, "", "no_rows", {}))
    faults += [Cell(i + 1, "", "cpr", {}) for i, row in enumerate(sheet.rows[:top]) if leaks(row)]
    faults += rows.faults
    faults += surplus(sheet, rows.data, len(sheet.rows[top]))
    raw = {key: _cells_at(sheet, rows.data, position) for key, (_text, position) in headings.items()}
    cells = Cells(template, names, raw, numbers)
    readings, question = readings_of(cells, said.units, outside.decimal, outside.sign)
    faults += [Cell(question.at.row, question.at.heading, question.code, question.said())] if question else []
    faults += [Cell(*fault) for fault in mixed_units(cells, readings)]
    columns: dict[str, list[Any]] = {column.key: [None] * len(numbers) for column in template.columns}
    seconds: list[tuple[Column, int, list[Any]]] = []
    for position, heading in enumerate(sheet.rows[top]):
        column = template.under(heading)
        if column is None or headings[column.key][1] != position:
            unused = _cells_at(sheet, rows.data, position)
            faults += ignored(unused, numbers, str(heading or ""))
            faults += _telling(template, unused, heading)
            if column is not None and template.asks_which(heading, headings[column.key][0]):
                seconds.append((column, position, unused))
        else:
            columns[column.key], wrong = _parsed(column, raw[column.key], numbers, readings.get(column.key))
            faults += [Cell(number, shown(heading), code, named) for number, code, named in wrong]
    for column, position, other in seconds:
        said_twice = headings[column.key][0], shown(sheet.rows[top][position])
        second = _parsed(column, other, numbers, readings.get(column.key))[0]
        faults += _disagreeing(columns[column.key], (other, second), numbers, said_twice)
    faults += _left_out(template, columns, names, numbers, faults)
    faults += _keys_alone(template.key, cells)
    faults += _other_years(said.years, columns, names)
    amounts = {key: readings[key] for key in cells.amounts()}
    faults += [Cell(*fault) for fault in held_against(rows.sums, headings, amounts, columns)]
    remarks += [*said.remarks, *rows_left_out(rows.no_data), *sums_left_out([*rows.sums]), *rounded(cells, readings)]
    return Table(template, columns, names, numbers, faults, remarks)


def _cells_at(sheet: Sheet, filled: Sequence[int], position: int) -> list[Any]:
    return [row[position] if position < len(row) else None for row in (sheet.rows[i] for i in filled)]


@dataclass
class _Rows:
    """data: row indices; no_data and sums (by number in the file) are left out, and looked through all the same."""

    data: list[int]
    no_data: list[LeftOut]
    sums: dict[int, Sequence[Any]]
    faults: list[Cell]


def _sorted_out(sheet: Sheet, template: Template, above: tuple[int, int], places: Mapping[str, int]) -> _Rows:
    """above: the row index of the headings, and how many rows under them say units. places: the column of each key."""
    found, top = _Rows([], [], {}, []), above[0]
    for index, row in enumerate(sheet.rows[sum(above) + 1 :], start=sum(above) + 1):
        if all(cell is None for cell in row):
            continue
        kind = kind_of(row, sheet.rows[top], template, places)
        if kind:
            found.no_data.append(LeftOut(index + 1, kind))
            found.faults += fault_of(found.no_data[-1], row)
        elif is_sum(row, template, places):
            found.sums[index + 1] = row
            found.faults += [Cell(index + 1, "", "cpr", {})] if leaks(row) else []
        else:
            found.data.append(index)
    return found


def fault_of(left_out: LeftOut, row: Sequence[Any]) -> Iterator[Cell]:
    if leaks(row):
        yield Cell(left_out.row, "", "cpr", {})
    elif left_out.kind == "unit":
        yield Cell(left_out.row, "", "unit_below", {})


def _keys_alone(key: str, cells: Cells) -> Iterator[Cell]:
    """The end of a list, or a row that lost its cells: as a case it would wait for ever."""
    others = [column for name, column in cells.columns.items() if name not in (key, "municipality")]
    for index, cell in enumerate(cells.columns.get(key, ()) if others else ()):
        if cell is not None and all(column[index] is None for column in others):
            yield Cell(cells.rows[index], cells.headings[key], "key_alone", {"value": shown(cell)})


def _other_years(
    years: Mapping[str, int], columns: Mapping[str, Sequence[Any]], names: Mapping[str, str]
) -> Iterator[Cell]:
    """`Budget (2025)` above rows of another year, or of none."""
    for key, year in years.items():
        if {*columns.get("year", ())} != {year}:
            yield Cell(None, names[key], "heading_unclear", {"part": str(year)})


def _across(template: Template, known: Collection[str], row: Sequence[Any]) -> list[Cell]:
    """Times that stand across, in the place of what the template has in one column."""
    measured = any(column.key in known and column.parse in _MEASURES for column in template.columns)
    if measured and not missing(template, set(known)):
        return []
    unknown = [cell for cell in row if cell is not None and not template.under(cell)]
    found = (("months_across", months(unknown)), ("quarters_across", quarters(unknown)), ("years_across", years(unknown)))
    return [Cell(None, "", code, {"columns": ", ".join(map(shown, cells))}) for code, cells in found if cells]


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
        elif column is None and (meant := _meant(template, cell)):
            faults.append(Cell(None, shown(cell), "broken_heading", {"meant": meant}))
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
    taken: Sequence[Any], other: tuple[Sequence[Any], Sequence[Any]], numbers: Sequence[int], names: tuple[str, str]
) -> Iterator[Cell]:
    """The first row where two columns of one name say different things; none where the second is never such a thing.

    other: the second column's cells, and what they were understood as.
    """
    raw, second = other
    if all(value is None for value in second) and any(cell is not None for cell in raw):
        return
    for one, two, number in zip(taken, second, numbers, strict=True):
        if one != two:
            yield Cell(number, names[1], "columns_disagree", {"first": names[0], "second": names[1]})
            return


def _meant(template: Template, cell: Any) -> str:
    """The heading that the cell is with other signs for its Danish letters; '' where it is none."""
    words = [heading for column in template.columns for heading in column.headings]
    return letters.lost_from(cell, words) if isinstance(cell, str) else ""


def places_used(template: Template, headings: Sequence[Any]) -> dict[int, Column | None]:
    """The columns that the template reads, by place."""
    return {at: template.column(key) for key, (_text, at) in known_headings(template, headings)[0].items()}


def surplus(sheet: Sheet, filled: Sequence[int], width: int) -> Iterator[Cell]:
    """A row with more cells than headings: most often an amount with a comma in a file split by commas."""
    for i in filled:
        beyond = sheet.rows[i][width:]
        if any(cell is not None for cell in beyond):
            yield Cell(i + 1, "", "cpr" if leaks(beyond) else "too_many_cells", {})


def leaks(row: Sequence[Any]) -> bool:
    return leak(row) is not None


def leak(row: Sequence[Any]) -> int | None:
    """The place in the row where the first CPR number may stand; None where there is none."""
    return next((place for place, cell in enumerate(row) if cell is not None and cpr.found_in(cell)), None)


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


def _parsed(
    column: Column, raw: Sequence[Any], numbers: Sequence[int], reading: Reading | None
) -> tuple[list[Any], list[tuple[int, str, dict[str, str]]]]:
    """The column's values, and row, code and what is named of each fault.

    Each distinct cell is understood once, so that 100,000 rows take a second.
    """
    understood = {(type(cell), cell): _understood(column, cell, reading) for cell in set(raw) if cell is not None}
    found, wrong = list[Any](), list[tuple[int, str, dict[str, str]]]()
    for cell, number in zip(raw, numbers, strict=True):
        value, code = (None, "") if cell is None else understood[type(cell), cell]
        if code:
            wrong.append((number, code, {} if code in _UNTOLD else {"value": shown(cell)}))
        found.append(value)
    return found, wrong


def _understood(column: Column, cell: Any, reading: Reading | None) -> tuple[Any, str]:
    """The value and '', or None and the fault's code; of what is asked about the whole file, nothing more is said."""
    unwelcome = "" if column.may_look_like_cpr else _unwelcome(cell, column.longest)
    if unwelcome or (unwelcome := cell_texts.unusable(column, cell)):
        return None, unwelcome
    try:
        parse: Callable[..., Any] = column.parse
        return (parse(cell) if reading is None else parse(cell, reading)), ""
    except Bad as bad:
        return None, _unwelcome(cell, column.longest) or ("" if bad.code in ASKED else bad.code)


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
