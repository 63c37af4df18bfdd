"""How each column of numbers in a sheet is read: the file's sign before decimals, and the column's unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.importers import numerals, values
from dashboard.importers.choices import Decimal
from dashboard.importers.declared import NUMBERS, Found
from dashboard.importers.dialect import Numbers, Question, decide
from dashboard.importers.numerals import Sign
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.template import Template
from dashboard.importers.units import Unit
from dashboard.importers.values import Reading


@dataclass(frozen=True)
class Cells:
    """A sheet's cells by template key, with the heading that each column has in the file, and each row's number."""

    template: Template
    headings: Mapping[str, str]
    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int]

    def amounts(self) -> Iterator[str]:
        return (key for key in self.headings if self.template.column(key).parse is values.ore)


def readings_of(
    cells: Cells, units: Mapping[str, Unit], said: Decimal, known: Sign = ""
) -> tuple[dict[str, Reading], Question | None]:
    """By key of the columns that hold numbers, how they are read; and what the file leaves open.

    said: by whoever delivers; known: the sign before decimals where the file has told it already.
    """
    numbers = {key: NUMBERS[p] for key in cells.headings if (p := cells.template.column(key).parse) in NUMBERS}
    columns = [
        Numbers(cells.headings[key], zip(cells.rows, cells.columns[key], strict=True), most, units.get(key))
        for key, most in numbers.items()
    ]
    sign, question = (known, None) if known else decide(columns, said)
    return {key: Reading(sign, units.get(key), rounded=bool(said)) for key in numbers}, question


def mixed_units(cells: Cells, readings: Mapping[str, Reading]) -> Iterator[Found]:
    """`845 t.kr.` above `12`: of what is the second, where no heading says it?"""
    for key in cells.amounts():
        if readings[key].unit is not None:
            continue
        of: dict[Any, Unit | None] = {cell: _unit_of(cell) for cell in set(cells.columns[key]) if cell is not None}
        if not any(unit is not None and unit.factor != 1 for unit in of.values()):
            continue
        for cell, row in zip(cells.columns[key], cells.rows, strict=True):
            if cell is not None and of[cell] is None and any(sign in "123456789" for sign in str(cell)):
                yield Found(row, cells.headings[key], "units_mixed", {"value": shown(cell)})
                break


def _unit_of(cell: Any) -> Unit | None:
    try:
        return numerals.written(cell).unit if isinstance(cell, str) else None
    except Bad:
        return None


def rounded(cells: Cells, readings: Mapping[str, Reading]) -> list[Remark]:
    """How many amounts had more decimals than øre: a spreadsheet works out shares with all of them."""
    count = {
        key: sum(values.has_more_than_ore(cell, readings[key]) for cell in cells.columns[key] if cell is not None)
        for key in cells.amounts()
    }
    named = ", ".join(cells.headings[key] for key, n in count.items() if n)
    return [Remark("rounded_to_ore", {"count": str(sum(count.values())), "columns": named})] if named else []
