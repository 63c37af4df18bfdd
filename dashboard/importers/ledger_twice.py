"""Two columns of a ledger under two names of one: they may only say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.importers.ledger_rows import LedgerRows
from dashboard.importers.report import Bad, shown
from dashboard.importers.table import Cell, known_headings, second_names
from dashboard.importers.template import Column, Template

MOST_COMPARED = 10_000  # pairs of different texts: an amount written in two ways, say


def disagreeing(
    connection: Any, chosen: str, rows: LedgerRows, row: Sequence[Any], template: Template
) -> Iterator[Cell]:
    """The first row of each second column that says otherwise; none where it never says such a thing at all.

    chosen: SQL of the rows, as `relation where condition`. row: the headings.
    """
    known, _, _ = known_headings(template, row)
    for position, cell in second_names(template, row, known).items():
        column = template.under(cell)
        if column is None or not template.asks_which(cell, known[column.key][0]):
            continue
        first, second = f"c{known[column.key][1]}", f"c{position}"
        pairs = connection.execute(
            f"select {first}, {second}, min(n) from {chosen} and {first} is distinct from {second} "  # noqa: S608
            f"group by 1, 2 order by 3 limit {MOST_COMPARED}"
        ).fetchall()
        values = [(_value(column, rows.cell(a)), _value(column, rows.cell(b)), n) for a, b, n in pairs]
        differ = next((n for one, other, n in values if one != other), None)
        if differ is not None and any(other is not None for _, other, _ in values):
            names = {"first": known[column.key][0], "second": shown(cell)}
            yield Cell(rows.row_numbers([differ])[differ], shown(cell), "columns_disagree", names)


def _value(column: Column, cell: Any) -> Any:
    try:
        return None if cell is None else column.parse(cell)
    except Bad:
        return None
