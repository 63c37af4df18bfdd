"""The row `I alt` below a table of amounts: no line of it, and held against what the lines come to.

Of a ledger ledger_totals does the same where it lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.importers import values
from dashboard.importers.codes import folded
from dashboard.importers.declared import Found
from dashboard.importers.report import Bad, Remark
from dashboard.importers.template import Template
from dashboard.importers.values import Reading

COLUMNS = ("month", "year", "account", "function")  # that say it in place of what they hold
WORDS = ("i alt", "ialt", "total", "sum", "kontrolsum", "hovedtotal")
FOLDED = frozenset(folded(word) for word in WORDS)


def is_sum(cells: Sequence[Any], template: Template, places: Mapping[str, int]) -> bool:
    """Whether the row says what the others come to."""
    if not any(column.parse is values.ore for column in template.columns):
        return False
    there = [cells[at] for key, at in places.items() if key in COLUMNS and at < len(cells)]
    return any(isinstance(cell, str) and folded(cell) in FOLDED for cell in there)


def held_against(
    rows: Mapping[int, Sequence[Any]],
    headings: Mapping[str, tuple[str, int]],
    readings: Mapping[str, Reading],
    columns: Mapping[str, Sequence[Any]],
) -> Iterator[Found]:
    """rows: those of sums, by their number in the file. Yields where one says another sum than its lines come to."""
    for number, cells in rows.items():
        for key, reading in readings.items():
            heading, at = headings[key]
            if at >= len(cells) or cells[at] is None:
                continue
            come_to = sum(amount for amount in columns[key] if amount is not None)
            said = _read(cells[at], reading)
            if said != come_to:
                found = {"said_ore": "" if said is None else str(said), "found_ore": str(come_to)}
                yield Found(number, heading, "total_differs", found)


def _read(cell: Any, reading: Reading) -> int | None:
    try:
        return values.ore(cell, reading)
    except Bad:
        return None


def sums_left_out(rows: Sequence[int]) -> list[Remark]:
    named = {"count": str(len(rows)), "rows": ", ".join(map(str, rows))}
    return [Remark("rows_of_sums", named)] if rows else []
