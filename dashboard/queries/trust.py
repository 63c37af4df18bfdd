"""How many parents were asked, answered, agreed and scored what, by municipality and quarter?"""

from __future__ import annotations

from typing import Any

import numpy as np
import sqlalchemy as sa

from dashboard.analysis.trust_numbers import SUMS, TrustCounts
from dashboard.database import resident
from dashboard.database.frames import Array
from dashboard.database.rollup_tables import trust_month
from dashboard.disclosure.surveys import survey_view
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.queries.coverage import delivered, indices

_c = trust_month.c


def select_trust() -> sa.Select[Any]:
    """The rollup."""
    keys = (resident.place(_c.municipality_code), _c.month, _c.team_id, _c.programme_id, _c.target_group)
    return sa.select(*keys, *(_c[name] for name in SUMS))


TRUST = resident.Source("trust", select_trust(), groups=("place",))
QUARTERS = 100_000  # more than there are months: place · QUARTERS + quarter is one number for both


def trust(connection: sa.Connection, filters: Filters, version: str = "") -> TrustCounts:
    """The raw counts, below every threshold still: only analysis.trust may see them.

    Over the range and the year before it. category is the value of the one filter that is chosen, of every value there
    is: what may be shown of one depends on the others. With one municipality and none chosen it is the team; else ''.
    Only delivered months count. version: the name of the version that the connection reads; '' reads everything anew.
    """
    view, _ = survey_view(filters)
    places, category = [int(code) for code in view.municipalities], _category(view)
    # Whole calendar years: a year's small quarters are grouped alike in every view, so that no two views subtract.
    years = Period((view.period.first - 12) // 12 * 12, view.period.last // 12 * 12 + 11)
    known = delivered(connection, version, "surveys", places, years)
    held = resident.held(connection, TRUST, version)
    rows = held.rows([(place,) for place in places], years.first, years.last)
    month, place = held.take("month", rows), indices(places)[held.columns["place"][rows]]
    there = known[place, month - years.first]
    rows, quarter, place = rows[there], (month - month % 3)[there], place[there]
    number = held.take(category, rows) if category else np.zeros(len(rows), np.int64)
    sums = np.array([held.take(name, rows) for name in SUMS])
    first, sums = _added_up(sums, ((place * QUARTERS) + quarter) * (number.max(initial=0) + 1) + number)
    names = held.texts(category, rows[first]).tolist() if category else [""] * len(first)
    return TrustCounts(place[first], quarter[first], names, sums, years.first, known)


def _category(view: Filters) -> str:
    if view.programme:
        return "programme_id"
    if view.target_group:
        return "target_group"
    return "team_id" if view.one_municipality else ""


def _added_up(sums: Array, key: Array) -> tuple[Array, Array]:
    """A row of each key, in the order of the keys, and the sums of all its rows."""
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    if not len(starts):  # reduceat wants at least one
        return starts, sums
    return order[starts], np.add.reduceat(sums[:, order], starts, axis=1)
