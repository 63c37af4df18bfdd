"""A ledger with a column for each month, as people lay out accounts: as rows with a month and an amount each.

What else may stand across is named, never taken for something it is not: quarters, years, the months of a budget (which
has none here), and months whose year nobody says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dashboard.importers import ledger, values
from dashboard.importers.across_labels import Label, label, quarters, years
from dashboard.importers.codes import folded
from dashboard.importers.heading_rows import LOOKED_THROUGH
from dashboard.importers.ledger_periods import LAST_PERIOD
from dashboard.importers.ledger_rows import SheetRows
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Refused, Remark, shown
from dashboard.importers.sum_rows import WORDS
from dashboard.importers.table import Cell, leaks
from dashboard.importers.unused import is_cumulated

_TEMPLATE = ledger.TEMPLATE
_TOTALS = frozenset(map(folded, (*WORDS, "hele året", "året", "år i alt", "sum i alt", "årstotal")))
# A year that is no part of a day: `Regnskab 2026`, and not `udtrukket 05-01-2026`.
_YEAR = re.compile(r"(?<![\d.\-/])(?:19|20)\d\d(?![\d]|[.\-/]\d)")


@dataclass
class Across:
    """rows: a row for each month that has an amount. year: where it is not the sheet that says it, else None."""

    rows: AcrossRows
    top: int
    year: int | None = None
    faults: list[Cell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass
class AcrossRows(SheetRows):
    """numbers: by row of the new sheet, the row of the file that it was made of."""

    numbers: list[int] = field(default_factory=list)

    def row_numbers(self, n: list[int]) -> dict[int, int]:
        return {one: self.numbers[one - 1] for one in n}


class _Month(NamedTuple):
    position: int
    heading: str
    label: Label


def is_across(sheet: Sheet) -> bool:
    """Whether it is a ledger with months, quarters or years across, as far as its first rows tell."""
    return _top(sheet) is not None


def down(sheet: Sheet, named: str, year: int | None) -> Across | None:
    """The sheet with its months in rows; None where no months stand across. named: what file and sheet are called.

    year: as it was given beside the file. Raises Refused where it cannot be told what the columns are.
    """
    top = _top(sheet)
    if top is None:
        return None
    row = sheet.rows[top]
    months = _months(sheet, top)
    if not months:
        _refuse_others(row)
    actual = [month for month in months if not _of_budget(month, sheet, top, named)]
    if not actual:
        raise Refused("budget_across", columns=_named(months))
    if is_cumulated(" ".join([_titles(sheet, top), *(f"{m.heading} {_group(sheet, top, m.position)}" for m in actual)])):
        raise Refused("cumulated_across", columns=_named(actual))
    keys = {column.key for cell in row if (column := _TEMPLATE.under(cell))}
    if {"amount", "month"} & keys:
        raise Refused("months_beside", columns=_named(actual))
    if len({(month.label.year, month.label.month) for month in actual}) < len(actual):
        raise Refused("months_twice", columns=_named(actual))
    said, beside = _year(sheet, top, named, year) if _lacks_year(actual, keys) else (None, False)
    found = _unpivoted(sheet, top, actual, said)
    found.year = said if beside else None
    if beside and year is None:
        found.remarks.append(Remark("year_from_name", {"year": str(said)}))
    return found


def _top(sheet: Sheet) -> int | None:
    """The row of the headings: an account or a function, and months, quarters or years beside it."""
    for index, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        keys = {column.key for cell in row if (column := _TEMPLATE.under(cell))}
        if keys & {"account", "function"} and not {"amount", "month"} <= keys:
            others = [cell for cell in row if cell is not None and not _TEMPLATE.under(cell)]
            if _months(sheet, index) or quarters(others) or (years(others) and "amount" not in keys):
                return index if not _is_budget_template(row) else None
    return None


def _is_budget_template(row: Sequence[Any]) -> bool:
    """A budget line of the year, with or without months beside it, is the budget's own template."""
    said = {folded(str(cell)) for cell in row if cell is not None}
    return bool(said & {"oprindeligtbudget", "vedtagetbudget", "opgjortpr"})


def _months(sheet: Sheet, top: int) -> list[_Month]:
    found = [
        _Month(position, shown(cell), one)
        for position, cell in enumerate(sheet.rows[top])
        if not _TEMPLATE.under(cell) and (one := label(cell, _group(sheet, top, position))) is not None
    ]
    bare = [month for month in found if month.label.bare]
    in_order = [month.label.month for month in bare] == list(range(1, len(bare) + 1))
    return found if not bare or (len(bare) >= 3 and in_order) else [month for month in found if not month.label.bare]


def _group(sheet: Sheet, top: int, position: int) -> str:
    """What stands above a heading, or above those to its left."""
    above = sheet.rows[top - 1] if top else []
    if sum(cell is not None for cell in above) < 2 and (not above or above[0] is not None):
        return ""  # a title, which is of all columns
    there = [cell for cell in above[: position + 1] if cell is not None]
    return str(there[-1]) if there else ""


