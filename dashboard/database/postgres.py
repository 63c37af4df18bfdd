"""Finished versions on a shared PostgreSQL: the tables of one DuckDB file, copied into a schema of their own.

Staging, checking and rolling up happen in DuckDB alone (design.md): PostgreSQL only ever receives finished tables.
`public.trinvis_current` holds one row with the schema that counts; a version is published in one transaction,
so a reader sees the old version or the new one and never a part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.schema import CreateSchema, DropSchema

from dashboard.database import operational_shared, pointer, row_security
from dashboard.database.engine import VERSIONS_KEPT, duckdb_engine, postgres_engine
from dashboard.database.errors import (
    DatabaseAway,
    ImportRunning,
    MayNotPublish,
    MissingFile,
    NoData,
    NotReadable,
    OtherInstallation,
    is_away,
    is_corrupt,
)
from dashboard.database.import_lock import import_lock
from dashboard.database.metadata import facts
from dashboard.database.rollup_tables import RETAINED, ROLLUPS
from dashboard.database.server_mode import server_url
from dashboard.database.tables import SOURCES
from dashboard.database.versions import check_file

ROWS_AT_ONCE = 50_000
PREFIX = "facts_"
NONE = "-"  # in that file: no version counted
PENDING = "publish.pending"  # in the data folder: what counts there does not count in the database yet

_pointer = sa.Table(
    "trinvis_current",
    sa.MetaData(schema="public"),
    sa.Column("schema_name", sa.Text, nullable=False),
    sa.Column("layout", sa.Integer, nullable=False, server_default="1"),
    sa.Column("shape", sa.Text, nullable=False, server_default=""),
)


def publish_current(data_folder: Path, url: str, owner_url: str = "", *, take_over: bool = False) -> str | None:
    """Let the version that counts in the data folder count in the database too; its name, or None where it did.

    url: by the role that reads. owner_url: by the role that owns; '' is the same. Copied where the database has no
    such schema, else only pointed at, as after a rollback, and closed where it was not (row_security.py). Under the
    importers' lock, so that two imports are published in the order they were made in. Raises what publish does, and
    MayNotPublish and DatabaseAway: then the file PENDING stays, and publishing.finish tries again. Raises
    OtherInstallation where the database holds another folder's versions, unless this one is to take over from it.
    """
    if not take_over:
        refuse_others(data_folder, owner_url or url)
    mark(data_folder, "" if take_over else counting_in(owner_url or url))
    try:
        published = _publish_current(data_folder, *((owner_url, _role(url)) if owner_url else (url, "")))
    except Exception as error:
        if isinstance(error, sa.exc.ProgrammingError) and isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise MayNotPublish from error
        if is_away(error):
            raise DatabaseAway("the database does not answer", pending=True) from error
        raise
    unmark(data_folder)
    return published


def mark(data_folder: Path, before: str | None = "") -> None:
    """From here on the database may hold something else than the folder. before: the version that counts there, None
    where none does; '' is not known. What stands there already stays.
    """
    data_folder.mkdir(parents=True, exist_ok=True)
    if not (data_folder / PENDING).exists():
        (data_folder / PENDING).write_text(NONE if before is None else before, encoding="ascii")
        pointer.flush(data_folder)


def moved_on(data_folder: Path, counting: str | None) -> bool:
    """Whether another machine has let another version count there since the mark was set."""
    try:
        before = (data_folder / PENDING).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return bool(before) and (NONE if counting is None else counting) != before


def unmark(data_folder: Path) -> None:
    """They are one again."""
    (data_folder / PENDING).unlink(missing_ok=True)


def ask(url: str) -> None:
    """Raises DatabaseAway where it does not answer."""
    try:
        with postgres_engine(url, "public").connect() as connection:
            connection.execute(sa.text("select 1"))
    except sa.exc.SQLAlchemyError as error:
        raise DatabaseAway("the database does not answer") from error


def refuse_others(data_folder: Path, url: str) -> None:
    """Raises OtherInstallation where the version that counts in the database is not one that the folder made.

    Two folders would take each other's place there, and each one's pages would show the other's numbers. In server mode
    the folders of an installation are one (installation.py).
    """
    if server := server_url(data_folder):
        operational_shared.engine(data_folder, server)
        return
    counting = counting_in(url)
    if counting and not _is_ours(data_folder, counting):
        raise OtherInstallation(counting)


def _is_ours(data_folder: Path, counting: str) -> bool:
    try:
        return pointer.read(data_folder).knows(counting)
    except NoData:
        return False


def counting_in(url: str) -> str | None:
    """The name of the version that counts in the database; None where none does yet."""
    try:
        with postgres_engine(url, "public").connect() as connection:
            schema = connection.execute(sa.select(_pointer.c.schema_name)).scalar_one_or_none()
    except sa.exc.SQLAlchemyError as error:
        if isinstance(getattr(error, "orig", None), psycopg.errors.UndefinedTable):
            return None
        if is_away(error):
            raise DatabaseAway("the database does not answer") from error
        raise
    return schema and schema.removeprefix(PREFIX)


def versions_in(url: str) -> tuple[str, ...]:
    """The names of the versions that the database has, newest first."""
    with postgres_engine(url, "public").connect() as connection:
        schemas = sa.inspect(connection).get_schema_names()
    return tuple(sorted((one.removeprefix(PREFIX) for one in schemas if one.startswith(PREFIX)), reverse=True))


def pointer_in(url: str) -> pointer.Pointer | None:
    """As a folder's pointer: which version counts, and which are there. None where none counts."""
    _there, counting = _state(url)
    return None if counting is None else pointer.Pointer(counting[0], versions_in(url), *counting[1:])


