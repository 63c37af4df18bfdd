"""One source's rows in place of those that it delivers anew, and the months that it now covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd
import sqlalchemy as sa

from dashboard.database.tables import (
    case_assignment,
    case_file,
    coordinator,
    coordinator_fte,
    coverage,
    programme,
    programme_municipality,
    survey_invitation,
    team,
    version_info,
)
from dashboard.importers.context import Context
from dashboard.importers.sources import SOURCES
from dashboard.importers.surveys import months as asked_in
from dashboard.importers.surveys import waves
from dashboard.importers.template import Rows
from dashboard.importers.write import content_of, delete_matching, insert_frame, table_named
from dashboard.periods import month_key

NAMED = (team, programme, programme_municipality)  # filled from what the rows name, added to and never replaced


def write_source(connection: sa.Connection, source: str, rows: Rows, context: Context) -> tuple[int, str]:
    """Returns how many rows of earlier deliveries were replaced, and the content hash of this one."""
    frames = SOURCES[source].facts(rows, context)
    replaced = 0
    for name in SOURCES[source].tables:
        table = table_named(name)
        replaced += _delete_anew(connection, source, table, rows, context)
        insert_frame(connection, table, frames[name])
    for table in NAMED:
        if table.name in frames:
            _add(connection, table, frames[table.name])
    _cover(connection, source, rows, context)
    return replaced, content_of(connection, {name: frames[name] for name in SOURCES[source].tables})


def _delete_anew(connection: sa.Connection, source: str, table: sa.Table, rows: Rows, context: Context) -> int:
    """Take away the rows of earlier deliveries that this one takes the place of; returns how many."""
    keys, match = {
        "all": (("municipality",), ("municipality_code",)),
        "systems": (("municipality", "system"), ("municipality_code", "system")),
        "years": (("municipality", "year"), ("municipality_code", "year")),
        "invitations": (("municipality", "invitation"), ("municipality_code", "invitation_id")),
    }[SOURCES[source].replaces]
    scope = pd.DataFrame([[value or "" for value in values] for values in set(rows.together(*keys))], columns=match)
    replaced = delete_matching(connection, table, scope)
    if source == "surveys":
        replaced += delete_matching(connection, table, _same_waves(connection, context))
    return replaced


def _same_waves(connection: sa.Connection, context: Context) -> pd.DataFrame:
    """Every invitation to a form sent on a day of the delivery: a wave that is delivered again is delivered whole."""
    i = survey_invitation.c
    wave = sa.tuple_(i.municipality_code, i.instrument, i.invited_on)
    sent = sa.select(i.municipality_code, i.invitation_id).where(wave.in_(sorted(waves(context))))
    return pd.DataFrame(connection.execute(sent).all(), columns=["municipality_code", "invitation_id"], dtype="str")


def _add(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    """Names that are not there yet; those that are keep their spelling."""
    key = [name for name in ("programme_id", "municipality_code", "team_id") if name in table.c]
    there = {tuple(row) for row in connection.execute(sa.select(*(table.c[name] for name in key)))}
    new = [tuple(row) not in there for row in frame[key].itertuples(index=False)]
    insert_frame(connection, table, frame[new])


def _cover(connection: sa.Connection, source: str, rows: Rows, context: Context) -> None:
    if source == "cases":
        _set_as_of(connection, rows, context.as_of)
    if source not in ("coordinators", "cost_centres"):  # a mapping is of no month: the ledger's months are divided by it
        for code in sorted(set(rows["municipality"])):
            covered(connection, source, code, _months(source, code, rows, context))


def _months(source: str, code: str, rows: Rows, context: Context) -> set[int]:
    """The months that the rows of one municipality speak for."""
    if source == "cases":
        days = rows.together("municipality", "received")
        first = min(day for owner, day in days if owner == code and day is not None)
        assert context.as_of is not None
        return set(range(month_key(first), month_key(context.as_of) + 1))
    if source == "services":
        return _served(code, rows, context)
    if source == "surveys":
        return asked_in(code, context)
    years = {year for owner, year in rows.together("municipality", "year") if owner == code}
    return {12 * year + month for year in years for month in range(12)}


def _served(code: str, rows: Rows, context: Context) -> set[int]:
    """From the first service on, until the day of the list."""
    first = min(day for owner, day in rows.together("municipality", "start") if owner == code)
    last = context.as_of or context.today
    return set(range(month_key(first), month_key(last) + 1))


def covered(connection: sa.Connection, source: str, code: str, months: Iterable[int]) -> None:
    """Add the months; a source that is delivered whole covers these alone."""
    here = (coverage.c.source == source) & (coverage.c.municipality_code == code)
    if source in ("cases", "coordinators"):
        connection.execute(sa.delete(coverage).where(here))
    there = set(connection.execute(sa.select(coverage.c.month).where(here)).scalars())
    frame = pd.DataFrame({"month": sorted(set(months) - there)}).assign(municipality_code=code, source=source)
    insert_frame(connection, coverage, frame)


def _set_as_of(connection: sa.Connection, rows: Rows, as_of: dt.date | None) -> None:
    """The day of this list, or of another municipality's where that is later."""
    others = sa.exists().where(case_file.c.municipality_code.not_in(sorted(set(rows["municipality"]))))
    before = connection.execute(sa.select(version_info.c.as_of).where(others)).scalar_one_or_none()
    latest = max(day for day in (before, as_of) if day is not None)
    connection.execute(sa.update(version_info).values(as_of=latest))


def complete_coordinators(connection: sa.Connection, today: dt.date) -> None:
    """Coordinators whom only the case list names, and the months that hours are known for.

    Hours are delivered when they change: a span without an end lasts to the as-of date of the case lists.
    """
    known = sa.select(coordinator.c.municipality_code, coordinator.c.coordinator_id)
    pair = sa.tuple_(case_assignment.c.municipality_code, case_assignment.c.coordinator_id)
    on_case = (case_file.c.municipality_code == case_assignment.c.municipality_code) & (
        case_file.c.case_id == case_assignment.c.case_id
    )
    named = (
        sa.select(
            case_assignment.c.municipality_code,
            case_assignment.c.coordinator_id,
            sa.func.max(case_file.c.team_id).label("team_id"),
            sa.null().label("newly_hired_until"),
        )
        .join_from(case_assignment, case_file, on_case)
        .where(pair.not_in(known))
        .group_by(case_assignment.c.municipality_code, case_assignment.c.coordinator_id)
    )
    columns = ["municipality_code", "coordinator_id", "team_id", "newly_hired_until"]
    connection.execute(sa.insert(coordinator).from_select(columns, named))
    as_of = connection.execute(sa.select(version_info.c.as_of)).scalar_one() or today
    spans = connection.execute(
        sa.select(coordinator_fte.c.municipality_code, coordinator_fte.c.valid_from, coordinator_fte.c.valid_to)
    ).all()
    months: dict[str, set[int]] = {}
    for code, start, end in spans:
        last = as_of if end is None else end - dt.timedelta(days=1)
        months.setdefault(code, set()).update(range(month_key(start), month_key(last) + 1))
    for code, found in months.items():
        covered(connection, "coordinators", code, found)
