"""The first rows of a table as a person is shown them: what was understood, not what stood there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dashboard.importers import codes, values
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
    said = _SAID.get(table.template.column(key).parse)
    return said(value) if said else shown(value)


def _month(key: int) -> str:
    return formats.month(key) if key >= 100 else str(key)  # the number of a period stays one


_SAID: dict[Callable[[Any], Any], Callable[[Any], str]] = {
    codes.close_reason: lambda value: codes.CLOSE_REASONS[value][0],
    codes.amount_kind: lambda value: codes.AMOUNT_KINDS[value][0],
    codes.account: lambda account: f"{account.function} · {account.dranst} · {account.grouping}",
    values.month_or_period: _month,
    values.ore: lambda ore: formats.kroner(ore, 2),
}