def _publish_current(data_folder: Path, owner: str, reader: str) -> str | None:
    with import_lock(data_folder):
        pointed = pointer.read(data_folder)
        pointed.check_layout()
        there, counting = _state(owner)
        if moved_on(data_folder, counting and counting[0]) and not (counting and counting[0] == pointed.counting):
            raise ImportRunning  # this machine lost the lock, and another has let a version count since
        if server_url(data_folder):  # other machines go back to them too
            _copy_kept(data_folder, owner, [name for name in pointed.kept if name not in {*there, pointed.counting}], reader)
        if pointed.counting not in there:
            publish(pointer.file_of(data_folder, pointed.counting), owner, pointed.counting, pointed.kept, reader)
            return pointed.counting
        _protect(owner, PREFIX + pointed.counting, reader)
        if counting == (pointed.counting, pointer.LAYOUT, pointer.shape()):
            return None
        with postgres_engine(owner, "public").begin() as target:
            _let_count(target, PREFIX + pointed.counting)
            _forget_old(target, pointed.kept)
        return pointed.counting


def _role(url: str) -> str:
    """Who the database says that this is."""
    with postgres_engine(url, "public").connect() as connection:
        role: str = connection.execute(sa.text("select current_user")).scalar_one()
        return role


def _protect(owner: str, schema: str, reader: str) -> None:
    with postgres_engine(owner, "public").begin() as target:
        if not row_security.is_protected(target, schema, reader):
            row_security.protect(target, schema, reader)


def _state(url: str) -> tuple[set[str], tuple[str, int, str] | None]:
    """The names of the versions that are there, and name, layout and shape of the one that counts."""
    with postgres_engine(url, "public").begin() as target:
        _make_pointer(target)
        row = target.execute(sa.select(_pointer)).one_or_none()
        schemas = sa.inspect(target).get_schema_names()
    there = {schema.removeprefix(PREFIX) for schema in schemas if schema.startswith(PREFIX)}
    return there, row and (row.schema_name.removeprefix(PREFIX), row.layout, row.shape)


