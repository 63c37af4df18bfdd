"""The one engine on what people write in the product: a file beside the facts, or the PostgreSQL of all machines."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import sqlalchemy as sa

from dashboard.database import operational_shared
from dashboard.database.operational_file import FILE, HEADS, changes_in_file, engine_on_file, is_damaged
from dashboard.database.server_mode import server_url

__all__ = ["FILE", "HEADS", "alone", "is_damaged", "is_locked", "operational_engine", "operational_stamp"]


def operational_engine(data_folder: Path) -> sa.Engine:
    """The engine on the operational tables, brought to the newest layout first.

    In server mode those of PostgreSQL, where the folder is the installation's: a backup that is held against itself,
    in a folder of its own, has a file. Raises UnusableOperational, and in server mode DatabaseAway, OtherInstallation
    and ReaderOnly.
    """
    url = server_url(data_folder)
    return operational_shared.engine(data_folder, url) if url else engine_on_file(data_folder)


def operational_stamp(data_folder: Path) -> tuple[object, ...]:
    """Changes with what people decide: what was read under one stamp need not be read again. Raises as the engine does."""
    url = server_url(data_folder)
    return str(data_folder), operational_shared.changes(data_folder, url) if url else changes_in_file(data_folder)


def alone(connection: sa.Connection) -> None:
    """From here to the end of the transaction nobody else gets past this line. SQLite has one writer anyhow."""
    if connection.dialect.name == "postgresql":
        operational_shared.alone(connection)


def is_locked(error: BaseException) -> bool:
    """Whether another process went on writing for longer than we wait."""
    said = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(said, psycopg.errors.LockNotAvailable):
        return True
    return isinstance(said, sqlite3.OperationalError) and "locked" in str(said)
