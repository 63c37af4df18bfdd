"""Whose rows a connection may read, said to the database itself: the second wall, on PostgreSQL (row_security.py).

The gate has narrowed every question before it gets here. Should one forget its municipality, the database still
gives nothing of others. DuckDB is a file in this process and knows no roles; there nothing is said, and costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from dashboard.database.municipalities import MUNICIPALITIES

SETTING = "trinvis.municipalities"
EVERYWHERE = "*"  # of the owner alone; to anybody else it is no municipality

_OPTION = "trinvis_scope"


def reading(engine: sa.Engine, municipalities: Collection[str] | None) -> sa.Connection:
    """A connection that reads these municipalities' rows and no others until its transaction ends; None is all 98.

    The setting is the transaction's, never the connection's: with the latter the next borrower from the pool saw
    500 rows that were not theirs (safety.md section 1). After a commit or a rollback nothing can be read.
    """
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        codes = _written(MUNICIPALITIES if municipalities is None else municipalities)
        try:
            connection.execution_options(**{_OPTION: codes})
            let_through(connection, codes)
        except BaseException:
            connection.close()
            raise
    return connection


def let_through(connection: sa.Connection, codes: str) -> None:
    """Set what the policies compare with, for the rest of the transaction: codes with commas between them."""
    connection.execute(sa.select(sa.func.set_config(SETTING, codes, True)))


def scope_of(connection: sa.Connection) -> str:
    """What facts read through the connection must be kept under, so that nobody of another scope gets them."""
    scope: str = connection.get_execution_options().get(_OPTION, "")
    return scope


def _written(municipalities: Collection[str]) -> str:
    """Nothing but codes: a comma within one would make two of it."""
    return ",".join(sorted(code for code in set(municipalities) if len(code) == 4 and code.isdecimal()))