def publish(duckdb_file: Path, url: str, name: str, kept: Collection[str] = (), reader: str = "") -> None:
    """Copy the version in `duckdb_file` to the database at `url`, let it count, keep `kept` alone, or without it the last three.

    url is a SQLAlchemy address (postgresql+psycopg://…) by the role that will own the version; reader: the role that
    may read it. Raises sqlalchemy.exc.SQLAlchemyError or psycopg.Error;
    whatever fails leaves the version that counted before counting.
    """
    schema = PREFIX + name
    engine = postgres_engine(url, schema)
    with duckdb_engine(duckdb_file).connect() as source, engine.begin() as target:
        _copy(source, target, schema)
        _let_count(target, schema)
        row_security.protect(target, schema, reader)  # last: PostgreSQL copies into no table that has it
    with engine.begin() as target:
        _forget_old(target, kept)


def _copy_kept(data_folder: Path, url: str, names: Collection[str], reader: str) -> None:
    """Versions that do not count; without those whose file cannot be read any more."""
    for name in names:
        schema, path = PREFIX + name, pointer.file_of(data_folder, name)
        try:
            check_file(path)
            with duckdb_engine(path).connect() as source, postgres_engine(url, schema).begin() as target:
                _copy(source, target, schema)
                row_security.protect(target, schema, reader)
        except (MissingFile, NotReadable):
            continue
        except sa.exc.SQLAlchemyError as error:
            if not is_corrupt(error):
                raise


def _copy(source: sa.Connection, target: sa.Connection, schema: str) -> None:
    target.execute(CreateSchema(schema))
    facts.create_all(target, checkfirst=False)
    copy_tables(source, target, schema)


def copy_tables(source: sa.Connection, target: sa.Connection, schema: str) -> None:
    """COPY every table of a version, rollups included, from DuckDB into the empty tables of `schema`."""
    driver = target.connection.driver_connection
    assert driver is not None
    for table in (*SOURCES, *RETAINED, *ROLLUPS):
        names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(schema, table.name), names)
        with driver.cursor() as cursor:
            with cursor.copy(statement) as copy:
                for block in _blocks(source, table):
                    copy.write(block)
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(schema, table.name)))


def _blocks(source: sa.Connection, table: sa.Table) -> Iterator[str]:
    """The rows as lines of PostgreSQL's text format, put together by DuckDB: a row costs Python one string."""
    line = sa.func.concat_ws("\t", *(_field(column) for column in table.columns))
    rows = source.execute(sa.select(line))
    while block := rows.fetchmany(ROWS_AT_ONCE):
        yield "".join(f"{row[0]}\n" for row in block)


def _field(column: sa.Column[object]) -> sa.ColumnElement[str]:
    text: sa.ColumnElement[str] = sa.cast(column, sa.Text)
    if isinstance(column.type, sa.Text):
        # The backslash first: it is what the others are written with.
        for sign, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
            text = sa.func.replace(text, sign, written)
    return sa.func.coalesce(text, "\\N")


def _let_count(target: sa.Connection, schema: str) -> None:
    _make_pointer(target)
    target.execute(sa.delete(_pointer))
    target.execute(sa.insert(_pointer).values(schema_name=schema, layout=pointer.LAYOUT, shape=pointer.shape()))


def _make_pointer(target: sa.Connection) -> None:
    """The pointer's table, with the columns that it did not have from the beginning."""
    _pointer.create(target, checkfirst=True)
    there = {column["name"] for column in sa.inspect(target).get_columns("trinvis_current", schema="public")}
    for column in ("layout integer not null default 1", "shape text not null default ''"):
        if column.split()[0] not in there:  # only then: to ask for it locks the readers out
            target.execute(sa.text(f"alter table public.trinvis_current add column {column}"))


def _forget_old(target: sa.Connection, kept: Collection[str]) -> None:
    """Drop all but the newest versions and those named; names are times, so their order is their age."""
    known = sorted(s for s in sa.inspect(target).get_schema_names() if s.startswith(PREFIX))
    counting = target.execute(sa.select(_pointer.c.schema_name)).scalar_one()
    wanted = {counting, *(PREFIX + name for name in kept)} if kept else {counting, *known[-VERSIONS_KEPT:]}
    for schema in known:
        if schema not in wanted:
            target.execute(DropSchema(schema, cascade=True))
