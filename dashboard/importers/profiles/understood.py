"""The first rows of a table as a person is shown them: what was understood, not what stood there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.importers import codes
from dashboard.importers.report import shown
from dashboard.importers.table import Table
from dashboard.language import formats

SHOWN = 5


def first_rows(table: Table, keys: Sequence[str]) -> Iterator[list[str]]:
    """One list of texts per row, '–' where nothing was understood."""
    for index in range(min(SHOWN, len(table.numbers))):
        yield [_text(table, key, table.columns[key][index]) for key in keys]


def _text(table: Table, key: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, dt.date):
        return formats.short_date(value)
    if table.template.column(key).parse is codes.close_reason:
        return codes.CLOSE_REASONS[value][0]
    return shown(value)
