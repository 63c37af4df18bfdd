"""Does PostgreSQL still hold what a version was written with? Counted as in the file, by the file's own fingerprints.

The rows come over as text and are counted by DuckDB in blocks, for only there is the fingerprint defined (content.py);
it is two sums, so those of the blocks are added up. Nothing is written, and no more than a block is in memory.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from dashboard.database import content, pointer, scoped
from dashboard.database.engine import duckdb_engine, postgres_engine
from dashboard.database.following import BLOCK, blocks, typed
from dashboard.database.kept import Difference, differences

WORD = 1 << 64


def verify_published(data_folder: Path, name: str, owner_url: str) -> list[Difference] | None:
    """As kept.verify, of the version's schema; None where the database has none. owner_url: by the role that owns it.

    Raises sqlalchemy.exc.SQLAlchemyError where the version's file or the database cannot be read.
    """
    schema = f"facts_{name}"
    memory = sa.create_engine("duckdb://")
    with (
        duckdb_engine(pointer.file_of(data_folder, name)).connect() as file,
        postgres_engine(owner_url, schema).connect() as published,
        memory.connect() as scratch,
    ):
        if not published.dialect.has_schema(published, schema):
            return None
        scoped.let_through(published, scoped.EVERYWHERE)
        return [
            found
            for table in content.HASHED
            for found in differences(table, _counted(published, scratch, table), content.stored(file, table))
        ]


def _counted(published: sa.Connection, scratch: sa.Connection, table: sa.Table) -> dict[str, content.Fingerprint]:
    found: dict[str, content.Fingerprint] = {}
    for rows in blocks(published, table):
        scratch.execute(sa.text("register(:name, :rows)"), {"name": BLOCK, "rows": rows})
        scratch.exec_driver_sql(f"create or replace temp table {table.name} as select {typed(table)} from {BLOCK}")  # noqa: S608
        for place, part in content.fingerprints(scratch, table).items():
            found[place] = _sum(found[place], part) if place in found else part
    return found


def _sum(one: content.Fingerprint, other: content.Fingerprint) -> content.Fingerprint:
    halves = [(int(a, 16) + int(b, 16)) % WORD for a, b in zip(_halves(one.digest), _halves(other.digest), strict=True)]
    return content.Fingerprint(one.rows + other.rows, "".join(f"{half:016X}" for half in halves))


def _halves(digest: str) -> tuple[str, str]:
    return digest[:16], digest[16:]
