"""When did each source last come, is it late, what did the rules find in it, and what was tried since?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from dashboard.database.operational_tables import import_run
from dashboard.database.per_version import once
from dashboard.database.provenance_tables import delivery, quality_finding
from dashboard.database.rollup_tables import retained

# How many days apart a source comes (people.md section 7); the order in which sources are shown.
CADENCE_DAYS: Mapping[str, int] = {
    "cases": 7,
    "coordinators": 92,  # when something changes; a quarter without any is unlikely
    "services": 31,
    "ledger": 31,
    "cost_centres": 366,  # a new edition with the budget year, at the latest
    "budget": 92,
    "surveys": 183,
    "population": 366,
}
RUNS_SHOWN = 20


@dataclass(frozen=True)
class Delivered:
    """A source's last delivery; its age counts from the day it describes, whenever it came. Late is a third more than
    the cadence: a list that comes on Tuesday is not."""

    municipality_code: str
    source: str
    delivered_on: dt.date
    as_of: dt.date
    rows_in: int
    age_days: int

    @property
    def late(self) -> bool:
        return 3 * self.age_days > 4 * CADENCE_DAYS[self.source]


@dataclass(frozen=True)
class Found:
    """What a rule found in the last delivery: n cases or rows."""

    municipality_code: str
    source: str
    rule: str
    n: int


@dataclass(frozen=True)
class Tried:
    """A file that somebody tried to import; municipality_code and source are '' where they were not understood."""

    at: str
    file_name: str
    municipality_code: str
    source: str
    outcome: str  # loaded | refused | unchanged
    rows_in: int
    rows_refused: int


@lru_cache(maxsize=1)
def select_delivered() -> sa.Select[Any]:
    d = delivery.c
    return sa.select(d.municipality_code, d.source, d.delivered_on, d.as_of, d.rows_in)


@lru_cache(maxsize=1)
def select_findings() -> sa.Select[Any]:
    f = quality_finding.c
    chosen = f.municipality_code.in_(sa.bindparam("codes", expanding=True))
    return sa.select(f.municipality_code, f.source, f.rule, f.n).where(chosen)


def delivered(
    connection: sa.Connection, codes: Sequence[str], today: dt.date, version: str = ""
) -> tuple[Delivered, ...]:
    """The last delivery of each source that ever came, by municipality and in the order of CADENCE_DAYS.

    version: the name of the version that the connection reads; '' reads everything anew.
    """
    held = once(connection, version, "deliveries", lambda: _by_municipality(connection))
    return tuple(
        Delivered(code, source, came, as_of, rows_in, (today - as_of).days)
        for code in sorted(set(codes))
        for source, came, as_of, rows_in in held.get(code, ())
    )


def _by_municipality(connection: sa.Connection) -> dict[str, list[tuple[str, dt.date, dt.date, int]]]:
    """source, delivered_on, as_of and rows_in of each, in the order of CADENCE_DAYS."""
    found: dict[str, list[tuple[str, dt.date, dt.date, int]]] = {}
    rows = [row for row in connection.execute(select_delivered()) if row.source in _ORDER]
    for row in sorted(rows, key=lambda one: _ORDER[one.source]):
        found.setdefault(row.municipality_code, []).append((row.source, row.delivered_on, row.as_of, row.rows_in))
    return found


def findings(connection: sa.Connection, codes: Sequence[str]) -> tuple[Found, ...]:
    """By municipality and source, what was found most often first."""
    found = [Found(*row) for row in connection.execute(select_findings(), {"codes": codes}) if row.source in _ORDER]
    return tuple(sorted(found, key=lambda one: (one.municipality_code, _ORDER[one.source], -one.n, one.rule)))


def tried(operational: sa.Connection, codes: Sequence[str]) -> tuple[Tried, ...]:
    """The newest files first. Files of which no municipality is known belong to all."""
    r = import_run.c
    columns = (r.at, r.file_name, r.municipality_code, r.source, r.outcome, r.rows_in, r.rows_refused)
    chosen = sa.select(*columns).where(r.municipality_code.in_(("", *codes)))
    return tuple(Tried(*row) for row in operational.execute(chosen.order_by(r.run_id.desc()).limit(RUNS_SHOWN)))


_ORDER = {source: place for place, source in enumerate(CADENCE_DAYS)}


def deleted_before(connection: sa.Connection, municipalities: Sequence[str]) -> int | None:
    """The latest month before which personal data of any of these have been deleted by age; None: none have."""
    here = retained.c.municipality_code.in_(municipalities)
    month: int | None = connection.execute(sa.select(sa.func.max(retained.c.before_month)).where(here)).scalar_one()
    return month
