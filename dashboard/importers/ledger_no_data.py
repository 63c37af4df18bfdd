"""Rows of a ledger that hold no data (no_data), looked for where it lies and only where something cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.importers.ledger_sets import BLANK, Basis
from dashboard.importers.no_data import LABEL, MOST_CELLS, LeftOut, kind_of
from dashboard.importers.report import MOST_FAULTS
from dashboard.importers.table import Cell, fault_of


def rows_without_data(
    connection: Any, chosen: str, basis: Basis, headings: Sequence[Any], places: Mapping[str, int]
) -> tuple[dict[int, LeftOut], list[Cell]]:
    """By n, the rows that are to be left out, and what is wrong with them; none where there are too many to list.

    chosen: SQL of the filled rows, as `relation where condition`.
    """
    rows, template = basis.rows, basis.template
    cells = [f"c{at}" for at in range(rows.width)]
    found = connection.execute(
        f"select n, {', '.join(cells)} from {chosen} and {_may_be_one(cells, headings)} order by n limit {MOST_FAULTS + 1}"  # noqa: S608
    ).fetchall()
    if len(found) > MOST_FAULTS:
        return {}, []
    typed = {n: [rows.cell(text) for text in texts] for n, *texts in found}
    kinds = {n: kind for n, row in typed.items() if (kind := kind_of(row, headings, template, places))}
    numbers = rows.row_numbers(sorted(kinds))
    left_out = {n: LeftOut(numbers[n], kind) for n, kind in kinds.items()}
    return left_out, [fault for n, one in left_out.items() for fault in fault_of(one, typed[n])]


def _may_be_one(cells: Sequence[str], headings: Sequence[Any]) -> str:
    """SQL that is true of every such row, and of few others."""
    count = " + ".join(f"(not regexp_full_match(coalesce({cell}, ''), '{BLANK}'))::int" for cell in cells)
    first = f"lower(trim(coalesce({', '.join(cells)})))"
    label = f"({count} <= {MOST_CELLS} and regexp_matches({first}, '{LABEL}', 's'))"
    same = [f"trim(c{at}) = '{str(h).replace(chr(39), chr(39) * 2)}'" for at, h in enumerate(headings) if h is not None]
    return f"({count} = 1 or {label} or ({' or '.join(f'coalesce({one}, false)' for one in same)}))"
