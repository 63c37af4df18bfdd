"""Which cases should somebody look at now, and how many are they: the department head's lists.

The only query that gives rows about a case. They hold the case system's own number, the team and dates, nothing
else, and reach people only through answers.cases; they never enter a Store, a chart, a tooltip or a log.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from dashboard.database.frames import Kind, read_frame
from dashboard.database.rollup_tables import attention_case
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


def select_work_list(name: ListName, filters: Filters) -> sa.Select[Any]:
    """Cases of one list on the as-of date, longest first."""
    c = attention_case.c
    chosen = [c[column] == value for column, value in _choices(filters).items() if value]
    return (
        sa.select(c.municipality_code, c.case_id, c.team_id, c.since, c.first_contact_on)
        .where(c.list_name == name, c.municipality_code.in_(filters.municipalities), *chosen)
        .order_by(c.since, c.municipality_code, c.case_id)
    )


def work_list(connection: sa.Connection, name: ListName, filters: Filters) -> pd.DataFrame:
    """municipality_code, case_id, team_id, since (the day a reader counts from), first_contact_on; longest first."""
    return read_frame(connection, select_work_list(name, filters), COLUMNS)


@lru_cache(maxsize=8)
def select_list_counts(*chosen: str) -> sa.Select[Any]:
    """List, cases and earliest day. chosen: the columns that are asked for; built once, since that took a millisecond."""
    c = attention_case.c
    conditions = [c[name] == sa.bindparam(name) for name in chosen]
    return (
        sa.select(c.list_name, sa.func.count(), sa.func.min(c.since))
        .where(c.municipality_code.in_(sa.bindparam("codes", expanding=True)), *conditions)
        .group_by(c.list_name)
    )


def list_counts(connection: sa.Connection, filters: Filters) -> dict[str, tuple[int, dt.date]]:
    """List name → how many cases, and the day the longest counts from; a list without cases is not there."""
    chosen = {name: value for name, value in _choices(filters).items() if value}
    rows = connection.execute(select_list_counts(*chosen), {"codes": filters.municipalities, **chosen})
    return {name: (n, since) for name, n, since in rows}


def _choices(filters: Filters) -> dict[str, str]:
    return {"team_id": filters.team, "programme_id": filters.programme, "target_group": filters.target_group}
