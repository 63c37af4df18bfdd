"""Rows that say what a ledger's other rows come to: `I alt`, in place of a month or an account.

They are no postings. Where there are some they are taken out of the rows, and what they say is held against the sum of
what is left (rules/control_total.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dashboard.importers import values
from dashboard.importers.codes import amount_kind, folded
from dashboard.importers.ledger_rows import LedgerRows
from dashboard.importers.ledger_sets import Distinct
from dashboard.importers.report import Bad
from dashboard.importers.sum_rows import COLUMNS, FOLDED, WORDS
from dashboard.importers.table import Cell, leaks
from dashboard.importers.values import Reading


class Total(NamedTuple):
    """What one such row says. kind: of which amounts, None all of them; ore: None where it cannot be read."""

    n: int
    kind: str | None
    ore: int | None


def are_there(sets: Sequence[Distinct]) -> bool:
    """Whether any cell of those columns holds one of the words; told by what has been read already."""
    return any(
        key in COLUMNS and text is not None and folded(text) in FOLDED
        for one in sets
        for texts in one.raw
        for key, text in zip(one.keys, texts, strict=False)
    )


def total_sql(places: Mapping[str, int]) -> str:
    """SQL that is true of such a row."""
    pattern = r"[\s\p{Z}]*(" + "|".join(WORDS) + r")[\s\p{Z}:.]*"
    cells = [f"coalesce(regexp_full_match(lower(c{places[key]}), '{pattern}'), false)" for key in COLUMNS if key in places]
    return f"({' or '.join(cells)})"


def read_totals(
    connection: Any, chosen: str, places: Mapping[str, int], rows: LedgerRows, reading: Reading
) -> tuple[list[Total], list[Cell]]:
    """Every row chosen (SQL: `relation where condition`), and which of them leak a CPR number. Raises duckdb.Error."""
    texts = ", ".join(f"c{i}" for i in range(rows.width))
    found = connection.execute(f"select n, {texts} from {chosen} order by n").fetchall()  # noqa: S608
    totals, leaking = [], list[int]()
    for n, *raw in found:
        cells = [rows.cell(text) for text in raw]
        kind, ore = (cells[places[key]] if key in places else None for key in ("kind", "amount"))
        totals.append(Total(n, _kind(kind), _ore(ore, reading)))
        if totals[-1].ore is not None:  # an amount may look like a CPR number
            cells[places["amount"]] = None
        leaking += [n] if leaks(cells) else []
    numbers = rows.row_numbers(leaking)
    return totals, [Cell(numbers[n], "", "cpr", {}) for n in leaking]


def _kind(cell: Any) -> str | None:
    try:
        return None if cell is None else amount_kind(cell)
    except Bad:
        return None


def _ore(cell: Any, reading: Reading) -> int | None:
    try:
        return None if cell is None else values.ore(cell, reading)
    except Bad:
        return None
