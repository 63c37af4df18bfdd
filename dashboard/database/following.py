"""The data folder of one machine follows what counts in PostgreSQL, which any machine of the installation may have made.

Staging and checking happen in DuckDB files, so an import begins from a file of the newest version. Where another machine
made it, the file is made again from PostgreSQL, and held against the fingerprints that the version was written with.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from dashboard.database import content, pointer, postgres, scoped, version_file
from dashboard.database.engine import postgres_engine, reading_engine
from dashboard.database.errors import DamagedData, DamagedPointer, NoData, OlderLayout
from dashboard.database.import_lock import import_lock
from dashboard.database.provenance_tables import content_hash
from dashboard.database.rollup_tables import RETAINED
from dashboard.database.server_mode import server_url
from dashboard.database.tables import SOURCES
from dashboard.database.versions import remove_leftovers

ROWS_AT_ONCE = 50_000
BLOCK = "block_of_rows"


def follow(data_folder: Path) -> None:
    """Let the versions of the folder be those of PostgreSQL. Nothing is done without one, nor where the folder is ahead:
    what it has made and not copied yet (postgres.PENDING), or what PostgreSQL never had.

    Raises NewerLayout, OlderLayout where the folder cannot bring the versions there up to date, DatabaseAway, ImportRunning
    and DamagedData where what is read is not what was written.
    """
    url = server_url(data_folder)
    if not url or not _is_behind(data_folder, url):
        return
    with import_lock(data_folder):
        if _is_behind(data_folder, url):
            _take_over_from(data_folder, url)


def _is_behind(data_folder: Path, url: str) -> bool:
    counting = postgres.counting_in(url)
    if counting is None or (data_folder / postgres.PENDING).exists():
        return False
    mine = _mine(data_folder)
    if mine is None or mine.counting == counting:
        return mine is None
    # Newer than all that are there and never heard of: loaded while no PostgreSQL was set.
    newest = max(map(pointer.made, postgres.versions_in(url)))
    return pointer.made(mine.counting) <= newest or not mine.knows(counting)


def _mine(data_folder: Path) -> pointer.Pointer | None:
    try:
        return pointer.read(data_folder)
    except (NoData, DamagedPointer):
        return None


def _take_over_from(data_folder: Path, url: str) -> None:
    there = postgres.pointer_in(url)
    assert there is not None
    there.check_newer()
    try:
        there.check_layout()
    except OlderLayout:
        mine = _mine(data_folder)
        if mine is None or mine.counting != there.counting:
            raise
        return
    for name in there.kept:
        path = pointer.file_of(data_folder, name)
        if not path.exists() or _mine(data_folder) is None:
            _fetch(url, name, path)
    pointer.write(data_folder, there.counting, there.kept)
    remove_leftovers(data_folder)


def _fetch(url: str, name: str, path: Path) -> None:
    """The version out of PostgreSQL in a file of its own, which has its name when it is whole."""
    new = path.with_name(f"{path.stem}.fetched")
    new.unlink(missing_ok=True)
    with postgres_engine(url, f"{postgres.PREFIX}{name}").connect() as published:
        scoped.let_through(published, scoped.EVERYWHERE)
        version_file.make(new, name, lambda made: _fill(published, made))
        _check(published, new, name)
    new.replace(path)
    pointer.flush(path.parent)


def _fill(published: sa.Connection, made: sa.Connection) -> None:
    """What was loaded, as it is; what is worked out of it is worked out anew."""
    for table in (*SOURCES, *RETAINED):
        if table is not content_hash:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            for rows in blocks(published, table):
                made.execute(sa.text("register(:name, :rows)"), {"name": BLOCK, "rows": rows})
                made.exec_driver_sql(f"insert into {table.name} ({names}) select {typed(table)} from {BLOCK}")  # noqa: S608


def _check(published: sa.Connection, path: Path, name: str) -> None:
    engine = reading_engine(path)
    try:
        with engine.connect() as made:
            for table in content.HASHED:
                if content.stored(made, table) != content.stored(published, table):
                    raise DamagedData(f"version {name}: {table.name} in PostgreSQL is not what was written")
    finally:
        engine.dispose()


def blocks(published: sa.Connection, table: sa.Table) -> Iterator[pd.DataFrame]:
    """The rows of a table in PostgreSQL as texts, for DuckDB to take in; no more than a block is in memory."""
    texts = sa.select(*(sa.cast(column, sa.Text).label(column.name) for column in table.columns))
    rows = published.execution_options(stream_results=True).execute(texts)
    for block in rows.partitions(ROWS_AT_ONCE):
        yield pd.DataFrame([tuple(row) for row in block], columns=table.columns.keys(), dtype=object)


def typed(table: sa.Table) -> str:
    """Such texts as what they are, as DuckDB's SQL."""
    return ", ".join(f'"{column.name}"::{column.type} as "{column.name}"' for column in table.columns)