def _refuse_others(row: Sequence[Any]) -> None:
    cells = [cell for cell in row if cell is not None and not _TEMPLATE.under(cell)]
    for code, found in (("quarters_across", quarters(cells)), ("years_across", years(cells))):
        if found:
            raise Refused(code, columns=", ".join(map(shown, found)))


def _of_budget(month: _Month, sheet: Sheet, top: int, named: str) -> bool:
    said = f"{month.heading} {_group(sheet, top, month.position)}"
    if month.label.kind is not None or "budget" in said.casefold():
        return month.label.kind == "budget" or "budget" in said.casefold()
    words = f"{_titles(sheet, top)} {named}".casefold()
    return "budget" in words and not re.search(r"regnskab|forbrug|bogført|posteringer", words)


def _titles(sheet: Sheet, top: int) -> str:
    return " ".join(str(cell) for row in sheet.rows[:top] for cell in row if cell is not None)


def _lacks_year(months: Sequence[_Month], keys: set[str]) -> bool:
    return "year" not in keys and any(month.label.year is None for month in months)


def _year(sheet: Sheet, top: int, named: str, year: int | None) -> tuple[int, bool]:
    """The only year of the title rows, or of the names; and whether it is not the sheet's own."""
    own = {int(found) for found in _YEAR.findall(_titles(sheet, top))}
    if len(own) == 1 and year in (None, *own):
        return own.pop(), False
    called = {int(found) for found in re.findall(r"(?<!\d)20\d\d(?!\d)", named)}
    if not own and year is not None:
        return year, True
    if not own and len(called) == 1:
        return called.pop(), True
    raise Refused("months_without_year")


def _unpivoted(sheet: Sheet, top: int, months: Sequence[_Month], year: int | None) -> Across:
    row, gone = sheet.rows[top], {month.position for month in months}
    others = [position for position in range(len(row)) if position not in gone]
    totals = [position for position in others if folded(str(row[position] or "")) in _TOTALS]
    others = [position for position in others if position not in totals]
    headings = [*(row[position] for position in others), "Måned", "Beløb"]
    empty = [month for month in months if not any(_says(cells, month.position) for cells in sheet.rows[top + 1 :])]
    used = [month for month in months if month not in empty]
    rows, numbers = [*sheet.rows[:top], headings], list(range(1, top + 2))
    faults = list(_totals_disagree(sheet, top, months, totals))
    for index in range(top + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        amounts = [(month, cells[month.position]) for month in used if _there(cells, month.position)]
        if _is_total(row, cells) or not (amounts or any(cell is not None for cell in cells[len(row) :])):
            faults += [Cell(index + 1, "", "cpr", {})] if leaks(cells) else []  # left out, but looked through
            continue
        own = [cells[position] if position < len(cells) else None for position in others]
        beyond = cells[len(row) :]
        for month, amount in amounts or [(months[0], None)]:
            rows.append([*own, _cell_of(month.label, year), amount, *beyond])
            numbers.append(index + 1)
    remarks = [Remark("months_down", {"columns": _named(used)})]
    remarks += [Remark("months_empty", {"columns": _named(empty)})] if empty else []
    return Across(AcrossRows(Sheet(sheet.name, rows), numbers=numbers), top, None, faults, remarks)


def _cell_of(month: Label, year: int | None) -> Any:
    said = month.year or year
    return f"{said}-{min(month.month, LAST_PERIOD):02}" if said else month.month


def _there(cells: Sequence[Any], position: int) -> bool:
    return position < len(cells) and cells[position] is not None


def _says(cells: Sequence[Any], position: int) -> bool:
    """Whether an amount stands there that is not zero: a month in which nobody has anything is not over yet."""
    return _there(cells, position) and _ore(cells[position]) != 0


def _is_total(headings: Sequence[Any], cells: Sequence[Any]) -> bool:
    named = [cell for heading, cell in zip(headings, cells, strict=False) if _TEMPLATE.under(heading) and cell is not None]
    return bool(named) and folded(str(named[0])) in _TOTALS


def _totals_disagree(sheet: Sheet, top: int, months: Sequence[_Month], totals: Sequence[int]) -> Iterator[Cell]:
    """A sum that stands beside or below the amounts and is not theirs: some of them have not been understood."""
    row = sheet.rows[top]
    sums = dict.fromkeys([*(month.position for month in months), *totals], 0)
    for index in range(top + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        found = {at: _ore(cells[at]) or 0 if _there(cells, at) else 0 for at in sums}
        of_row = sum(found[month.position] for month in months)
        for at in totals:
            if _there(cells, at) and found[at] != of_row:
                yield Cell(index + 1, shown(row[at]), "sum_across_disagrees", {})
        if _is_total(row, cells):
            for at, ore in found.items():
                if _there(cells, at) and ore != sums[at]:
                    yield Cell(index + 1, shown(row[at]), "sum_across_disagrees", {})
        else:
            sums = {at: sums[at] + found[at] for at in sums}


def _ore(cell: Any) -> int | None:
    try:
        return values.ore(cell)
    except Bad:
        return None


def _named(months: Sequence[_Month]) -> str:
    return ", ".join(month.heading for month in months)
