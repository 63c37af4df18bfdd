"""Files of several deliveries: what our own export writes, a row for as many deliveries as said the same of it.

A person's file is of one day, which stands beside it (--pr) or in it. An export says in each row from which delivery to
which one it was said, and which came next; only so are the deliveries, and what was unknown between them, the same
when it is read again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dashboard.importers import values
from dashboard.importers.template import Column, Rows

COLUMNS = (
    Column("listed_from", "Første levering", values.date, "The first delivery that says so", offered=False),
    Column("listed_to", "Sidste levering", values.date, "The last delivery that says so", offered=False),
    Column("listed_next", "Næste levering", values.date, "The delivery after it", offered=False),
)


def newest_day(rows: Rows) -> dt.date | None:
    """The day of the newest delivery in the file; None where it is a person's file, of one day."""
    return max((day for day in rows["listed_to"] if day is not None), default=None)


def newest_and_earlier(rows: Rows) -> tuple[Rows, Rows | None]:
    """What the newest delivery said, which the rules are for, and what only earlier ones did (None: nothing)."""
    newest: dict[str, dt.date] = {}
    for code, day in rows.together("municipality", "listed_to"):
        if day is not None:
            newest[code] = max(day, newest.get(code, day))
    told = rows.together("municipality", "listed_to")
    now = [index for index, (code, day) in enumerate(told) if day in (None, newest.get(code))]
    if len(now) == len(rows):
        return rows, None
    earlier = sorted(set(range(len(rows))) - set(now))
    return _part(rows, now), _part(rows, earlier)


def _part(rows: Rows, indices: list[int]) -> Rows:
    columns = {key: [column[index] for index in indices] for key, column in rows.columns.items()}
    counts = [rows.counts[index] for index in indices] if rows.counts else []
    return Rows(rows.template, columns, [rows.places[index] for index in indices], rows.headings, counts)


def days(rows: Rows, as_of: dt.date) -> dict[str, list[Any]]:
    """first_day, last_day and next_day of each row; as_of: of those that do not say."""
    given = rows.together(*(column.key for column in COLUMNS))
    return {
        "first_day": [first or last or as_of for first, last, _ in given],
        "last_day": [last or first or as_of for first, last, _ in given],
        "next_day": [following for *_, following in given],
    }
