"""Everything that is held about one case or one child: every row of every table with that number or key."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from dashboard.database.tables import SOURCES, case_file

CHILD_COLUMNS = ("child_id", "origin_child_id")


def held_about_case(connection: sa.Connection, municipality_code: str, case_id: str) -> dict[str, list[dict[str, Any]]]:
    """Table → rows; tables without any are left out."""
    return _read(
        connection, municipality_code, lambda table: table.c.case_id == case_id if "case_id" in table.c else None
    )


def held_about_child(
    connection: sa.Connection, municipality_code: str, child_id: str
) -> dict[str, list[dict[str, Any]]]:
    """The same of a child's key: its cases with all that belongs to them, and its services."""
    mine = (case_file.c.municipality_code == municipality_code) & (case_file.c.child_id == child_id)
    cases = list(connection.execute(sa.select(case_file.c.case_id).where(mine)).scalars())

    def about(table: sa.Table) -> sa.ColumnElement[bool] | None:
        wanted = [table.c[name] == child_id for name in CHILD_COLUMNS if name in table.c]
        if "case_id" in table.c:
            wanted.append(table.c.case_id.in_(cases))
        return sa.or_(*wanted) if wanted else None

    return _read(connection, municipality_code, about)


def _read(connection: sa.Connection, municipality_code: str, about: Any) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in SOURCES:
        if "municipality_code" not in table.c or (wanted := about(table)) is None:
            continue
        here = sa.select(table).where(table.c.municipality_code == municipality_code, wanted)
        rows = [dict(row) for row in connection.execute(here.order_by(*table.columns)).mappings()]
        if rows:
            found[table.name] = rows
    return found
