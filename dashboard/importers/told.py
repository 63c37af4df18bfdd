"""What is told by day: case lists, histories of assignments and hours, and what follows from all of them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd
import sqlalchemy as sa

from dashboard.database import case_history, hours_history, said
from dashboard.database.history_tables import case_horizon
from dashboard.database.tables import case_assignment, case_file, coordinator, coordinator_fte, coverage, version_info
from dashboard.importers.write import insert_frame, staged, typed_frame
from dashboard.periods import month_key

def tell_frame(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame, *, adding: bool = False) -> int:
    """Put a delivery's rows beside those of the others; returns how many of the same day they took the place of.

    frame: the columns of the table, and next_day (said.tell).
    """
    typed = typed_frame(table, frame).assign(next_day=frame["next_day"].astype("datetime64[s]"))
    columns = ", ".join(f'"{column.name}"::{column.type} as "{column.name}"' for column in table.columns)
    with staged(connection, typed):
        connection.exec_driver_sql(
            f"create temp table {said.TOLD} as select {columns}, next_day::date as next_day from delivered"  # noqa: S608
        )
    replaced = said.tell(connection, table, adding=adding)
    connection.exec_driver_sql(f"drop table {said.TOLD}")
    return replaced


def work_out(connection: sa.Connection, municipalities: Iterable[str], today: dt.date) -> None:
    """Everything that follows from what has been told of these municipalities, anew."""
    codes = sorted(set(municipalities))
    case_history.work_out(connection, codes)
    hours_history.work_out(connection, codes)
    _name_coordinators(connection)
    connection.execute(sa.update(version_info).values(as_of=sa.select(sa.func.max(case_horizon.c.as_of)).scalar_subquery()))
    as_of = connection.execute(sa.select(version_info.c.as_of)).scalar_one() or today
    _cover_cases(connection, codes)
    _cover_hours(connection, as_of)


def _name_coordinators(connection: sa.Connection) -> None:
    """Coordinators whom only cases name: in the team of theirs whose id is the last."""
    a = case_assignment.c
    known = sa.select(coordinator.c.municipality_code, coordinator.c.coordinator_id)
    pair = sa.tuple_(a.municipality_code, a.coordinator_id)
    on_case = (case_file.c.municipality_code == a.municipality_code) & (case_file.c.case_id == a.case_id)
    named = (
        sa.select(a.municipality_code, a.coordinator_id, sa.func.max(case_file.c.team_id), sa.null())
        .join_from(case_assignment, case_file, on_case)
        .where(pair.not_in(known), a.role != "unknown")
        .group_by(a.municipality_code, a.coordinator_id)
    )
    columns = ["municipality_code", "coordinator_id", "team_id", "newly_hired_until"]
    connection.execute(sa.insert(coordinator).from_select(columns, named))


def _cover_cases(connection: sa.Connection, codes: list[str]) -> None:
    """From the first day received to the newest list's day, in each municipality: a list knows nothing of later months."""
    h = case_horizon.c
    same = case_file.c.municipality_code == h.municipality_code
    spans = sa.select(h.municipality_code, sa.func.min(case_file.c.received_on), h.as_of).join_from(case_horizon, case_file, same)
    for code, first, last in connection.execute(
        spans.where(h.municipality_code.in_(codes)).group_by(h.municipality_code, h.as_of)
    ).all():
        set_months(connection, "cases", code, range(month_key(first or last), month_key(last) + 1))


def _cover_hours(connection: sa.Connection, as_of: dt.date) -> None:
    """Hours are delivered when they change: a span without an end lasts to the as-of date of the case lists."""
    f = coordinator_fte.c
    months: dict[str, set[int]] = {}
    for code, start, end in connection.execute(sa.select(f.municipality_code, f.valid_from, f.valid_to)).all():
        last = as_of if end is None else end - dt.timedelta(days=1)
        months.setdefault(code, set()).update(range(month_key(start), month_key(last) + 1))
    for code, found in months.items():
        set_months(connection, "coordinators", code, found)


def set_months(connection: sa.Connection, source: str, code: str, months: Iterable[int]) -> None:
    """The months that a source which is told by day covers: these, and no others."""
    connection.execute(sa.delete(coverage).where((coverage.c.source == source) & (coverage.c.municipality_code == code)))
    insert_frame(connection, coverage, pd.DataFrame({"month": sorted(months)}).assign(municipality_code=code, source=source))
