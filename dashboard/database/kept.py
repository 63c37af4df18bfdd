"""The versions that are kept: which there are, going back to one, and whether they still hold what was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from dashboard.database import content, pointer
from dashboard.database.engine import duckdb_engine
from dashboard.database.errors import DamagedData, DamagedPointer, UnknownVersion
from dashboard.database.import_lock import import_lock
from dashboard.database.tables import version_info

Fingerprints = Mapping[str, content.Fingerprint]


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

    Where the pointer cannot be read, every file is taken for a version, and without a name the newest that is as it
    was written counts. Raises UnknownVersion where there is none such, and DamagedData where its file cannot be read.
    """
    with import_lock(data_folder):
        try:
            pointed = pointer.read(data_folder)
        except DamagedPointer:
            return _pointed_anew(data_folder, name)
        pointed.check_layout()
        before = [kept_name for kept_name in pointed.kept if kept_name < pointed.counting]
        whole = (one for one in before if _described(data_folder, one, counts=False).origin)
        target = name if name is not None else next(whole, next(iter(before), None))
        if target is None or target not in pointed.kept:
            raise UnknownVersion(*pointed.kept)
        if not _described(data_folder, target, counts=False).origin:
            raise DamagedData(f"version {target} cannot be read")
        pointer.write(data_folder, target, pointed.kept)
        return target


def _pointed_anew(data_folder: Path, name: str | None) -> str:
    names = pointer.there(data_folder)
    whole = (one for one in names if name in (None, one) and _is_whole(data_folder, one))
    target = next(whole, None)
    if target is None:
        raise UnknownVersion(*names)
    pointer.write(data_folder, target, names)
    return target


def _is_whole(data_folder: Path, name: str) -> bool:
    """Not what a killed import left: the fingerprints are the last that is written."""
    try:
        return bool(_described(data_folder, name, counts=False).origin) and verify(data_folder, name) == []
    except DamagedData:
        return False


def verify(data_folder: Path, name: str) -> list[Difference]:
    """What does not agree with the fingerprints that the version was written with; a file cut short raises DamagedData."""
    try:
        with duckdb_engine(pointer.file_of(data_folder, name)).connect() as connection:
            return [
                found
                for table in content.HASHED
                for found in differences(table, content.fingerprints(connection, table), content.stored(connection, table))
            ]
    except sa.exc.SQLAlchemyError as error:
        raise DamagedData(f"version {name} cannot be read") from error


def differences(table: sa.Table, now: Fingerprints, written: Fingerprints) -> list[Difference]:
    """What there is now, held against what was written; both by municipality."""
    nothing = content.Fingerprint(0, "")
    return [
        Difference(table.name, place, written.get(place, nothing).rows, now.get(place, nothing).rows)
        for place in sorted({*now, *written})
        if now.get(place) != written.get(place)
    ]


