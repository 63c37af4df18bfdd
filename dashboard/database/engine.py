"""One engine per version of the facts, opened read-only; a request keeps the version it began with.

DuckDB: inside one process a second connect to the same path returns the old database, and two configurations of
one file fail (performance.md). Therefore a version is a file of its own name, and its engine is made once, here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

VERSIONS_KEPT = 3


@lru_cache(maxsize=VERSIONS_KEPT)
def duckdb_engine(path: Path) -> sa.Engine:
    """A read-only engine on one version's file."""
    return sa.create_engine(
        f"duckdb:///{path}",
        connect_args={"read_only": True, "config": {"enable_external_access": False, "threads": 2}},
    )


@lru_cache(maxsize=VERSIONS_KEPT)
def postgres_engine(url: str, schema: str) -> sa.Engine:
    """An engine whose tables are those of one version's schema."""
    engine = sa.create_engine(url, pool_pre_ping=True, pool_size=8)
    return engine.execution_options(schema_translate_map={None: schema})


@contextmanager
def connect(engine: sa.Engine) -> Iterator[sa.Connection]:
    with engine.connect() as connection:
        yield connection
