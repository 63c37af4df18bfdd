"""The operational tables from the file into PostgreSQL, once; and back into a file, for a backup. Row by row as they are.

As text both ways: what SQLite holds as a number, a date or JSON, PostgreSQL reads from it, and the other way round.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from psycopg import sql

from dashboard.database.installation import PUBLICATIONS
from dashboard.database.operational_file import FILE, engine_on_file, migrate_file
from dashboard.database.operational_tables import change_count, operational, publication_file

ROWS_AT_ONCE = 10_000


def carry(data_folder: Path, connection: sa.Connection) -> None:
    """Everything that stands in the folder's file, and its publications, into the empty tables of the connection's schema.

    Raises UnusableOperational, and ValueError where PostgreSQL has another number of rows afterwards.
    """
    _carry_publications(data_folder, connection)
    if not (data_folder / FILE).exists():
        return
    engine_on_file(data_folder)  # brought to the newest layout
    with closing(sqlite3.connect(data_folder / FILE, isolation_level=None)) as file:
        file.execute("begin immediate")  # nobody writes there any more
        for table in _in_order():
            _copy(file, connection, table)
        file.execute("rollback")
    _count_on(connection)


def _carry_publications(data_folder: Path, connection: sa.Connection) -> None:
    folder = data_folder / PUBLICATIONS
    for path in (*folder.glob("**/*.zip"), *folder.glob("*.csv.gz")):
        row = file_row(path.relative_to(folder).as_posix(), path.read_bytes())
        connection.execute(sa.insert(publication_file).values(row))


def file_row(name: str, content: bytes) -> dict[str, Any]:
    """A file as a row of publication_file."""
    written = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return {"name": name, "content": content, "sha256": hashlib.sha256(content).hexdigest(), "written_at": written}


def write_file(connection: sa.Connection, path: Path) -> int:
    """What stands in PostgreSQL at one moment, into the file of a folder that has none; the newest entry of the log.

    connection: whose transaction sees one moment.
    """
    migrate_file(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("begin immediate")
        for table in _in_order():
            file.execute(f"delete from {table.name}")  # noqa: S608 - names of ours
            marks = ", ".join("?" * len(table.columns))
            for rows in _as_text(connection, table):
                file.executemany(f"insert into {table.name} ({_names(table)}) values ({marks})", rows)  # noqa: S608
        file.execute("commit")
        file.execute("pragma journal_mode=delete")
        (last,) = file.execute("select coalesce(max(entry_id), 0) from audit_entry").fetchone()
    return int(last)


def _in_order() -> list[sa.Table]:
    """The count of changes last: each row of a decision raises it."""
    return sorted(operational.sorted_tables, key=lambda table: table is change_count)


def _names(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _copy(file: sqlite3.Connection, connection: sa.Connection, table: sa.Table) -> None:
    if table is change_count:  # which a new schema has a row of
        connection.execute(sa.delete(table))
    driver: Any = connection.connection.driver_connection
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    into, rows = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names), 0
    with driver.cursor() as cursor, cursor.copy(into) as copy:
        for row in file.execute(f"select {_names(table)} from {table.name} order by rowid"):  # noqa: S608 - names of ours
            copy.write_row(row)
            rows += 1
    there = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    if there != rows:
        raise ValueError(f"{table.name}: {rows} rows in the file, {there} in PostgreSQL")


def _count_on(connection: sa.Connection) -> None:
    """Numbers that PostgreSQL gives out go on from those that are there."""
    for table in operational.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            largest = sa.select(sa.func.max(column)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(sequence, largest)).where(largest.is_not(None)))


def _as_text(connection: sa.Connection, table: sa.Table) -> Iterator[list[tuple[str | None, ...]]]:
    wanted = sa.select(*(sa.cast(column, sa.Text).label(column.name) for column in table.columns))
    for rows in connection.execute(wanted.order_by(*table.columns[:1])).partitions(ROWS_AT_ONCE):
        yield [tuple(row) for row in rows]
