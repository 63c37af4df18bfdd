"""One engine per version of the facts, opened read-only; a request keeps the version it began with.

DuckDB: inside one process a second connect to the same path returns the old database, and two configurations of
one file fail (performance.md). Therefore a version is a file of its own name, and its engine is made once, here.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

VERSIONS_KEPT = 3
# Seconds until a database that does not answer is said to be away; an address of the installation's may say otherwise.
PATIENCE = {"connect_timeout": "5"}


class Engines:
    """The engines last used. One beyond the limit is let go: idle connections close at once, busy ones when done."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._engines: OrderedDict[Hashable, sa.Engine] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], sa.Engine]) -> sa.Engine:
        with self._lock:
            if key not in self._engines:
                self._engines[key] = make()
            self._engines.move_to_end(key)
            while len(self._engines) > self._limit:
                self._engines.popitem(last=False)[1].dispose()
            return self._engines[key]

    def forget(self, key: Hashable) -> None:
        with self._lock:
            if (engine := self._engines.pop(key, None)) is not None:
                engine.dispose()


_duckdb = Engines(2 * VERSIONS_KEPT)
_postgres = Engines(2 * VERSIONS_KEPT)


def duckdb_engine(path: Path) -> sa.Engine:
    """A read-only engine on one version's file."""
    return _duckdb.get(path, lambda: reading_engine(path))


def reading_engine(path: Path) -> sa.Engine:
    """A new engine on a file that nobody writes any more; duckdb_engine keeps one per file."""
    # One thread: on the rollups a second one cost more than it gave.
    config = {"enable_external_access": False, "threads": 1}
    engine = sa.create_engine(
        f"duckdb:///{path}", connect_args={"read_only": True, "config": config}, pool_reset_on_return=None
    )
    # The file never changes, so a transaction protects nothing; to begin and roll one back took 3 ms a question.
    for step in ("do_begin", "do_rollback", "do_commit"):
        setattr(engine.dialect, step, _nothing)
    # duckdb-engine switches SQLAlchemy's statement cache off to silence a warning; the query tests run with it on.
    engine.dialect._supports_statement_cache = True
    return engine


def _nothing(_connection: Any) -> None:
    """Instead of a transaction on a file that is only read."""


def postgres_engine(url: str, schema: str) -> sa.Engine:
    """An engine whose tables are those of one version's schema."""

    def make() -> sa.Engine:
        made = sa.make_url(url)
        asked = made.set(query=PATIENCE | dict(made.query)) if made.get_backend_name() == "postgresql" else made
        engine = sa.create_engine(asked, pool_pre_ping=True, pool_size=8)
        return engine.execution_options(schema_translate_map={None: schema})

    return _postgres.get((url, schema), make)
