"""Which cases somebody should look at now: the department head's lists.

The only query that gives rows about a case. They hold the case system's own number, the team and dates, nothing
else, and reach people only through answers.cases; they never enter a Store, a chart, a tooltip or a log.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd
import sqlalchemy as sa

from dashboard.database.frames import Kind, read_frame
from dashboard.database.tables import case_assignment, case_file, version_info
from dashboard.filters import Filters

ListName = Literal["waiting", "unassigned", "contact_before_receipt"]
LISTS: tuple[ListName, ...] = ("waiting", "unassigned", "contact_before_receipt")
COLUMNS: dict[str, Kind] = {
    "municipality_code": "text",
    "case_id": "text",
    "team_id": "text",
    "since": "date",
    "first_contact_on": "date",
}

# The day the data describe, as one scalar in the same statement.
AS_OF = sa.select(version_info.c.as_of).scalar_subquery()


def select_work_list(name: ListName, filters: Filters) -> sa.Select[tuple[object, ...]]:
    """Cases of one list on the as-of date, longest first. `since` is the day from which a reader counts."""
    conditions: list[sa.ColumnElement[bool]] = [case_file.c.municipality_code.in_(filters.municipalities)]
    for column, value in (
        (case_file.c.team_id, filters.team),
        (case_file.c.programme_id, filters.programme),
        (case_file.c.target_group, filters.target_group),
    ):
        if value:
            conditions.append(column == value)
    since = _unassigned_since() if name == "unassigned" else case_file.c.received_on
    return (
        sa.select(
            case_file.c.municipality_code,
            case_file.c.case_id,
            case_file.c.team_id,
            since.label("since"),
            case_file.c.first_contact_on,
        )
        .where(*conditions, _belongs(name))
        .order_by(sa.text("4, 1, 2"))
    )


def work_list(connection: sa.Connection, name: ListName, filters: Filters) -> pd.DataFrame:
    """municipality_code, case_id, team_id, since, first_contact_on; one row a case, longest first."""
    return read_frame(connection, select_work_list(name, filters), COLUMNS)


def _open() -> sa.ColumnElement[bool]:
    received = case_file.c.received_on <= AS_OF
    return sa.and_(received, sa.or_(case_file.c.closed_on.is_(None), case_file.c.closed_on > AS_OF))


def _belongs(name: ListName) -> sa.ColumnElement[bool]:
    if name == "contact_before_receipt":
        return case_file.c.first_contact_on < case_file.c.received_on
    if name == "unassigned":
        return sa.and_(_open(), ~sa.exists().where(_same_case(), case_assignment.c.role == "primary", _in_force()))
    no_contact = sa.or_(case_file.c.first_contact_on.is_(None), case_file.c.first_contact_on > AS_OF)
    return sa.and_(_open(), no_contact)


def _same_case() -> sa.ColumnElement[bool]:
    return sa.and_(
        case_assignment.c.municipality_code == case_file.c.municipality_code,
        case_assignment.c.case_id == case_file.c.case_id,
    )


def _in_force() -> sa.ColumnElement[bool]:
    started = case_assignment.c.valid_from <= AS_OF
    return sa.and_(started, sa.or_(case_assignment.c.valid_to.is_(None), case_assignment.c.valid_to > AS_OF))


def _unassigned_since() -> sa.ColumnElement[object]:
    """The last day a coordinator let go, else the day the case came in."""
    let_go = (
        sa.select(sa.func.max(case_assignment.c.valid_to))
        .where(_same_case(), case_assignment.c.role == "primary", case_assignment.c.valid_to <= AS_OF)
        .scalar_subquery()
    )
    return sa.func.coalesce(let_go, case_file.c.received_on)
