"""The rows of a query as what is given to an import: result columns count as a sheet's headings.

Any database that SQLAlchemy has a driver for. It is only read: SQLite and DuckDB are opened so, PostgreSQL gets a
read-only transaction, and for every other one the account must be one that may only read. A URL is never shown:
neither its password, nor its user, nor what a driver says about it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from dashboard.importers import cpr
from dashboard.importers.given import Given
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Refused

MOST_ROWS = 2_000_000
AT_A_TIME = 10_000
LONGEST_REASON = 200
DENMARK = ZoneInfo("Europe/Copenhagen")  # a moment belongs to the Danish day


def query(url: str, statement: str, most_rows: int = MOST_ROWS) -> Given:
    """The rows of the statement. Raises Refused: query_url, query_driver, query_connection, query_failed,
    query_too_large or query_cell."""
    try:
        address = sa.make_url(url)
        engine = sa.create_engine(_read_only(address))
    except (sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise Refused("query_driver", name=address.drivername) from error
    except (sa.exc.ArgumentError, ValueError) as error:
        raise Refused("query_url") from error
    try:
        return Given(shown_address(address), rows=(_sheet(engine, address, statement, most_rows),))
    finally:
        engine.dispose()


def shown_address(address: sa.URL) -> str:
    """`forespørgsel · db.herning.dk/fagsystem`: which database, and nothing that opens it."""
    database = Path(address.database or "").name
    return "forespørgsel · " + "/".join(part for part in (address.host or "", database) if part)


def _read_only(address: sa.URL) -> sa.URL:
    """SQLite and DuckDB make a file that is not there, unless they are told only to read."""
    if address.get_backend_name() == "sqlite" and address.database:
        file = f"file:{quote(str(Path(address.database).absolute()))}"
        return address.set(database=file, query={"mode": "ro", "uri": "true"})
    if address.get_backend_name() == "duckdb":
        return address.update_query_dict({"access_mode": "read_only"})
    return address


def _sheet(engine: sa.Engine, address: sa.URL, statement: str, most_rows: int) -> Sheet:
    with _connected(engine, address) as connection:
        # Without parameters no sign in the statement has a meaning of its own: % and : stay what they are.
        options = {"no_parameters": True, "stream_results": True, "yield_per": AT_A_TIME}
        try:
            result = connection.execution_options(**options).exec_driver_sql(statement)
            names = list(result.keys())
            rows: list[list[Any]] = [[_cell(name, "") for name in names]]
            for row in result:
                if len(rows) > most_rows:
                    raise Refused("query_too_large", count=str(most_rows))
                rows.append([_cell(value, name) for name, value in zip(names, row, strict=True)])
        except sa.exc.SQLAlchemyError as error:
            raise Refused("query_failed", reason=_reason(error, address)) from error
    return Sheet("", rows)


@contextmanager
def _connected(engine: sa.Engine, address: sa.URL) -> Iterator[sa.Connection]:
    try:
        connection = engine.connect()
    except sa.exc.SQLAlchemyError as error:
        raise Refused("query_connection", name=shown_address(address)) from error
    with connection:
        if address.get_backend_name() == "postgresql":
            connection = connection.execution_options(postgresql_readonly=True)
        yield connection
        connection.rollback()


def _reason(error: sa.exc.SQLAlchemyError, address: sa.URL) -> str:
    """What the database said, on one line, without the statement, the address or a CPR number."""
    text = " ".join(str(getattr(error, "orig", None) or type(error).__name__).split())[:LONGEST_REASON]
    for secret in (address.password, address.username):
        text = text.replace(str(secret), "•••") if secret else text
    return cpr.mask(text)


def _cell(value: Any, heading: str) -> Any:
    """A value as a spreadsheet would give it: None, text, a number or a day."""
    if value is None or type(value) in (int, dt.date):
        return value
    if isinstance(value, dt.datetime):
        return (value.astimezone(DENMARK) if value.tzinfo else value).date()
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, bytes | memoryview):
        raise Refused("query_cell", column=heading)
    return str(value).replace("\xa0", " ").strip() or None


def _number(value: float | Decimal) -> int | float | str | None:
    if not math.isfinite(value):
        return None if math.isnan(value) else str(value)  # NaN says that there is none
    return int(value) if value == int(value) else float(value)
