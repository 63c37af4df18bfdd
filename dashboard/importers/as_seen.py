"""A recognised sheet as whoever made it sees it: hidden rows and columns, merged cells, formulas, days as numbers.

What a reader of the workbook cannot see is not taken in before somebody has said so, and what only a reader can see
(a name that stands once for the four rows beside it) is written out where it is clear, and else refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.importers import serial_days
from dashboard.importers.choices import Hidden
from dashboard.importers.marks import Area, column_name
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Remark, shown
from dashboard.importers.table import Cell
from dashboard.importers.template import Column

# What stands once for several rows where cells are merged. An amount or a key would count more than once.
FILLED_DOWN = frozenset(
    (
        "team", "coordinator", "programme", "target_group", "municipality", "pay_municipality",
        "month", "year", "account", "function", "grouping", "dranst", "cost_centre", "kind",
    )
)  # fmt: skip
Used = Mapping[int, Column | None]  # by place; None: read, but under no column of the template


@dataclass
class Seen:
    """hides: something was left out of the sheet, and has still to be looked through."""

    sheet: Sheet
    hides: bool = False
    faults: list[Cell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def as_seen(sheet: Sheet, top: int, used: Used | None, hidden: Hidden) -> Seen:
    """top: index of the row with the headings. used: the columns that are read; None: all of them."""
    seen = Seen(replace(sheet, rows=list(sheet.rows)))
    _hidden_rows(seen, top, hidden)
    _hidden_columns(seen, top, used, hidden)
    _formulas(seen, top, used)
    for area in sheet.marks.merged:
        _merged(seen, sheet, area, top, used)
    _say_filled(seen, sheet, top)
    if used is not None:
        days = serial_days.read(seen.sheet, top, {at: column for at, column in used.items() if column is not None})
        seen.sheet, seen.remarks = days.sheet, seen.remarks + days.remarks
    return seen


def _hidden_rows(seen: Seen, top: int, hidden: Hidden) -> None:
    rows = sorted(number for number in seen.sheet.marks.hidden_rows if number > top + 1)
    if not rows:
        return
    said = {"count": str(len(rows)), "row": str(rows[0])}
    if hidden == "":
        seen.faults.append(Cell(rows[0], "", "hidden_rows", said))
    else:
        seen.remarks.append(Remark("hidden_rows_taken" if hidden == "med" else "hidden_rows_left_out", said))
    if hidden == "uden":
        seen.hides = True
        for number in rows:
            seen.sheet.rows[number - 1] = []


def _hidden_columns(seen: Seen, top: int, used: Used | None, hidden: Hidden) -> None:
    rows = seen.sheet.rows
    there = [at for at in sorted(seen.sheet.marks.hidden_columns) if used is None or at in used]
    there = [at for at in there if any(at < len(row) and row[at] is not None for row in rows[top + 1 :])]
    if not there:
        return
    said = {"columns": ", ".join(_named(rows[top], at) for at in there)}
    if hidden == "":
        seen.faults.append(Cell(None, "", "hidden_columns", said))
    else:
        seen.remarks.append(Remark("hidden_columns_taken" if hidden == "med" else "hidden_columns_left_out", said))
    if hidden == "uden":
        seen.hides = True
        gone = frozenset(there)
        rows[top:] = [[None if at in gone else cell for at, cell in enumerate(row)] for row in rows[top:]]


def _named(headings: list[Any], at: int) -> str:
    heading = headings[at] if at < len(headings) else None
    return shown(heading) if heading is not None else column_name(at)


def _formulas(seen: Seen, top: int, used: Used | None) -> None:
    for at, (first, count) in sorted(seen.sheet.marks.uncached.items()):
        if used is None or at in used:
            said = {"cell": f"{column_name(at)}{first}", "count": str(count)}
            seen.faults.append(Cell(first, _named(seen.sheet.rows[top], at), "formula_without_value", said))


def _merged(seen: Seen, sheet: Sheet, area: Area, top: int, used: Used | None) -> None:
    places = [at for at in range(area.left, area.right + 1) if used is None or at in used]
    if area.bottom <= top or not places:
        return
    if area.top <= top + 1:
        if any(_filled(sheet, top + 1, at) for at in range(area.left + 1, area.right + 1)):
            seen.faults.append(Cell(top + 1, _named(sheet.rows[top], area.left), "merged_heading", {"area": str(area)}))
        return
    value = _at(sheet, area.top, area.left)
    if value is None or _alone(sheet, area):
        return
    column = used.get(area.left) if used is not None else None
    if area.left == area.right and column is not None and column.key in FILLED_DOWN:
        _fill_down(seen, sheet, area, value)
    else:
        heading = _named(sheet.rows[top], places[0])
        seen.faults.append(Cell(area.top, heading, "merged_cells", {"area": str(area), "value": shown(value)}))


def _filled(sheet: Sheet, start: int, at: int) -> bool:
    return any(at < len(row) and row[at] is not None for row in sheet.rows[start:])


def _at(sheet: Sheet, number: int, at: int) -> Any:
    row = sheet.rows[number - 1] if number <= len(sheet.rows) else []
    return row[at] if at < len(row) else None


def _alone(sheet: Sheet, area: Area) -> bool:
    """A line across the sheet with nothing beside it: a title, or words at the end."""
    rows = sheet.rows[area.top - 1 : area.bottom]
    return area.left < area.right and sum(cell is not None for row in rows for cell in row) == 1


def _fill_down(seen: Seen, sheet: Sheet, area: Area, value: Any) -> None:
    for number in range(area.top + 1, min(area.bottom, len(sheet.rows)) + 1):
        row = seen.sheet.rows[number - 1]
        if any(cell is not None for cell in row):
            seen.sheet.rows[number - 1] = [
                *row[: area.left],
                *[None] * (area.left - len(row)),
                value,
                *row[area.left + 1 :],
            ]


def _say_filled(seen: Seen, sheet: Sheet, top: int) -> None:
    columns = list(_changed(sheet, seen.sheet, seen.sheet.marks.merged))
    if columns:
        names = ", ".join(_named(sheet.rows[top], at) for at in sorted(set(columns)))
        seen.remarks.append(Remark("merged_filled", {"columns": names, "count": str(len(columns))}))


def _changed(before: Sheet, after: Sheet, areas: tuple[Area, ...]) -> Iterator[int]:
    """The column of each cell that was written out."""
    for area in areas:
        for number in range(area.top, min(area.bottom, len(before.rows)) + 1):
            if _at(before, number, area.left) is None and _at(after, number, area.left) is not None:
                yield area.left
