"""Personal data that are too old: which rows, and every kept version again without them.

Numbers by month stay (rollup_retained.py). A limit is the first day of a month, so that a month is either counted from
persons or kept as it was. Sample data hold nobody and are left alone.

Goes: cases closed before the limit, or gone from the lists, with their assignments and all that was said of them,
assignments and hours that ended before it and what said them, coordinators without any left, services that ended, invitations answered or left unanswered, with their answers. Accounts stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from dashboard.database import pointer
from dashboard.database.engine import duckdb_engine
from dashboard.database.errors import NoData
from dashboard.database.rollup_retained import DELIVERED, keep
from dashboard.database.tables import version_info
from dashboard.database.upgrade import Change, rewrite
from dashboard.periods import month_key

Kind = Literal["cases", "services", "surveys"]
KINDS: tuple[Kind, ...] = ("cases", "services", "surveys")

_SAME = "{0}.municipality_code = it.municipality_code and {0}.{1} = it.{1}"
_CASE = _SAME.format("c", "case_id")
_WHO = _SAME.format("w", "coordinator_id")
_ASKED = _SAME.format("i", "invitation_id")
_ENDED = "(c.closed_on < {limit} or c.unlisted_on < {limit})"
_OF_ASSIGNED = "c.municipality_code = w.municipality_code and c.case_id = w.case_id"
_ASSIGNED_OLD = (
    f"(w.valid_to <= {{limit}} or exists (select 1 from {{of}}case_file as c where {_OF_ASSIGNED} and {_ENDED}))"  # noqa: S608 - names of ours, here and below
)
_ENDED_CASE = f"exists (select 1 from {{of}}case_file as c where {_CASE} and {_ENDED})"  # noqa: S608
# What a later list before the limit said otherwise.
_SUPERSEDED = (
    f"exists (select 1 from {{of}}case_said as w where {_SAME.format('w', 'case_id')} "  # noqa: S608
    "and w.first_day > it.last_day and w.first_day <= {limit})"
)
# Table → the rows that are too old. {of} stands before the tables of the version, {limit} is a date.
TOO_OLD: dict[Kind, dict[str, str]] = {
    "cases": {
        "case_file": "(it.closed_on < {limit} or it.unlisted_on < {limit})",
        "case_assignment": f"(it.valid_to <= {{limit}} or {_ENDED_CASE})",
        "case_team": f"(it.valid_to <= {{limit}} or {_ENDED_CASE})",
        "case_said": f"({_ENDED_CASE} or {_SUPERSEDED})",
        "assignment_said": f"(it.valid_to <= {{limit}} or {_ENDED_CASE})",
        "coordinator_fte": "it.valid_to <= {limit}",
        "coordinator_team": "it.valid_to <= {limit}",
        "hours_said": (
            f"(it.valid_to <= {{limit}} or it.last_day < {{limit}} and not exists (select 1 from {{of}}coordinator_fte as w "  # noqa: S608
            f"where {_WHO} and w.valid_from = it.valid_from and w.fte_milli = it.fte_milli "
            "and (w.valid_to is null or w.valid_to > {limit})))"
        ),
        "coordinator": (
            f"(exists (select 1 from {{of}}coordinator_fte as w where {_WHO} union all "  # noqa: S608
            f"select 1 from {{of}}case_assignment as w where {_WHO}) "
            f"and not exists (select 1 from {{of}}coordinator_fte as w where {_WHO} "
            "and (w.valid_to is null or w.valid_to > {limit})) "
            f"and not exists (select 1 from {{of}}case_assignment as w where {_WHO} "
            f"and not coalesce({_ASSIGNED_OLD}, false)))"
        ),
    },
    "services": {"service": "it.valid_to < {limit}", "service_report": "it.valid_to < {limit}"},
    "surveys": {
        "survey_invitation": "coalesce(it.answered_on, it.invited_on) < {limit}",
        "survey_answer": (
            f"exists (select 1 from {{of}}survey_invitation as i where {_ASKED} "  # noqa: S608
            "and coalesce(i.answered_on, i.invited_on) < {limit})"
        ),
    },
}


def limits(today: dt.date, years: int, by_kind: Mapping[Kind, int]) -> dict[Kind, dt.date]:
    """What is older than this day is too old. by_kind: where it is not `years`."""
    return {kind: dt.date(today.year - by_kind.get(kind, years), today.month, 1) for kind in KINDS}


def too_old(data_folder: Path, before: Mapping[Kind, dt.date]) -> dict[str, dict[str, int]]:
    """Version → table → how many rows are too old; without those that have none. Raises DamagedData."""
    try:
        pointed = pointer.read(data_folder)
    except NoData:
        return {}
    pointed.check_layout()
    found = {name: _counts(pointer.file_of(data_folder, name), before) for name in pointed.kept}
    return {name: counts for name, counts in found.items() if counts}


def _counts(file: Path, before: Mapping[Kind, dt.date]) -> dict[str, int]:
    try:
        with duckdb_engine(file).connect() as connection:
            if connection.execute(sa.select(version_info.c.origin)).scalar_one() != "real":
                return {}
            counts = {
                table: connection.exec_driver_sql(f"select count(*) from {table} as it where {rows}").scalar_one()  # noqa: S608
                for table, rows in _rows(before, of="").items()
            }
    except sa.exc.SQLAlchemyError:  # a version that does not count and cannot be read: nobody can
        return {}
    return {table: n for table, n in counts.items() if n}


def delete(data_folder: Path, before: Mapping[Kind, dt.date]) -> str | None:
    """Every kept version that has such rows, without them; the name of the one that counts, None where none has.

    Raises DamagedData, DiskFull and ImportRunning; then nothing has been changed.
    """
    going = too_old(data_folder, before)
    if not going:
        return None
    months: dict[str, int] = {kind: month_key(day) for kind, day in before.items() if kind in DELIVERED}
    change = Change(_rows(before, of="former."), partial(keep, before=months))
    return rewrite(data_folder, lambda name: change if name in going else None)


def _rows(before: Mapping[Kind, dt.date], of: str) -> dict[str, str]:
    return {
        table: rows.format(of=of, limit=f"date '{day.isoformat()}'")
        for kind, day in before.items()
        for table, rows in TOO_OLD[kind].items()
    }
