"""Which cases should somebody look at now, and how many are they: the department head's lists.

The only query that gives rows about a case. They hold the case system's own number, the team and dates, nothing
else, and reach people only through answers.cases; they never enter a Store, a chart, a tooltip or a log.
"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from dashboard.database import resident
from dashboard.database.frames import Kind, read_frame
from dashboard.database.history_tables import case_horizon
from dashboard.database.rollup_tables import attention_case
from dashboard.database.tables import case_assignment
from dashboard.filters import Filters

ListName = Literal["waiting", "unassigned", "contact_before_receipt"]
LISTS: tuple[ListName, ...] = ("waiting", "unassigned", "contact_before_receipt")
_c = attention_case.c
ATTENTION = resident.Source(
    "attention",
    sa.select(
        *(_c.list_name, resident.place(_c.municipality_code), _c.team_id, _c.programme_id, _c.target_group),
        resident.day(_c.since, "since"),
        resident.day(case_horizon.c.as_of, "as_of"),
    ).join_from(attention_case, case_horizon, _c.municipality_code == case_horizon.c.municipality_code),
    groups=("list_name", "place"),
)
COLUMNS: dict[str, Kind] = {
    "municipality_code": "text",
    "case_id": "text",
    "team_id": "text",
    "since": "date",
    "first_contact_on": "date",
    "as_of": "date",
}


def select_work_list(name: ListName, filters: Filters) -> sa.Select[Any]:
    """Cases of one list on the day of their municipality's newest case list, longest first."""
    c = attention_case.c
    chosen = [c[column] == value for column, value in _choices(filters).items() if value]
    if filters.coordinator:
        chosen.append(_own_cases(filters.coordinator))
    return (
        sa.select(c.municipality_code, c.case_id, c.team_id, c.since, c.first_contact_on, case_horizon.c.as_of)
        .join_from(attention_case, case_horizon, c.municipality_code == case_horizon.c.municipality_code)
        .where(c.list_name == name, c.municipality_code.in_(filters.municipalities), *chosen)
        .order_by(c.since, c.municipality_code, c.case_id)
    )


def _own_cases(coordinator: str) -> sa.ColumnElement[bool]:
    """The cases that a coordinator has on the as-of date."""
    mine, c = case_assignment.c, attention_case.c
    today = case_horizon.c.as_of
    return sa.exists().where(
        mine.municipality_code == c.municipality_code,
        mine.case_id == c.case_id,
        mine.coordinator_id == coordinator,
        mine.role == "primary",
        mine.valid_from <= today,
        sa.or_(mine.valid_to.is_(None), mine.valid_to > today),
    )


def work_list(connection: sa.Connection, name: ListName, filters: Filters) -> pd.DataFrame:
    """municipality_code, case_id, team_id, since (the day a reader counts from), first_contact_on, as_of (the day it is
    known of); longest first."""
    return read_frame(connection, select_work_list(name, filters), COLUMNS)


def list_counts(connection: sa.Connection, filters: Filters, version: str = "") -> dict[str, tuple[int, int]]:
    """List name → how many cases, and for how many days the longest has been there; a list without cases is not there.

    version: the name of the version that the connection reads; '' reads everything anew.
    """
    if filters.coordinator:
        return _own_counts(connection, filters)
    held = resident.held(connection, ATTENTION, version)
    chosen = {column: held.number(column, text) for column, text in _choices(filters).items() if text}
    found: dict[str, tuple[int, int]] = {}
    for name in LISTS:
        number = held.number("list_name", name)
        rows = held.rows([(number, int(code)) for code in filters.municipalities])
        for column, text in chosen.items():
            rows = rows[held.columns[column][rows] == text]
        if len(rows):
            found[name] = (len(rows), int((held.take("as_of", rows) - held.take("since", rows)).max()))
    return found


def _own_counts(connection: sa.Connection, filters: Filters) -> dict[str, tuple[int, int]]:
    """Of one coordinator, too few to be worth holding in memory."""
    lists = {name: work_list(connection, name, filters) for name in LISTS}
    waits = {name: (rows["as_of"] - rows["since"]).dt.days for name, rows in lists.items() if len(rows)}
    return {name: (len(days), int(days.max())) for name, days in waits.items()}


def _choices(filters: Filters) -> dict[str, str]:
    return {"team_id": filters.team, "programme_id": filters.programme, "target_group": filters.target_group}
