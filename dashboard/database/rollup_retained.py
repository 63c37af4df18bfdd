"""Months whose personal data have been deleted by age: the rollups keep saying of them what they said before.

`keep` stores it while the old version is still there, `restore` puts it back whenever the rollups are made anew, also
where a delivery brings old cases again. Rows about one coordinator are about a person too, and are not kept.
Runs in DuckDB alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from dashboard.database.rollup_tables import KEPT

# Whose deliveries make the rollups of a kind.
DELIVERED = {"cases": ("cases", "coordinators"), "surveys": ("surveys",)}


def keep(connection: sa.Connection, before: Mapping[str, int]) -> None:
    """Out of the version attached as `former`; before: the first month that stays whole, by kind."""
    connection.exec_driver_sql("delete from retained")
    for kind, month in before.items():
        sources = ", ".join(f"'{source}'" for source in DELIVERED[kind])
        connection.exec_driver_sql(
            f"insert into retained select municipality_code, '{kind}', greatest({month}, max(before_month)) from ("  # noqa: S608 - names of ours
            f"select municipality_code, 0 as before_month from former.coverage where source in ({sources}) "
            f"union all select municipality_code, before_month from former.retained where kind = '{kind}') group by all"
        )
    for rollup, kept, kind in KEPT:
        names = ", ".join(f'"{column.name}"' for column in rollup.columns)
        persons = "and level <> 'coordinator'" if rollup.name == "caseload_month" else ""
        connection.exec_driver_sql(f"delete from {kept.name}")  # noqa: S608
        connection.exec_driver_sql(
            f"insert into {kept.name} ({names}) select {names} from former.{rollup.name} as rollup "  # noqa: S608
            f"where exists ({_older(rollup, kind)}) {persons}"
        )


def restore(connection: sa.Connection) -> None:
    """Put what is kept in place of what was counted of those months."""
    for rollup, kept, kind in KEPT:
        names = ", ".join(f'"{column.name}"' for column in rollup.columns)
        connection.exec_driver_sql(f"delete from {rollup.name} as rollup where exists ({_older(rollup, kind)})")  # noqa: S608
        connection.exec_driver_sql(f"insert into {rollup.name} ({names}) select {names} from {kept.name}")  # noqa: S608


def _older(rollup: sa.Table, kind: str) -> str:
    """Month 0 holds those who wait now: no month of the past."""
    same = (
        "retained.municipality_code = rollup.municipality_code"
        if "municipality_code" in rollup.c
        else "cast(retained.municipality_code as integer) = rollup.municipality_no"
    )
    return (
        f"select 1 from retained where retained.kind = '{kind}' and {same} "  # noqa: S608
        "and rollup.month > 0 and rollup.month < retained.before_month"
    )
