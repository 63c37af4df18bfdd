"""The operational tables in PostgreSQL, in a schema of their own: one set for all processes of an installation.

The role that owns the facts owns them, and nobody else reads them. Their layout is migrated as the file's is.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.schema import CreateSchema

from dashboard.database import carried_over, installation, operational_file
from dashboard.database.engine import PATIENCE, Engines, postgres_engine
from dashboard.database.errors import DatabaseAway, OtherInstallation, ReaderOnly, is_away
from dashboard.database.operational_tables import audit_entry, change_count, migrate_on
from dashboard.database.operational_tables import installation as installation_table
from dashboard.language import _

SCHEMA = "trinvis_drift"
# Keys of PostgreSQL's advisory locks, which are numbers of the database's; any will do that nobody else uses there.
WRITING, OPENING = 7_211_001, 7_211_002
# What PostgreSQL says to a role that may not create there, or may not so much as see the schema.
MAY_NOT = (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName)
SECONDS_FOR_OTHERS = 5  # how long one waits for another that writes

log = logging.getLogger("trinvis")
_engines = Engines(4)


def engine(data_folder: Path, url: str) -> sa.Engine:
    """The engine on the installation's tables; the folder joins it, or founds it, where it has not.

    url: by the role that owns the facts. Raises DatabaseAway, OtherInstallation and ReaderOnly.
    """
    if not (data_folder / installation.FILE).exists():  # emptied since: whether it may join is asked anew
        forget(data_folder, url)
    return _engines.get((data_folder, url), lambda: _open(data_folder, url))


def forget(data_folder: Path, url: str) -> None:
    """Another folder may stand in its place: whether it belongs to the installation is asked anew."""
    _engines.forget((data_folder, url))


def changes(data_folder: Path, url: str) -> int:
    """How often decisions have been changed. Raises OtherInstallation where another folder has taken over."""
    asked = sa.select(change_count.c.n, sa.select(installation_table.c.name).scalar_subquery())
    with engine(data_folder, url).connect() as connection:
        n, name = connection.execute(asked).one()
    if name != installation.of_folder(data_folder):
        raise OtherInstallation(name)
    return int(n)


def refuse_others(connection: sa.Connection, data_folder: Path) -> None:
    """Raises OtherInstallation where another folder has taken over since this process joined."""
    if (theirs := installation.named(connection)) != installation.of_folder(data_folder):
        raise OtherInstallation(theirs)


def alone(connection: sa.Connection) -> None:
    """From here to the end of the transaction nobody else, on whichever machine, gets past this line."""
    _lock(connection, WRITING)


def take_over(data_folder: Path, url: str) -> None:
    """What stands in the folder counts from now on: somebody has said so. What another installation had in the database
    stays there under another name. Nothing is done where the folder belongs to the one that is there.
    """
    with _opened(url) as made, made.begin() as connection:
        _lock(connection, OPENING)
        migrate_on(connection)
        theirs = installation.named(connection)
        if theirs in (None, installation.of_folder(data_folder)):
            return
        at = dt.datetime.now(dt.UTC).strftime("%Y%m%dt%H%M%S")
        connection.exec_driver_sql(f"alter schema {SCHEMA} rename to {SCHEMA}_{at}")
        connection.execute(CreateSchema(SCHEMA))
        migrate_on(connection)
        installation.found(connection, data_folder)
        carried_over.carry(data_folder, connection)
    _set_aside(data_folder)


@contextmanager
def _opened(url: str) -> Iterator[sa.Engine]:
    made = _schema_made(url)
    try:
        yield made
    finally:
        made.dispose()


def _open(data_folder: Path, url: str) -> sa.Engine:
    try:
        with _opened(url) as made:  # new connections come when they are asked for
            _join(made, data_folder)
    except sa.exc.SQLAlchemyError as error:
        if is_away(error):
            raise DatabaseAway("the database does not answer") from error
        if isinstance(getattr(error, "orig", None), MAY_NOT):
            raise ReaderOnly("the role may only read") from error
        raise
    _set_aside(data_folder)
    return made


def _join(made: sa.Engine, data_folder: Path) -> None:
    with made.begin() as connection:
        _lock(connection, OPENING)
        migrate_on(connection)
        if installation.join(connection, data_folder):
            carried_over.carry(data_folder, connection)
        _remember_newest(connection, data_folder)


def _schema_made(url: str) -> sa.Engine:
    with postgres_engine(url, "public").begin() as connection:
        if SCHEMA not in sa.inspect(connection).get_schema_names():
            _lock(connection, OPENING)
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    asked = sa.make_url(url)
    made = sa.create_engine(asked.set(query=PATIENCE | dict(asked.query)), pool_pre_ping=True, pool_size=8)

    # First of all: what SQLAlchemy asks a new connection for is asked for in our schema.
    @sa.event.listens_for(made, "connect", insert=True)
    def _connected(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"set search_path to {SCHEMA}")
            cursor.execute(f"set lock_timeout to '{SECONDS_FOR_OTHERS}s'")
        connection.commit()

    return made


def _lock(connection: sa.Connection, key: int) -> None:
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def _remember_newest(connection: sa.Connection, data_folder: Path) -> None:
    """A folder that has just joined knows how far the log went: from here on it must go on from there."""
    path = data_folder / operational_file.HEADS
    newest = sa.select(audit_entry.c.entry_id, audit_entry.c.hash).order_by(audit_entry.c.entry_id.desc()).limit(1)
    found = connection.execute(newest).one_or_none()
    if found is not None and not path.exists():
        path.touch(0o600)
        path.write_text(f"{found.entry_id} {found.hash}\n", encoding="ascii")


def _set_aside(data_folder: Path) -> None:
    """The file of before, once what stood in it counts in PostgreSQL."""
    if (aside := operational_file.set_aside(data_folder)) is not None:
        log.warning(
            "%s",
            _(
                "Logins, decisions, imports and the log of look-ups stand in PostgreSQL from now on, for all machines. The file "
                "of before is {file}: delete it when trinvis audit verify has found the log whole.",
                file=aside,
            ),
        )
