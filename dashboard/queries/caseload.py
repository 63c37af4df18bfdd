"""How many cases, children and families does each full-time coordinator carry, by month, team and coordinator?

The rollup caseload_month is held in memory, and a view takes its months from there. Only months that both sources have
been delivered for count, and of them the days that the case lists reach: a month without such a day is missing, one
without rows is empty.
A case counts for the municipality that acts. Definitions: database/rollup_tables.py, caseload_month.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.analysis.caseload_days import DAYS, NOT_NEW, Carried, CaseloadCounts
from dashboard.database import resident
from dashboard.database.frames import Array
from dashboard.database.resident import Held
from dashboard.database.rollup_tables import caseload_month
from dashboard.database.tables import coordinator
from dashboard.filters import Filters
from dashboard.measures import MEASURES
from dashboard.periods import Period
from dashboard.queries.coverage import days_known, delivered, horizons, indices

_c, _who = caseload_month.c, coordinator.c


def select_caseload() -> sa.Select[Any]:
    """The rollup, and with each coordinator until when they are newly hired."""
    same = sa.and_(_c.municipality_code == _who.municipality_code, _c.coordinator_id == _who.coordinator_id)
    keys = (_c.level, _c.programme_id, _c.target_group, resident.place(_c.municipality_code), _c.team_id)
    hired = resident.day(_who.newly_hired_until, "newly_hired_until", NOT_NEW)
    columns = (*keys, _c.coordinator_id, _c.month, *(_c[name] for name in DAYS), hired)
    return sa.select(*columns).outerjoin_from(caseload_month, coordinator, same)


_NONE = np.zeros(0, np.int64)
NOBODY = Carried(_NONE, _NONE, _NONE, _NONE, np.zeros((len(DAYS), 0), np.int64))
CASELOAD = resident.Source("caseload", select_caseload(), groups=("level", "programme_id", "target_group", "place"))


def caseload(connection: sa.Connection, filters: Filters, version: str = "") -> CaseloadCounts:
    """Days × cases, children, families, and thousandths of a position × days; see CaseloadCounts.

    Teams only with one municipality; coordinators not with a programme or target group, since full-time positions are
    not split. version: the name of the version that the connection reads; '' reads everything anew.
    """
    places = [int(code) for code in filters.municipalities]
    both_years = Period(filters.period.first - 12, filters.period.last)
    sources = [delivered(connection, version, one, places, both_years) for one in MEASURES["caseload"].sources]
    known = days_known(connection, version, places, both_years) * np.logical_and.reduce(sources)
    view = _View(resident.held(connection, CASELOAD, version), filters, places, known > 0)
    return CaseloadCounts(
        known=known,
        days=view.by_month(),
        teams=view.together("team") if filters.one_municipality and not filters.coordinator else NOBODY,
        coordinators=view.together("coordinator"),
        reach=horizons(connection, version, filters.municipalities),
    )


class _View(NamedTuple):
    """held: the rollup. delivered: places × months from a year before the period, whether any day is known."""

    held: Held
    filters: Filters
    places: list[int]
    delivered: Array

    def by_month(self) -> Array:
        """Kinds of days × places × months: of the municipality, of the chosen team, or of one coordinator."""
        level = "team" if self.filters.team else "municipality"
        first = self.filters.period.first - 12
        rows, place, month = self._rows("coordinator" if self.filters.coordinator else level, first)
        days = np.zeros((len(DAYS), *self.delivered.shape), np.int64)
        for kind, name in enumerate(DAYS):
            found = self.held.take(name, rows)
            if self.filters.coordinator:  # who can have a row for each team of a month
                np.add.at(days[kind], (place, month), found)
            else:
                days[kind, place, month] = found
        return days

    def together(self, level: str) -> Carried:
        """The delivered months of the period added up by team or coordinator."""
        rows, place, _month = self._rows(level, self.filters.period.first)
        team, who = (self.held.columns[name][rows].astype(np.int64) for name in ("team_id", "coordinator_id"))
        key = (place * len(self.held.names["team_id"]) + team) * len(self.held.names["coordinator_id"]) + who
        which, keys = pd.factorize(key)
        one = np.zeros(len(keys), np.int64)
        one[which] = np.arange(len(rows))  # a row of each
        sums = [np.bincount(which, self.held.columns[name][rows], len(keys)) for name in DAYS]
        return Carried(
            place=place[one],
            team=self.held.texts("team_id", rows[one]),
            who=self.held.texts("coordinator_id", rows[one]),
            newly_hired_until=self.held.take("newly_hired_until", rows[one]),
            days=np.array(sums).astype(np.int64),
        )

    def _rows(self, level: str, first: int) -> tuple[Array, Array, Array]:
        """The delivered rows of a level, and the place and the month of each in `delivered`."""
        held, filters = self.held, self.filters
        chosen = (filters.programme or "*", filters.target_group or "*")
        names = zip(("level", "programme_id", "target_group"), (level, *chosen), strict=True)
        numbers = [held.number(column, text) for column, text in names]
        rows = held.rows([(*numbers, place) for place in self.places], first, filters.period.last)
        place = indices(self.places)[held.columns["place"][rows]]
        month = held.take("month", rows) - (filters.period.first - 12)
        counts = self.delivered[place, month]
        if filters.team:
            counts &= held.columns["team_id"][rows] == held.number("team_id", filters.team)
        if filters.coordinator:
            counts &= held.columns["coordinator_id"][rows] == held.number("coordinator_id", filters.coordinator)
        return rows[counts], place[counts], month[counts]
