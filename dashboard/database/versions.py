"""Facts are immutable versions: an import builds a new file beside the old one, checks it, then swaps a pointer.

`data/facts-<version>.duckdb` are the versions, `data/current` is a small file naming the one that counts.
A DuckDB writer locks every other process out and readers keep what they opened, so nobody ever writes a file
that is being read (performance.md, "DuckDB locks and file swap"). An older layout is rebuilt, never migrated.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlalchemy as sa

from dashboard.database import rollups
from dashboard.database.engine import VERSIONS_KEPT, duckdb_engine, postgres_engine
from dashboard.database.tables import account_class, facts, version_info

LAYOUT = 2  # raise it when tables.py changes: a file of another layout is refused, and told how to be rebuilt


class NoData(Exception):
    """There is no version of the facts yet."""


class DamagedData(Exception):
    """The pointer or the file it names cannot be read."""


class ImportRunning(Exception):
    """Another import holds the lock."""


@dataclass(frozen=True)
class Version:
    """One version, pinned for the length of a request."""

    name: str
    origin: str
    as_of: dt.date | None
    mapping_version: str
    engine: sa.Engine


_opened: dict[tuple[str, str], Version] = {}


def current(data_folder: Path, facts_url: str = "") -> Version:
    """The version that counts now. Raises NoData or DamagedData; never guesses."""
    if facts_url:
        return _current_on_postgres(facts_url)
    path = data_folder / _pointed(data_folder)
    key = (str(path), str(_stamp(path)))
    return _kept(key, lambda: _open(duckdb_engine(path), path.stem.removeprefix("facts-")))


def _kept(key: tuple[str, str], read: Callable[[], Version]) -> Version:
    """The version under key, read once; old ones are forgotten, as their engines are."""
    found = _opened.get(key)
    if found is None:
        for old in list(_opened)[: -VERSIONS_KEPT + 1]:
            _opened.pop(old, None)
        found = _opened[key] = read()
    return found


def _stamp(path: Path) -> tuple[int, int]:
    """What tells one file from another of the same name: damage after opening is seen at the next request."""
    try:
        stat = path.stat()
    except OSError as error:
        raise DamagedData(f"the file {path.name} is missing") from error
    return stat.st_mtime_ns, stat.st_size


def _pointed(data_folder: Path) -> str:
    pointer = data_folder / "current"
    try:
        content = json.loads(pointer.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoData(str(pointer)) from error
    except (OSError, ValueError) as error:
        raise DamagedData("the pointer cannot be read") from error
    if not isinstance(content, dict) or content.get("layout") != LAYOUT or not isinstance(content.get("file"), str):
        raise DamagedData("the pointer is of another layout")
    return str(content["file"])


def _open(engine: sa.Engine, name: str) -> Version:
    try:
        with engine.connect() as connection:
            row = connection.execute(sa.select(version_info)).one()
    except Exception as error:  # DuckDB and the driver raise many kinds; to a reader they are one
        raise DamagedData(f"version {name} cannot be opened") from error
    return Version(name, row.origin, row.as_of, row.mapping_version, engine)


def _current_on_postgres(url: str) -> Version:
    pointer = sa.text("select schema_name from public.trinvis_current")
    try:
        with postgres_engine(url, "public").connect() as connection:
            schema = connection.execute(pointer).scalar_one_or_none()
    except sa.exc.SQLAlchemyError as error:
        if isinstance(getattr(error, "orig", None), psycopg.errors.UndefinedTable):
            raise NoData("no version has been published") from error
        raise DamagedData("the database does not answer") from error
    if schema is None:
        raise NoData("no version has been published")
    key = (url, schema)
    return _kept(key, lambda: _open(postgres_engine(url, schema), schema.removeprefix("facts_")))


@contextmanager
def import_lock(data_folder: Path) -> Iterator[None]:
    """One importer at a time. Raises ImportRunning at once where another holds the lock."""
    data_folder.mkdir(parents=True, exist_ok=True)
    with (data_folder / "import.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportRunning from error
        yield


def build(data_folder: Path, fill: Callable[[sa.Connection], None], *, start_from: Path | None = None) -> str:
    """Make a new version, roll it up, check it and let it count; returns its name.

    fill writes the source tables and exactly one row of version_info through a DuckDB connection; the file starts
    as a copy of `start_from`, or empty. Whatever fails leaves the old version counting and no file behind.
    """
    with import_lock(data_folder):
        name = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
        path = data_folder / f"facts-{name}.duckdb"
        try:
            if start_from is not None:
                shutil.copyfile(start_from, path)
            _write(path, name, fill)
            _swap(data_folder, path)
        except BaseException:
            for leftover in data_folder.glob(f"{path.name}*"):
                leftover.unlink()
            raise
        _forget_old(data_folder)
        return name


def _write(path: Path, name: str, fill: Callable[[sa.Connection], None]) -> None:
    engine = sa.create_engine(f"duckdb:///{path}")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("set enable_progress_bar = false")  # ours tells more, and logs stay clean
            facts.create_all(connection, checkfirst=True)
            fill(connection)
            connection.execute(sa.update(version_info).values(version=name))
            _check(connection)
            rollups.build(connection)
    finally:
        engine.dispose()  # closing the last connection writes the log into the file


def _check(connection: sa.Connection) -> None:
    one = connection.execute(sa.select(sa.func.count()).select_from(version_info)).scalar_one()
    if one != 1:
        raise ValueError(f"a version says what it is in one row of version_info, not {one}")
    if not connection.execute(sa.select(sa.func.count()).select_from(account_class)).scalar_one():
        raise ValueError("a version carries its mapping of accounts")


def _swap(data_folder: Path, path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    new = data_folder / "current.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump({"layout": LAYOUT, "file": path.name}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(data_folder / "current")
    folder = os.open(data_folder, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _forget_old(data_folder: Path) -> None:
    # Readers that have an old file open keep reading it: the name goes, the file stays until they let go.
    for old in sorted(data_folder.glob("facts-*.duckdb"))[:-VERSIONS_KEPT]:
        old.unlink()


def current_file(data_folder: Path) -> Path | None:
    """The file that counts now, or None: what an import starts from."""
    try:
        return data_folder / _pointed(data_folder)
    except NoData:
        return None
