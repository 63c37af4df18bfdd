"""Rules that more than one kind of file has: nothing twice, nothing in the future, nothing ended before it began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.importers.template import Finding, Rows


def twice(rows: Rows, key: str, *others: str, code: str = "duplicate_key") -> Iterator[Finding]:
    """A row whose `key` (with `others`) an earlier row has; rows without a key have their own fault."""
    first: dict[tuple[object, ...], int] = {}
    for index, values in enumerate(rows.together(key, *others)):
        if values[0] is None:
            continue
        earlier = first.setdefault(values, index)
        if earlier != index:
            yield Finding(index, key, code, (("value", str(values[0])), ("row", str(rows.places[earlier][1]))))


def after(rows: Rows, key: str, last: dt.date, code: str = "date_in_future") -> Iterator[Finding]:
    for index, day in enumerate(rows[key]):
        if day is not None and day > last:
            yield Finding(index, key, code)


def before(rows: Rows, key: str, start: str, code: str) -> Iterator[Finding]:
    """Rows whose day `key` lies before their day `start`."""
    for index, (day, earliest) in enumerate(rows.together(key, start)):
        if day is not None and earliest is not None and day < earliest:
            yield Finding(index, key, code)
