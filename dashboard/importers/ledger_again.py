"""Rows of a ledger that say its headings once more, as printed pages do: left out where it lies, and named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.importers.heading_rows import said_again
from dashboard.importers.ledger_rows import LedgerRows
from dashboard.importers.ledger_sets import Distinct

MOST_LISTED = 1000


def sql_of(sets: Sequence[Distinct], places: Mapping[str, int], headings: Sequence[Any]) -> str:
    """SQL that is true of such a row; '' where no cell that has been read says its own heading."""
    if not any(key and said_again([text, text], [heading, heading]) for one in sets for texts in one.raw
               for key, text, heading in zip(one.keys, texts, one.headings, strict=False)):  # fmt: skip
        return ""
    same = [f"trim(c{at}) = '{_quoted(headings[at])}'" for at in sorted(places.values())]
    return f"coalesce({' and '.join(same)}, false)"


def indexes(connection: Any, relation: str, again: str, rows: LedgerRows) -> list[int]:
    """Which rows of the sheet they are, counted from 0."""
    found = connection.execute(f"select n from {relation} where {again} order by n limit {MOST_LISTED}").fetchall()  # noqa: S608
    numbers = rows.row_numbers([n for (n,) in found])
    return [numbers[n] - 1 for (n,) in found]


def _quoted(heading: Any) -> str:
    return str(heading).replace("'", "''")
