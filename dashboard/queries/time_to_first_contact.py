"""How many cases had their first contact, were closed without it or still wait, by days since receipt?

The rollup first_contact_count is held in memory, and a view takes its rows from there: they are counted already, and
analysis adds them up by period. Days are negative where a date lies before the receipt: an error in the data.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sqlalchemy as sa

from dashboard.analysis.contact_cases import Cases, ContactCounts
from dashboard.database import resident
from dashboard.database.frames import Array
from dashboard.database.resident import Held
from dashboard.database.rollup_tables import first_contact_count
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.queries.coverage import delivered, horizons, indices

_c = first_contact_count.c


def select_time_to_first_contact() -> sa.Select[Any]:
    """The rollup without its deliveries, which stand in coverage."""
    name = sa.func.coalesce(_c.name, sa.literal_column("''", sa.Text)).label("name")
    keys = (_c.level, _c.municipality_no.label("place"), _c.programme_id, _c.target_group, _c.team_id)
    return sa.select(*keys, _c.month, _c.days, _c.outcome, name, _c.n).where(_c.outcome > 0)


CONTACT = resident.Source("first_contact", select_time_to_first_contact(), groups=("level", "place"))
WAITING_NOW = Period(0, 0)  # first_contact_count.month of those who wait on the as-of date


def time_to_first_contact(connection: sa.Connection, filters: Filters, version: str = "") -> ContactCounts:
    """The cases of the period and the year before it, and who waits on the as-of date; see ContactCounts.

    version: the name of the version that the connection reads; '' reads everything anew.
    """
    held = resident.held(connection, CONTACT, version)
    places = [int(code) for code in filters.municipalities]
    both_years = Period(filters.period.first - 12, filters.period.last)
    rows = _chosen(held, filters, places, both_years)
    numbers = (held.take(name, rows) for name in ("month", "days", "outcome", "n", "name"))
    month, days, outcome, n, name = numbers
    return ContactCounts(
        cases=Cases(indices(places)[held.columns["place"][rows]], month, days, outcome - 1, n, name),
        reasons=held.names["name"].tolist(),
        waiting=_waiting(held, _chosen(held, filters, places, WAITING_NOW)),
        delivered=delivered(connection, version, "cases", places, both_years),
        as_of={code: last for code, (_first, last) in horizons(connection, version, filters.municipalities).items()},
    )


def _chosen(held: Held, filters: Filters, places: list[int], period: Period) -> Array:
    """The rows of the chosen municipalities and months, of the chosen programme, target group and team."""
    named = {"programme_id": filters.programme, "target_group": filters.target_group, "team_id": filters.team}
    chosen = {column: held.number(column, text) for column, text in named.items() if text}
    level = held.number("level", "each" if chosen else "whole")
    rows = held.rows([(level, place) for place in places], period.first, period.last)
    if not chosen:
        return rows
    return rows[np.logical_and.reduce([held.columns[column][rows] == number for column, number in chosen.items()])]


def _waiting(held: Held, rows: Array) -> dict[tuple[str, str], tuple[int, int]]:
    """By municipality and team: how many, and the longest wait."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    columns = (held.take("place", rows), held.texts("name", rows), held.take("n", rows), held.take("days", rows))
    for place, team, n, days in zip(*(column.tolist() for column in columns), strict=True):
        before, longest = found.get(key := (f"{place:04d}", team), (0, 0))
        found[key] = (before + n, max(longest, days))
    return found
