"""Which installation a data folder belongs to: a name that was drawn once, in PostgreSQL and in each folder that joined.

An empty folder joins what it finds, one with data of its own founds an installation where there is none yet, and is
refused where there is another's.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import sqlalchemy as sa

from dashboard.database import pointer
from dashboard.database.errors import DamagedData, NoData, OtherInstallation
from dashboard.database.operational_file import FILE as OPERATIONAL
from dashboard.database.operational_tables import installation

FILE = "installation"
PUBLICATIONS = "publications"  # the folder of publication.store


def join(connection: sa.Connection, data_folder: Path) -> bool:
    """Let the folder belong to the installation of this database; whether that was founded just now, by this folder.

    Under the lock of operational_shared. Raises OtherInstallation where the folder is another's.
    """
    theirs, ours = named(connection), of_folder(data_folder)
    if theirs is None:
        _refuse_unknown_facts(connection, data_folder)
        found(connection, data_folder, ours)
        return True
    if ours is None and not has_data(data_folder):
        _write(data_folder, theirs)
    elif ours != theirs:
        raise OtherInstallation(theirs)
    return False


def named(connection: sa.Connection) -> str | None:
    """The name that stands in the database."""
    name: str | None = connection.execute(sa.select(installation.c.name)).scalar_one_or_none()
    return name


def of_folder(data_folder: Path) -> str | None:
    """The name that stands in the folder."""
    try:
        return (data_folder / FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def found(connection: sa.Connection, data_folder: Path, name: str | None = None) -> None:
    """A new installation of that name, or of one that is drawn."""
    name = name or secrets.token_hex(16)
    _write(data_folder, name)  # first: a folder that was killed here knows its own again
    connection.execute(sa.delete(installation))
    connection.execute(sa.insert(installation).values(name=name))


def has_data(data_folder: Path) -> bool:
    """Whether anything stands in the folder that another installation does not have."""
    return any((data_folder / name).exists() for name in (OPERATIONAL, pointer.POINTER, PUBLICATIONS))


def _refuse_unknown_facts(connection: sa.Connection, data_folder: Path) -> None:
    """Facts that a folder of an earlier landing has published: it has to be the one that brings the rest."""
    if not sa.inspect(connection).has_table("trinvis_current", schema="public"):
        return
    counting = connection.execute(sa.text("select schema_name from public.trinvis_current")).scalar_one_or_none()
    if counting is not None and not _knows(data_folder, counting.removeprefix("facts_")):
        raise OtherInstallation(counting)


def _knows(data_folder: Path, version: str) -> bool:
    try:
        return pointer.read(data_folder).knows(version)
    except NoData:
        return False
    except DamagedData:  # which version counts cannot be read: the files tell whose they are
        return pointer.made(version) in map(pointer.made, pointer.there(data_folder))


def _write(data_folder: Path, name: str) -> None:
    data_folder.mkdir(parents=True, exist_ok=True)
    new = data_folder / f"{FILE}.new"
    new.write_text(f"{name}\n", encoding="ascii")
    new.replace(data_folder / FILE)
    pointer.flush(data_folder)
