"""How many cases, children and families does each full-time coordinator carry, by month, team and coordinator?

One statement reads which months were delivered, the rollup caseload_month, and who is newly hired; what it finds is
put together here, into three kinds of rows (column `level`):
* month: one for every chosen municipality and month of [period.first − 12, period.last] that both sources have been
  delivered for; a month that is not here is missing, a month of zeros is empty. With a team chosen they are the team's.
* team: the delivered months of the period together; only with one municipality.
* coordinator: the same by coordinator; not with a programme or target group, as full-time positions are not split.

A case counts for the municipality that acts. Definitions: database/tables.py, caseload_month.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database.frames import Kind, frame, read_columns
from dashboard.database.rollup_tables import caseload_month
from dashboard.database.tables import coordinator, coverage
from dashboard.filters import Filters
from dashboard.measures import MEASURES
from dashboard.queries.caseload_rows import together

COLUMNS: dict[str, Kind] = {
    "level": "text",
    "municipality_code": "text",
    "team_id": "text",
    "coordinator_id": "text",
    "month": "int",  # 0 for the period together
    "case_days": "int",
    "child_days": "int",
    "family_days": "int",
    "unknown_fte_case_days": "int",
    "unassigned_case_days": "int",
    "fte_milli_days": "int",
    "newly_hired_until": "date",  # only for coordinators
}
DAYS = tuple(column for column in COLUMNS if column.endswith("_days"))
# More municipalities than this are added up by the database, which takes 2 ms more to plan; a year of the coordinators
# of all 98 is 112,000 rows to read and 12,000 added up.
FEW = 4
SOURCES = MEASURES["caseload"].sources
_NO_TEXT = sa.literal_column("''", sa.Text)


def caseload(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """The columns of COLUMNS; days × cases, children, families, and thousandths of a position × days."""
    found = read_columns(connection, select_caseload(filters), len(COLUMNS) - 1, _asked(filters))
    return frame(together(found, filters, added_up=len(filters.municipalities) > FEW), COLUMNS)


def select_caseload(filters: Filters) -> sa.CompoundSelect[Any]:
    """The rows that caseload_rows puts together, with blanks for what is asked."""
    apart = not (filters.programme or filters.target_group)
    return _select(min(len(filters.municipalities), FEW + 1), bool(filters.team), apart)


def _asked(filters: Filters) -> dict[str, Any]:
    codes, period = filters.municipalities, filters.period
    places = {"lowest": codes[0], "highest": codes[-1]}
    if len(codes) <= FEW:
        places = {f"code_{number}": code for number, code in enumerate(codes)}
    months = {"earliest": period.first - 12, "first": period.first, "last": period.last}
    chosen = {"programme": filters.programme or "*", "target_group": filters.target_group or "*"}
    return {**places, **months, **chosen, "team": filters.team}


@lru_cache
def _select(places: int, team: bool, apart: bool) -> sa.CompoundSelect[Any]:
    """Built once for each shape: to build, key and compile it takes SQLAlchemy 10 ms, DuckDB answers in 4.

    apart: coordinators are told apart.
    """
    if places > FEW:
        rows = [_months(places, ("municipality",), team), *([_sums(places)] if apart else [])]
    else:
        levels = ("team",) if team else ("municipality", *(("team",) if places == 1 else ()))
        rows = [_months(places, (*levels, *(("coordinator",) if apart else ())), team)]
    return sa.union_all(_delivered(places), *rows, *([_newly_hired(places)] if apart else []))


def _among(code: sa.ColumnElement[str], places: int) -> sa.ColumnElement[bool]:
    """The chosen municipalities; many are read from the first to the last: a list of 98 costs DuckDB 4 ms."""
    if places > FEW:
        return code.between(sa.bindparam("lowest"), sa.bindparam("highest"))
    return code.in_([sa.bindparam(f"code_{number}") for number in range(places)])


def _between(month: sa.ColumnElement[int], first: str) -> sa.ColumnElement[bool]:
    return month.between(sa.bindparam(first), sa.bindparam("last"))


def _number(code: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    """Municipality codes as numbers, which numpy compares fifty times as fast as texts."""
    return sa.cast(code, sa.Integer).label("place")


def _delivered(places: int) -> sa.Select[Any]:
    """The months of each source."""
    c = coverage.c
    nothing: list[Any] = [sa.literal_column("0").label(name) for name in DAYS]
    return sa.select(c.source, _number(c.municipality_code), _NO_TEXT, _NO_TEXT, c.month, *nothing).where(
        c.source.in_(SOURCES), _among(c.municipality_code, places), _between(c.month, "earliest")
    )


def _newly_hired(places: int) -> sa.Select[Any]:
    """The day, as a number from 1970, in the place of the month.

    Read beside the days, since a join to them costs DuckDB 2 ms; as a number, since a column of dates that are mostly
    missing costs Python 4.
    """
    c = coordinator.c
    day = c.newly_hired_until.op("-", return_type=sa.Integer())(sa.literal_column("date '1970-01-01'"))
    nothing: list[Any] = [sa.literal_column("0")] * len(DAYS)
    return sa.select(
        sa.literal_column("'hired'"), _number(c.municipality_code), _NO_TEXT, c.coordinator_id, day, *nothing
    ).where(c.newly_hired_until.is_not(None), _among(c.municipality_code, places))


def _rows(places: int) -> sa.ColumnElement[bool]:
    """The rows of the chosen municipalities, programme and target group."""
    c = caseload_month.c
    return sa.and_(
        c.programme_id == sa.bindparam("programme"),
        c.target_group == sa.bindparam("target_group"),
        _among(c.municipality_code, places),
    )


def _months(places: int, levels: tuple[str, ...], team: bool) -> sa.Select[Any]:
    """Month by month; of the year before only the first level."""
    c = caseload_month.c
    columns = (c.level, _number(c.municipality_code), c.team_id, c.coordinator_id, c.month)
    now = sa.or_(c.level == levels[0], c.month >= sa.bindparam("first"))
    of_team = [c.team_id == sa.bindparam("team")] if team else []
    return sa.select(*columns, *(c[name] for name in DAYS)).where(
        c.level.in_(levels), _rows(places), _between(c.month, "earliest"), now, *of_team
    )


def _sums(places: int) -> sa.Select[Any]:
    """The coordinators of many municipalities over the delivered months of the period together."""
    c, covered = caseload_month.c, _covered(places)
    key = (c.municipality_code, c.team_id, c.coordinator_id)
    days = [sa.cast(sa.func.sum(c[name]), sa.BigInteger) for name in DAYS]
    same = sa.and_(c.municipality_code == covered.c.municipality_code, c.month == covered.c.month)
    return (
        sa.select(sa.literal_column("'coordinator'"), _number(key[0]), *key[1:], sa.literal_column("0"), *days)
        .join_from(caseload_month, covered, same)
        .where(c.level == "coordinator", _rows(places), _between(c.month, "first"))
        .group_by(*key)
    )


def _covered(places: int) -> sa.Subquery:
    """The months that nothing is missing in."""
    c = coverage.c
    return (
        sa.select(c.municipality_code, c.month)
        .where(c.source.in_(SOURCES), _among(c.municipality_code, places), _between(c.month, "first"))
        .group_by(c.municipality_code, c.month)
        .having(sa.func.count(c.source.distinct()) == len(SOURCES))
        .subquery()
    )
