"""A checked delivery into the tables of the version that is being built (always in DuckDB).

Three beginnings: no data (an empty version), sample data (an empty version that keeps the published figures, for
nobody may mistake sample for real), real data (a copy, in which the delivery replaces what it delivers anew).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database import content
from dashboard.database.accounts import MAPPING_VERSION, account_class_rows
from dashboard.database.metadata import facts
from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.database.provenance_tables import import_batch
from dashboard.database.published_tables import published_figure, published_stat
from dashboard.database.tables import account_class, municipality, version_info
from dashboard.importers.context import Context
from dashboard.importers.parts import PUBLISHED, Part
from dashboard.importers.present import Present

STAGE = "delivered"


class Relation(str):
    """A select that DuckDB works out itself, instead of a frame: with the columns of the table that it is for."""


def begin_empty(connection: sa.Connection, present: Present) -> None:
    """An empty real version; what Danmarks Statistik has published goes along from sample data."""
    connection.execute(sa.insert(account_class), account_class_rows())
    places = pd.DataFrame(MUNICIPALITIES.values()).rename(columns={"code": "municipality_code"})
    insert_frame(connection, municipality, places)
    info = {"version": "", "origin": "real", "as_of": None, "mapping_version": MAPPING_VERSION, "created_at": _now()}
    connection.execute(sa.insert(version_info), info)
    if present.version is None:
        return
    with present.version.engine.connect() as old:
        for table, only in (
            (published_stat, sa.true()),
            (published_figure, sa.true()),
            (import_batch, import_batch.c.source == PUBLISHED),
        ):
            rows = [dict(row) for row in old.execute(sa.select(table).where(only)).mappings()]
            insert_frame(connection, table, pd.DataFrame(rows, columns=[column.name for column in table.columns]))


def begin_copy(connection: sa.Connection) -> None:
    connection.execute(sa.update(version_info).values(created_at=_now()))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def insert_frame(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame | Relation) -> None:
    """Append the frame's rows; a frame is read by DuckDB a thousand times faster than rows one by one."""
    if isinstance(frame, pd.DataFrame) and frame.empty:
        return
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    with relation_of(connection, table, frame) as relation:
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {relation}")  # noqa: S608


@contextmanager
def relation_of(
    connection: sa.Connection, table: sa.Table, frame: pd.DataFrame | Relation, *more: sa.Column[Any]
) -> Iterator[str]:
    """What a statement can select the frame's rows from, with the table's columns, and more, in their types."""
    if isinstance(frame, Relation):
        yield f"({frame})"
        return
    with staged(connection, typed_frame([*table.columns, *more], frame)):
        yield STAGE


def typed_frame(columns: Iterable[sa.Column[Any]], frame: pd.DataFrame) -> pd.DataFrame:
    """These columns, with their types."""
    return pd.DataFrame({c.name: _typed(frame[c.name], c.type) for c in columns})


def _typed(values: pd.Series[Any], kind: sa.types.TypeEngine[Any]) -> pd.Series[Any]:
    if isinstance(kind, sa.Date):
        return values.astype("datetime64[s]")
    if isinstance(kind, sa.Integer):
        return values.astype("Int64")
    return values.astype("bool" if isinstance(kind, sa.Boolean) else "str")


@contextmanager
def staged(connection: sa.Connection, frame: pd.DataFrame) -> Iterator[None]:
    """Inside it the frame can be selected from as the table STAGE."""
    driver: Any = connection.connection.driver_connection
    driver.register(STAGE, frame)
    try:
        yield
    finally:
        driver.unregister(STAGE)


def delete_matching(connection: sa.Connection, table: sa.Table, keys: pd.DataFrame) -> int:
    """Delete the rows that agree with a row of `keys` in all its columns; returns how many there were."""
    if keys.empty:
        return 0
    same = " AND ".join(f'{STAGE}."{key}" = {table.name}."{key}"' for key in keys.columns)
    with staged(connection, keys):
        same_rows = f"FROM {table.name} WHERE EXISTS (SELECT 1 FROM {STAGE} WHERE {same})"  # noqa: S608
        gone = connection.exec_driver_sql(f"SELECT count(*) {same_rows}").scalar_one()
        connection.exec_driver_sql(f"DELETE {same_rows}")
        return int(gone)


def write_published(connection: sa.Connection, part: Part) -> int:
    """Figures of the same place, period and codes are replaced; returns how many were."""
    assert part.published is not None
    table = table_named(part.published.table)
    frame = part.published.frame.assign(source_file=part.file)
    replaced = delete_matching(connection, table, frame[list(part.published.key)])
    insert_frame(connection, table, frame)
    part.content_hash = content_of(connection, {table.name: frame})
    return replaced


def content_of(connection: sa.Connection, frames: Mapping[str, pd.DataFrame]) -> str:
    """What a source's files of one command hold, whatever order their rows are in; frames: by table."""
    digests = []
    for name, frame in frames.items():
        table = table_named(name)
        with staged(connection, typed_frame(table.columns, frame)):
            digests.append((name, content.of_relation(connection, STAGE, table)))
    return content.together(digests)


def record(connection: sa.Connection, parts: Iterable[Part], context: Context) -> None:
    """Remember the files, so that the same one again changes nothing."""
    rows = [
        {
            "source": part.source,
            "file_name": part.file,
            "sha256": part.sha256,
            "rows_in": part.rows_in,
            "loaded_at": _now(),
            "content_hash": part.content_hash,
            "as_of": context.day if part.ledger is not None else None,
            "again": context.choices.again if part.ledger is not None else "",
        }
        for part in parts
    ]
    if rows:
        connection.execute(sa.insert(import_batch), rows)


def forget(connection: sa.Connection, source: str) -> None:
    """Earlier files of a source no longer stand as they were: to deliver one of them again is a change."""
    connection.execute(sa.delete(import_batch).where(import_batch.c.source == source))


def table_named(name: str) -> sa.Table:
    return facts.tables[name]
