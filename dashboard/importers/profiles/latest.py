"""One row per change of a case as one row per case: what the newest row says, received on the day of the oldest.

OS2bos writes its case list like this (one row for each change of coordinator or step).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dashboard.importers.table import Table


def latest(table: Table) -> Table:
    """The table with one row per case. Rows that lack a case number stay, for their faults name them."""
    changes = _changes(table)
    received = table.columns["received"]
    first = [next((received[index] for index in mine if received[index] is not None), None) for mine in changes]
    since = [received[_taken_over(mine, table.columns["coordinator"])] for mine in changes]
    kept = [mine[-1] for mine in changes]
    columns = {key: [column[index] for index in kept] for key, column in table.columns.items()}
    columns |= {"received": first, "since": [None if a == b else a for a, b in zip(since, first, strict=True)]}
    return replace(table, columns=columns, numbers=[table.numbers[index] for index in kept])


def _changes(table: Table) -> list[list[int]]:
    """The rows of each case, oldest first; of two on one day the later in the file is the newer."""
    found: dict[object, list[int]] = {}
    days = table.columns["received"]
    for index, (code, case) in enumerate(zip(table.columns["municipality"], table.columns["case"], strict=True)):
        found.setdefault(index if case is None else (code, case), []).append(index)
    # A row without a day is taken for the oldest: what the newest day says is certain.
    return [sorted(rows, key=lambda index: days[index] or dt.date.min) for rows in found.values()]


def _taken_over(rows: list[int], coordinator: list[object]) -> int:
    """The row in which the newest row's coordinator took the case over, for the last time."""
    start = len(rows) - 1
    while start and coordinator[rows[start - 1]] == coordinator[rows[-1]]:
        start -= 1
    return rows[start]
