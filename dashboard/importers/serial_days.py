"""Days that stand as plain numbers: Excel counts from the end of 1899, and shows 46054 where the column has no format.

They are days only where every cell of the column is such a number, of a year that can be meant. Of a workbook without
any formats nothing says that, and a column with both is never read by half: there the parser refuses each of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from dashboard.importers import values
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Remark, shown
from dashboard.importers.template import Column

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2050, 1, 1)
DAY_NOUGHT = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}  # by Marks.since_1904


class Days(NamedTuple):
    sheet: Sheet
    remarks: list[Remark]


def read(sheet: Sheet, top: int, used: Mapping[int, Column]) -> Days:
    """The sheet with the days of such columns. used: by place."""
    nought = DAY_NOUGHT[sheet.marks.since_1904]
    columns = [
        at
        for at, column in sorted(used.items())
        if column.parse in (values.date, values.month_or_period)
        and sheet.marks.styled
        and _all_days(sheet, top, at, nought)
    ]
    if not columns:
        return Days(sheet, [])
    rows = list(sheet.rows)
    for index in range(top + 1, len(rows)):
        rows[index] = [_day(cell, nought) if at in columns else cell for at, cell in enumerate(rows[index])]
    named = ", ".join(shown(rows[top][at]) for at in columns)
    first = next(cell for row in rows[top + 1 :] for cell in row[columns[0] : columns[0] + 1] if cell is not None)
    return Days(replace(sheet, rows=rows), [Remark("serial_days", {"columns": named, "day": f"{first:%d-%m-%Y}"})])


def _all_days(sheet: Sheet, top: int, at: int, nought: dt.date) -> bool:
    cells = [row[at] for row in sheet.rows[top + 1 :] if at < len(row) and row[at] is not None]
    return bool(cells) and all(
        isinstance(cell, int | float) and 0 <= cell < 10**6 and FIRST <= nought + dt.timedelta(days=int(cell)) < LAST
        for cell in cells
    )


def _day(cell: Any, nought: dt.date) -> Any:
    return cell if cell is None else nought + dt.timedelta(days=int(cell))
