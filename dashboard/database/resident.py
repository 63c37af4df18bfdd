"""Rollups held in memory as whole numbers, so that a view is a few slices of arrays instead of a statement.

However little it finds, a statement costs 2-6 ms through SQLAlchemy and DuckDB; a slice costs a hundredth of that.
Texts are numbers here (their place among `names`), and municipality codes are the numbers they write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sqlalchemy as sa

from dashboard.database.frames import Array, read_numbers
from dashboard.database.per_version import once

Group = tuple[int, ...]


@dataclass(frozen=True)
class Source:
    """What to hold: the columns of `rows`, whose texts become numbers.

    groups: the columns that a reader names exactly. Within a group rows stand by month, where there is one.
    """

    name: str
    rows: sa.Select[Any]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """columns: by name, of one length, no wider than they need. names: what the numbers of each text column mean.

    spans: the first row of each group, and the one after its last.
    """

    columns: dict[str, Array]
    names: dict[str, Array]
    spans: dict[Group, tuple[int, int]]

    def number(self, column: str, text: str) -> int:
        """What stands for the text, -1 where it does not occur."""
        return self._numbers[column].get(text, -1)

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        return {column: {text: i for i, text in enumerate(texts.tolist())} for column, texts in self.names.items()}

    def rows(self, groups: Iterable[Group], first: int | None = None, last: int | None = None) -> Array:
        """Which rows the groups have, in the given order; with months, only those from `first` to `last`."""
        spans = [self._span(group, first, last) for group in groups]
        return np.concatenate([np.arange(*span) for span in spans]) if spans else np.zeros(0, np.int64)

    def _span(self, group: Group, first: int | None, last: int | None) -> tuple[int, int]:
        start, end = self.spans.get(group, (0, 0))
        if first is None or last is None or start == end:
            return start, end
        low, high = self.columns["month"][start:end].searchsorted((first, last + 1)).tolist()
        return start + low, start + high

    def take(self, column: str, rows: Array) -> Array:
        """A column's numbers in these rows, wide enough to be added up."""
        numbers: Array = self.columns[column][rows].astype(np.int64)
        return numbers

    def texts(self, column: str, rows: Array) -> Array:
        """A column's texts in these rows."""
        texts: Array = self.names[column][self.columns[column][rows]]
        return texts


def held(connection: sa.Connection, source: Source, version: str) -> Held:
    """The source's rows in the version that the connection reads; '' is facts that may still change."""
    return once(connection, version, source.name, lambda: _read(connection, source))


def place(code: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    """A municipality code as the number it writes."""
    return sa.cast(code, sa.Integer).label("place")


def day(date: sa.ColumnElement[Any], name: str, missing: int = 0) -> sa.ColumnElement[int]:
    """A date as days since 1970."""
    days = date.op("-", return_type=sa.Integer())(sa.literal_column("date '1970-01-01'"))
    return sa.func.coalesce(days, sa.literal_column(str(missing), sa.Integer)).label(name)


def _read(connection: sa.Connection, source: Source) -> Held:
    rows = source.rows.subquery()
    numbered, names = _numbered(rows)
    columns = dict(zip(rows.c.keys(), read_numbers(connection, numbered), strict=True))
    sorted_by = [columns[name] for name in (*source.groups, "month") if name in columns]
    order = np.lexsort(sorted_by[::-1])
    columns = {name: _narrow(values[order]) for name, values in columns.items()}
    texts = {name: _texts(connection, of) for name, of in names.items()}
    return Held(columns, texts, _spans([columns[name] for name in source.groups]))


def _numbered(rows: sa.Subquery) -> tuple[sa.Select[Any], dict[str, sa.Subquery]]:
    """The rows with every text as its number: a million texts take Python a second, their numbers next to nothing."""
    names = {column.name: _names(column) for column in rows.c if isinstance(column.type, sa.Text)}
    origin: sa.FromClause = rows
    for name, of in names.items():
        origin = origin.join(of, of.c.text == rows.c[name])
    columns = [names[column.name].c.number if column.name in names else column for column in rows.c]
    return sa.select(*columns).select_from(origin), names


def _names(column: sa.ColumnElement[str]) -> sa.Subquery:
    """The texts of a column, numbered from 0 in the database's own order."""
    different = sa.select(column.label("text")).distinct().subquery()
    number = sa.func.row_number().over(order_by=different.c.text) - sa.literal_column("1", sa.Integer)
    return sa.select(different.c.text, number.label("number")).subquery()


def _texts(connection: sa.Connection, names: sa.Subquery) -> Array:
    found = connection.execute(sa.select(names.c.text).order_by(names.c.number)).scalars()
    return np.array(list(found), dtype=object)


def _narrow(values: Array) -> Array:
    """As many bytes as the numbers need: nationally the rollups then take 100 MB."""
    for dtype in (np.int16, np.int32):
        fits = np.iinfo(dtype)
        if not len(values) or (fits.min <= values.min() and values.max() <= fits.max):
            return values.astype(dtype)
    return values


def _spans(keys: list[Array]) -> dict[Group, tuple[int, int]]:
    n = len(keys[0])
    starts = np.flatnonzero(np.logical_or.reduce([np.diff(key, prepend=key[:1] - 1) != 0 for key in keys]))
    groups = zip(*(key[starts].tolist() for key in keys), strict=True)
    ends = [*starts[1:].tolist(), n]
    return dict(zip(groups, zip(starts.tolist(), ends, strict=True), strict=True)) if n else {}
