"""One importer at a time on all machines of an installation: PostgreSQL's lock decides, a row says who holds it.

The lock is the connection's, and goes with it however the process or its machine ends; what the row says is for people
alone, so the words of a killed importer mislead nobody.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from dashboard.database import operational_shared
from dashboard.database.errors import DatabaseAway, ImportRunning, is_away
from dashboard.database.operational_tables import importer

IMPORTING = 7_211_003  # beside those of operational_shared
LOOK_AGAIN = 0.05  # seconds


@contextmanager
def shared_lock(data_folder: Path, url: str, user: str, wait: float) -> Iterator[None]:
    """Held while the block runs. user: who is told to another; wait: seconds. Raises ImportRunning, and what
    operational_shared.engine does."""
    connection = _connected(data_folder, url)
    try:
        _acquire(connection, wait)
        operational_shared.refuse_others(connection, data_folder)
        _say_who(connection, user)
        yield
    finally:
        driver = connection.connection.dbapi_connection
        with suppress(sa.exc.SQLAlchemyError):  # where the database has gone, the lock has gone with it
            connection.close()
        if driver is not None:
            driver.close()


def _connected(data_folder: Path, url: str) -> sa.Connection:
    """A connection of its own, which ends when it is closed, instead of going back to the others."""
    engine = operational_shared.engine(data_folder, url).execution_options(isolation_level="AUTOCOMMIT")
    try:
        connection = engine.connect()
        connection.detach()
    except sa.exc.SQLAlchemyError as error:
        if is_away(error):
            raise DatabaseAway("the database does not answer") from error
        raise
    return connection


def _acquire(connection: sa.Connection, wait: float) -> None:
    until = time.monotonic() + wait
    while not connection.execute(sa.select(sa.func.pg_try_advisory_lock(IMPORTING))).scalar_one():
        if time.monotonic() >= until:
            raise _running(connection)
        time.sleep(LOOK_AGAIN)


def _say_who(connection: sa.Connection, user: str) -> None:
    started = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    connection.execute(sa.delete(importer))
    who = {"machine": socket.gethostname(), "process": os.getpid(), "user_name": user, "started": started}
    connection.execute(sa.insert(importer).values(who))


def _running(connection: sa.Connection) -> ImportRunning:
    """Who holds the lock, as far as the row says: it may just be being written."""
    row = connection.execute(sa.select(importer)).first()
    return ImportRunning() if row is None else ImportRunning(row.process, row.user_name, row.started, row.machine)
