"""How each column of numbers in a sheet is read: the file's sign before decimals, and the column's unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def readings_of(
    template: Template,
    headings: Mapping[str, tuple[str, int]],
    cells: Mapping[str, Sequence[Any]],
    rows: Sequence[int],
    units: Mapping[str, Unit],
    decimal: Decimal,
    known: Sign = "",
) -> tuple[dict[str, Reading], Question | None]:
    """By key of the columns that hold numbers, how they are read; and what the file leaves open.

    cells: by key; rows: the number of each in the file. known: the sign before decimals, where the file has told it.
    """
    numbers = {key: heading for key, (heading, _at) in headings.items() if template.column(key).parse in NUMBERS}
    columns = [
        Numbers(heading, zip(rows, cells[key], strict=True), NUMBERS[template.column(key).parse], units.get(key))
        for key, heading in numbers.items()
    ]
    sign, question = (known, None) if known else decide(columns, decimal)
    return {key: Reading(sign, units.get(key), rounded=bool(decimal)) for key in numbers}, question


def mixed_units(
    template: Template,
    cells: Mapping[str, Sequence[Any]],
    rows: Sequence[int],
    readings: Mapping[str, Reading],
    headings: Mapping[str, tuple[str, int]],
) -> Iterator[Found]:
    """`845 t.kr.` above `12`: of what is the second, where no heading says it?"""
    for key, reading in readings.items():
        if template.column(key).parse is not values.ore or reading.unit is not None:
            continue
        of: dict[Any, Any] = {cell: _unit_of(cell) for cell in set(cells[key]) if cell is not None}
        if not any(unit and unit.factor != 1 for unit in of.values()):
            continue
        for cell, row in zip(cells[key], rows, strict=True):
            if cell is not None and of[cell] is None and any(sign in "123456789" for sign in str(cell)):
                yield Found(row, headings[key][0], "units_mixed", {"value": shown(cell)})
                break


def _unit_of(cell: Any) -> Unit | None:
    try:
        return numerals.written(cell).unit if isinstance(cell, str) else None
    except Bad:
        return None


def rounded(
    template: Template, cells: Mapping[str, Sequence[Any]], readings: Mapping[str, Reading], names: Mapping[str, str]
) -> list[Remark]:
    """How many amounts had more decimals than øre: a spreadsheet works out shares with all of them."""
    count, columns = 0, []
    for key, reading in readings.items():
        if template.column(key).parse is values.ore:
            some = sum(values.has_more_than_ore(cell, reading) for cell in cells[key] if cell is not None)
            count += some
            columns += [names[key]] if some else []
    return [Remark("rounded_to_ore", {"count": str(count), "columns": ", ".join(columns)})] if count else []
