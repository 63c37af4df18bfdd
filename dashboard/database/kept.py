"""The versions that are kept: which there are, going back to one, and whether they still hold what was written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from dashboard.database import content, pointer
from dashboard.database.engine import duckdb_engine
from dashboard.database.errors import DamagedData, UnknownVersion
from dashboard.database.import_lock import import_lock
from dashboard.database.tables import version_info


@dataclass(frozen=True)
class Kept:
    """One version; origin is '' where its file cannot be read."""

    name: str
    counts: bool
    created_at: str = ""  # ISO 8601
    origin: str = ""
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Difference:
    """Rows of one table and municipality ('' where the table has none) that are not those written; rows: now."""

    table: str
    municipality_code: str
    rows_written: int
    rows: int


def kept(data_folder: Path) -> list[Kept]:
    """Newest first. Raises NoData or DamagedData where the pointer does not tell."""
    pointed = pointer.read(data_folder)
    pointed.check_layout()
    return [_described(data_folder, name, name == pointed.counting) for name in pointed.kept]


def _described(data_folder: Path, name: str, counts: bool) -> Kept:
    try:
        with duckdb_engine(pointer.file_of(data_folder, name)).connect() as connection:
            row = connection.execute(sa.select(version_info)).one()
    except Exception:  # as in versions: to a reader the many kinds are one
        return Kept(name, counts)
    return Kept(name, counts, row.created_at, row.origin, row.as_of)


def rollback(data_folder: Path, name: str | None = None) -> str:
    """Let another kept version count, without a name the one before; returns its name. None is removed.

    Raises UnknownVersion where there is none such, and DamagedData where its file cannot be read.
    """
    with import_lock(data_folder):
        pointed = pointer.read(data_folder)
        pointed.check_layout()
        before = [kept_name for kept_name in pointed.kept if kept_name < pointed.counting]
        target = name if name is not None else next(iter(before), None)
        if target is None or target not in pointed.kept:
            raise UnknownVersion(*pointed.kept)
        if not _described(data_folder, target, counts=False).origin:
            raise DamagedData(f"version {target} cannot be read")
        pointer.write(data_folder, target, pointed.kept)
        return target


def verify(data_folder: Path, name: str) -> list[Difference]:
    """What does not agree with the fingerprints that the version was written with; a file cut short raises DamagedData."""
    try:
        with duckdb_engine(pointer.file_of(data_folder, name)).connect() as connection:
            return [found for table in content.HASHED for found in _differences(connection, table)]
    except sa.exc.SQLAlchemyError as error:
        raise DamagedData(f"version {name} cannot be read") from error


def _differences(connection: sa.Connection, table: sa.Table) -> list[Difference]:
    now, written = content.fingerprints(connection, table), content.stored(connection, table)
    nothing = content.Fingerprint(0, "")
    return [
        Difference(table.name, place, written.get(place, nothing).rows, now.get(place, nothing).rows)
        for place in sorted({*now, *written})
        if now.get(place) != written.get(place)
    ]


