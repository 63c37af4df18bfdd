"""What a delivery would write, and the same again out of the product's own export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database.metadata import facts
from dashboard.importers import Given
from dashboard.importers.choices import Choices
from dashboard.importers.delivery import Delivery, numbered, receive
from dashboard.importers.dst.merge import write_reports
from dashboard.importers.export import cells
from dashboard.importers.export_rows import ROWS
from dashboard.importers.ledger_write import write_dated
from dashboard.importers.present import Present
from dashboard.importers.profiles.reader import Shelf
from dashboard.importers.sources import ALL_TEMPLATES, SOURCES
from dashboard.importers.write import content_of

HOME = "Herning"
Facts = dict[str, Counter[tuple[Any, ...]]]
Tables = dict[str, list[dict[str, Any]]]


def received(content: bytes, name: str = "fil.csv", shelf: Shelf | None = None) -> Delivery:
    present = Present(None, shelf=shelf) if shelf else Present(None)
    return receive([Given(name, content=content)], present, Choices(municipality=HOME))


@contextmanager
def empty_version() -> Iterator[sa.Connection]:
    engine = sa.create_engine("duckdb:///:memory:")
    with engine.begin() as connection:
        facts.create_all(connection)
        yield connection
    engine.dispose()


def understood(delivery: Delivery, source: str) -> Tables:
    """The rows of the tables that an import would write, a missing value as None."""
    if source == "ledger" or any(part.reports for part in delivery.parts):
        return written(delivery, source)
    frames = SOURCES[source].facts(delivery.rows[source], delivery.context)
    return {name: list(_rows(frame)) for name, frame in frames.items()}


def written(delivery: Delivery, source: str) -> Tables:
    """A ledger's rows, and the services of a delivery to Danmarks Statistik, are nowhere but in their table."""
    with empty_version() as connection:
        write_dated(connection, numbered(delivery), delivery.looked, delivery.context)
        for part in delivery.parts:
            if part.reports is not None:
                write_reports(connection, part.reports)
        names = SOURCES[source].tables if source in SOURCES else (source,)
        return {n: [dict(row) for row in connection.execute(sa.select(facts.tables[n])).mappings()] for n in names}


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        yield {str(key): int(value) if isinstance(value, float) else value for key, value in row.items()}


def compared(rows: Tables, source: str) -> Facts:
    names = SOURCES[source].tables if source in SOURCES else [source]
    columns = {name: [column.name for column in facts.tables[name].columns] for name in names}
    return {name: Counter(tuple(row[c] for c in columns[name]) for row in rows[name]) for name in columns}


def content_hash(rows: Tables, source: str) -> str:
    """As an import keeps it of its delivery."""
    names = SOURCES[source].tables if source in SOURCES else (source,)
    frames = {
        name: pd.DataFrame(rows[name], columns=[column.name for column in facts.tables[name].columns], dtype=object)
        for name in names
    }
    with _HASHED.begin() as connection:
        return content_of(connection, frames)


_HASHED = sa.create_engine("duckdb:///:memory:")


def written_again(rows: Tables, source: str) -> bytes:
    form = next(form for form in ALL_TEMPLATES if form.source == source)
    lines = [[column.heading for column in form.columns], *cells(form, ROWS[source](lambda name: rows.get(name, [])))]
    quoted = (";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    return "\r\n".join(quoted).encode("utf-8-sig")
