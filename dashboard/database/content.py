"""A fingerprint of what stands in a table: equal for the same rows in any order, another when one cell differs.

Each row is written as a JSON list of its cells (NULL apart from '', a text with its own signs escaped, a date as
ISO), hashed with MD5, and the two halves are summed over the rows, beside how many they are. A sum knows no order,
and unlike xor lets no pair of equal rows vanish. Nothing in it hangs on time zone, locale or other rows. MD5 is
against accidents, not against somebody who may write the file: such a one could write the fingerprint too.

One fingerprint per table and municipality, so that a difference can be said where it is. DuckDB only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from dashboard.database.provenance_tables import content_hash
from dashboard.database.rollup_tables import RETAINED, ROLLUPS
from dashboard.database.tables import SOURCES

EVERYWHERE = ""  # the place of tables that have no municipality

HASHED = tuple(table for table in (*SOURCES, *RETAINED, *ROLLUPS) if table is not content_hash)


class Fingerprint(NamedTuple):
    rows: int
    digest: str  # 32 hexadecimal signs


def write(connection: sa.Connection) -> None:
    """Fill content_hash with the fingerprints of every other table: the last thing that is written in a version."""
    connection.execute(sa.delete(content_hash))
    names = ", ".join(column.name for column in content_hash.columns)
    parts = (f"select '{table.name}', place, n, digest from ({_of_table(table)})" for table in HASHED)  # noqa: S608
    connection.exec_driver_sql(f"insert into content_hash ({names}) {' union all '.join(parts)}")


def fingerprints(connection: sa.Connection, table: sa.Table) -> dict[str, Fingerprint]:
    """By municipality ('' for a table without), as the rows are now."""
    return {place: Fingerprint(n, digest) for place, n, digest in connection.exec_driver_sql(_of_table(table))}


def stored(connection: sa.Connection, table: sa.Table) -> dict[str, Fingerprint]:
    """By municipality, as the version says that they are."""
    here = sa.select(content_hash).where(content_hash.c.table_name == table.name)
    return {row.municipality_code: Fingerprint(row.row_count, row.digest) for row in connection.execute(here)}


def of_relation(connection: sa.Connection, relation: str, table: sa.Table) -> str:
    """One digest of the rows of `relation` (a name, or a select in brackets) that has the columns of `table`.

    Without the columns that only say where a row came from (info={"origin": True}).
    """
    columns = [column for column in table.columns if not column.info.get("origin")]
    found = connection.exec_driver_sql(_select(relation, columns, by_place=False)).all()
    return together((table.name, str(n), digest) for _place, n, digest in found)


def together(parts: Iterable[tuple[str, ...]]) -> str:
    """One digest of several, in whatever order they come."""
    lines = sorted("\t".join(part) for part in parts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def _of_table(table: sa.Table) -> str:
    # When it was written is not what was written: the same facts made twice have one fingerprint.
    columns = [column for column in table.columns if not column.info.get("when")]
    return _select(table.name, columns, by_place="municipality_code" in table.c)


def _select(relation: str, columns: Iterable[sa.Column[object]], by_place: bool) -> str:
    # Cast to the table's types: what is not yet in a table may hold a whole number as another kind of one.
    cells = ", ".join(f'"{c.name}"::{c.type}' for c in sorted(columns, key=lambda column: column.name))
    place, group = ("municipality_code", "group by 1") if by_place else (f"'{EVERYWHERE}'", "having count(*) > 0")
    halves = ", ".join(
        f"lpad(to_hex(({half} % 18446744073709551616)::ubigint), 16, '0')" for half in ("upper", "lower")
    )
    return (
        f"select place, n, concat({halves}) as digest from ("  # noqa: S608
        f"select {place} as place, count(*)::integer as n, sum((h >> 64)::hugeint) as upper, "
        f"sum((h & 18446744073709551615::uhugeint)::hugeint) as lower "
        f"from (select {'municipality_code, ' if by_place else ''}md5_number(json_array({cells})::varchar) as h "
        f"from {relation}) {group})"
    )
