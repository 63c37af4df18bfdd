"""A key for rows whose system gives them none, and rows that say the same thing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from dashboard.importers.profiles.rows import place
from dashboard.importers.reading import Sheet
from dashboard.importers.table import Table


def made_of(names: Sequence[str], sheet: Sheet, top: int, numbers: Sequence[int]) -> list[str]:
    """By row, a key out of what stands under the headings that are there: the same cells give the same key.

    It begins with a letter, and so never looks like a CPR number.
    """
    places = [at for name in names if (at := place(sheet.rows[top], name)) is not None]
    found = []
    for number in numbers:
        row = sheet.rows[number - 1]
        cells = [str(row[at]) if at < len(row) else "" for at in places]
        found.append("n" + hashlib.blake2s("\x1f".join(cells).encode(), digest_size=8).hexdigest())
    return found


def distinct(table: Table) -> Table:
    """The first of the rows that are equal in every column. Rows at fault are never equal to others."""
    first: dict[object, int] = {}
    at_fault = {fault.row for fault in table.faults}
    for index, values in enumerate(zip(*table.columns.values(), strict=True)):
        first.setdefault(index if table.numbers[index] in at_fault else values, index)
    kept = list(first.values())
    columns = {key: [column[index] for index in kept] for key, column in table.columns.items()}
    return replace(table, columns=columns, numbers=[table.numbers[index] for index in kept])
