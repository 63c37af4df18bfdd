"""What is told by day: case lists, histories of assignments and hours, and what follows from all of them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pandas as pd
import sqlalchemy as sa

from dashboard.database import case_history, hours_history, said
from dashboard.database.history_tables import case_horizon
from dashboard.database.tables import case_assignment, case_file, coordinator, coordinator_fte, coverage, version_info
from dashboard.importers.write import Relation, insert_frame, relation_of
from dashboard.periods import month_key

NEXT_DAY = sa.Column("next_day", sa.Date)  # of a file of several deliveries: the one after last_day


def tell_frame(
    connection: sa.Connection, table: sa.Table, frame: pd.DataFrame | Relation, *, adding: bool = False
) -> int:
    """Put a delivery's rows beside those of the others; returns how many of the same day they took the place of.

    frame: the columns of the table, and next_day (said.tell).
    """
    columns = ", ".join(f'"{c.name}"::{c.type} as "{c.name}"' for c in (*table.columns, NEXT_DAY))
    with relation_of(connection, table, frame, NEXT_DAY) as relation:
        connection.exec_driver_sql(f"create temp table {said.TOLD} as select {columns} from {relation}")  # noqa: S608
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
    chosen = spans.where(h.municipality_code.in_(codes)).group_by(h.municipality_code, h.as_of)
    months = {
        code: range(month_key(first or last), month_key(last) + 1) for code, first, last in connection.execute(chosen)
    }
    set_months(connection, "cases", months)


def _cover_hours(connection: sa.Connection, as_of: dt.date) -> None:
    """Hours are delivered when they change: a span without an end lasts to the as-of date of the case lists."""
    f = coordinator_fte.c
    months: dict[str, set[int]] = {}
    for code, start, end in connection.execute(sa.select(f.municipality_code, f.valid_from, f.valid_to)).all():
        last = as_of if end is None else end - dt.timedelta(days=1)
        months.setdefault(code, set()).update(range(month_key(start), month_key(last) + 1))
    set_months(connection, "coordinators", months)


def set_months(connection: sa.Connection, source: str, months: Mapping[str, Iterable[int]]) -> None:
    """The months that a source covers in these municipalities: those given, and no others."""
    here = coverage.c.municipality_code.in_(sorted(months))
    connection.execute(sa.delete(coverage).where(coverage.c.source == source, here))
    rows = [(code, source, month) for code, found in months.items() for month in sorted(found)]
    insert_frame(connection, coverage, pd.DataFrame(rows, columns=["municipality_code", "source", "month"]))
