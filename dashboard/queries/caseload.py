"""How many cases, children and families does each full-time coordinator carry, by month, team and coordinator?

One statement gives three kinds of rows (column `level`), from the rollup caseload_month:
* month: one for every chosen municipality and month of [period.first − 12, period.last] that both sources have been
  delivered for; a month that is not here is missing, a month of zeros is empty. With a team chosen they are the team's.
* team: the delivered months of the period together; only with one municipality.
* coordinator: the same by coordinator; not with a programme or target group, as full-time positions are not split.

A case counts for the municipality that acts. Definitions: database/tables.py, caseload_month.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database.frames import Kind, read_frame
from dashboard.database.rollup_tables import caseload_month
from dashboard.database.tables import coordinator, coverage
from dashboard.filters import Filters
from dashboard.measures import MEASURES

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
_NO_DATE = sa.cast(sa.null(), sa.Date)


def select_caseload(filters: Filters) -> sa.CompoundSelect[Any]:
    covered = _covered(filters)
    parts = [_months(filters, covered)]
    if filters.one_municipality:
        parts.append(_teams(filters, covered))
    if not (filters.programme or filters.target_group):
        parts.append(_coordinators(filters, covered))
    return sa.union_all(*parts)


def caseload(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """The columns of COLUMNS; days × cases, children, families, and thousandths of a position × days."""
    return read_frame(connection, select_caseload(filters), COLUMNS)


def _covered(filters: Filters) -> sa.CTE:
    """The months that nothing is missing in."""
    sources = MEASURES["caseload"].sources
    return (
        sa.select(coverage.c.municipality_code, coverage.c.month)
        .where(
            coverage.c.source.in_(sources),
            coverage.c.municipality_code.in_(filters.municipalities),
            coverage.c.month.between(filters.period.first - 12, filters.period.last),
        )
        .group_by(coverage.c.municipality_code, coverage.c.month)
        .having(sa.func.count(coverage.c.source.distinct()) == len(sources))
        .cte("covered")
    )


def _same_month(covered: sa.CTE) -> sa.ColumnElement[bool]:
    return sa.and_(
        caseload_month.c.municipality_code == covered.c.municipality_code, caseload_month.c.month == covered.c.month
    )


def _rows(level: str, filters: Filters) -> sa.ColumnElement[bool]:
    """The rows of one level under the filters."""
    conditions = [
        caseload_month.c.level == level,
        caseload_month.c.programme_id == (filters.programme or "*"),
        caseload_month.c.target_group == (filters.target_group or "*"),
    ]
    if filters.team:
        conditions.append(caseload_month.c.team_id == filters.team)
    return sa.and_(*conditions)


def _months(filters: Filters, covered: sa.CTE) -> sa.Select[Any]:
    level = "team" if filters.team else "municipality"
    return sa.select(
        sa.literal("month").label("level"),
        covered.c.municipality_code,
        sa.literal(filters.team).label("team_id"),
        sa.literal("").label("coordinator_id"),
        covered.c.month,
        *(sa.func.coalesce(caseload_month.c[column], 0).label(column) for column in DAYS),
        _NO_DATE.label("newly_hired_until"),
    ).select_from(
        covered.outerjoin(caseload_month, sa.and_(_same_month(covered), _rows(level, filters))),
    )


def _sums() -> list[sa.ColumnElement[int]]:
    return [sa.cast(sa.func.sum(caseload_month.c[column]), sa.BigInteger).label(column) for column in DAYS]


def _teams(filters: Filters, covered: sa.CTE) -> sa.Select[Any]:
    key = (caseload_month.c.municipality_code, caseload_month.c.team_id)
    return (
        sa.select(sa.literal("team"), *key, sa.literal(""), sa.literal(0), *_sums(), _NO_DATE)
        .join_from(caseload_month, covered, _same_month(covered))
        .where(_rows("team", filters), caseload_month.c.month >= filters.period.first)
        .group_by(*key)
    )


def _coordinators(filters: Filters, covered: sa.CTE) -> sa.Select[Any]:
    rollup = caseload_month.c
    key = (rollup.municipality_code, rollup.team_id, rollup.coordinator_id)
    same_coordinator = sa.and_(
        coordinator.c.municipality_code == rollup.municipality_code,
        coordinator.c.coordinator_id == rollup.coordinator_id,
    )
    hired = coordinator.c.newly_hired_until
    return (
        sa.select(sa.literal("coordinator"), *key, sa.literal(0), *_sums(), hired)
        .select_from(
            caseload_month.join(covered, _same_month(covered)).outerjoin(coordinator, same_coordinator),
        )
        .where(_rows("coordinator", filters), rollup.month >= filters.period.first)
        .group_by(*key, hired)
    )
