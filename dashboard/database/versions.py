"""Facts are immutable versions: an import builds a new file beside the old one, checks it, then swaps a pointer.

`data/facts-<version>.duckdb` are the versions, `data/current` names the one that counts and those that are kept.
A DuckDB writer locks every other process out and readers keep what they opened, so nobody ever writes a file
that is being read (performance.md, "DuckDB locks and file swap"). An older layout is rebuilt, never migrated.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlalchemy as sa

from dashboard.database import operational_shared, pointer, scoped, version_file
from dashboard.database.engine import VERSIONS_KEPT, duckdb_engine, postgres_engine
from dashboard.database.errors import (
    DamagedData,
    DamagedPointer,
    DatabaseAway,
    DiskFull,
    ImportRunning,
    MissingFile,
    NewerLayout,
    NoData,
    NotReadable,
    OlderLayout,
    OtherInstallation,
    is_away,
)
from dashboard.database.import_lock import import_lock
from dashboard.database.pointer import LAYOUT, file_of
from dashboard.database.server_mode import server_url
from dashboard.database.tables import version_info

__all__ = [
    "LAYOUT",
    "VERSIONS_KEPT",
    "DamagedData",
    "DatabaseAway",
    "DiskFull",
    "ImportRunning",
    "MissingFile",
    "NewerLayout",
    "NoData",
    "NotReadable",
    "OlderLayout",
    "OtherInstallation",
    "Version",
    "build",
    "current",
    "current_file",
    "import_lock",
]


@dataclass(frozen=True)
class Version:
    """One version, pinned for the length of a request."""

    name: str
    origin: str
    as_of: dt.date | None
    mapping_version: str
    engine: sa.Engine

    def reading(self, municipalities: Collection[str] | None) -> sa.Connection:
        """A connection to the rows of these municipalities; None is all (scoped.py)."""
        return scoped.reading(self.engine, municipalities)


_opened: dict[tuple[str, str], Version] = {}


def current(data_folder: Path, facts_url: str = "") -> Version:
    """The version that counts now. Raises NoData or DamagedData; never guesses."""
    if facts_url:
        return _current_on_postgres(data_folder, facts_url)
    pointed = pointer.read(data_folder)
    pointed.check_layout()
    try:
        return _on_disk(file_of(data_folder, pointed.counting), pointed.counting)
    except DamagedData:
        if pointer.read(data_folder) == pointed:
            raise
        return current(data_folder)  # so much was imported meanwhile that the file has gone


def _on_disk(path: Path, name: str) -> Version:
    key = (str(path), str(_stamp(path)))
    return _kept(key, lambda: _open_file(path, name))


def _open_file(path: Path, name: str) -> Version:
    check_file(path)
    return _open(duckdb_engine(path), name)


def check_file(path: Path) -> None:
    """Raises MissingFile or NotReadable."""
    _stamp(path)
    if not os.access(path, os.R_OK):
        raise NotReadable(path)


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
    except PermissionError as error:
        raise NotReadable(path) from error
    except OSError as error:
        raise MissingFile(path.stem.removeprefix("facts-")) from error
    return stat.st_mtime_ns, stat.st_size


def _open(engine: sa.Engine, name: str) -> Version:
    try:
        with engine.connect() as connection:
            row = connection.execute(sa.select(version_info)).one()
    except Exception as error:  # DuckDB and the driver raise many kinds; to a reader they are one
        if is_away(error):
            raise DatabaseAway("the database does not answer") from error
        raise DamagedData(f"version {name} cannot be opened") from error
    return Version(name, row.origin, row.as_of, row.mapping_version, engine)


def _current_on_postgres(data_folder: Path, url: str) -> Version:
    statement = sa.text("select * from public.trinvis_current")
    try:
        with postgres_engine(url, "public").connect() as connection:
            row = connection.execute(statement).mappings().one_or_none()
    except sa.exc.SQLAlchemyError as error:
        if isinstance(getattr(error, "orig", None), psycopg.errors.UndefinedTable):
            raise NoData("no version has been published") from error
        raise (DatabaseAway if is_away(error) else DamagedData)("the database does not answer") from error
    if row is None:
        raise NoData("no version has been published")
    name = row["schema_name"].removeprefix("facts_")
    pointer.Pointer(name, (), row.get("layout", 1), row.get("shape", "")).check_layout()
    _refuse_others(data_folder, name)
    return _kept((url, name), lambda: _open(postgres_engine(url, f"facts_{name}"), name))


def _refuse_others(data_folder: Path, name: str) -> None:
    """A folder without versions reads what another has published; one that has its own reads its own alone. In server
    mode every folder of the installation reads the same (installation.py).
    """
    if url := server_url(data_folder):
        operational_shared.engine(data_folder, url)
        return
    try:
        ours = pointer.read(data_folder).knows(name)
    except NoData:
        return
    if not ours:
        raise OtherInstallation(name)


def build(data_folder: Path, fill: Callable[[sa.Connection], None], *, start_from: Path | None = None) -> str:
    """Make a new version, roll it up, check it and let it count; returns its name.

    fill writes the source tables and exactly one row of version_info through a DuckDB connection; the file starts
    as a copy of `start_from`, or empty. Whatever fails leaves the old version counting and no file behind. Raises
    ImportRunning, and DiskFull where the disk is.
    """
    with import_lock(data_folder):
        remove_leftovers(data_folder)
        name = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
        try:
            version_file.make(file_of(data_folder, name), name, fill, start_from)
            pointer.write(data_folder, name, _kept_beside(data_folder, name))
        except BaseException as error:
            remove_leftovers(data_folder)
            if version_file.is_disk_full(error):
                raise DiskFull(str(data_folder)) from error
            raise
        remove_leftovers(data_folder)
        return name


def _kept_beside(data_folder: Path, name: str) -> tuple[str, ...]:
    try:
        before = pointer.read(data_folder)
        before.check_layout()
    except NewerLayout:
        raise
    except DamagedPointer:  # then nobody knows which of those there are somebody needs
        return pointer.there(data_folder)
    except (NoData, DamagedData):  # what cannot be read is replaced by this version, as a reader would wish
        return (name,)
    return pointer.kept_with(before.kept, before.counting, name)


def remove_leftovers(data_folder: Path) -> None:
    """Take away what no pointer names: versions beyond those kept, and all that a killed import left.

    Only under the lock. Readers that have an old file open keep reading it: the name goes, the file stays until
    they let go. Where the pointer cannot be read, everything stays: somebody may want to repair it.
    """
    try:
        pointed = pointer.read(data_folder)
        names = {pointed.counting, *pointed.kept}
    except NoData:
        names = set()
    except DamagedData:
        return
    keep = {file_of(data_folder, name).name for name in names}
    for path in [*data_folder.glob("facts-*"), *data_folder.glob(f"{pointer.POINTER}.new")]:
        if path.name in keep:
            continue
        if path.is_dir():
            shutil.rmtree(path)  # where DuckDB puts what does not fit in memory
        else:
            path.unlink()


def current_file(data_folder: Path) -> Path | None:
    """The file that counts now, or None: what an import starts from. Raises DamagedData, as current does."""
    try:
        pointed = pointer.read(data_folder)
    except NoData:
        return None
    pointed.check_layout()
    return file_of(data_folder, pointed.counting)
