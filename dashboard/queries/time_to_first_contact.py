"""How many cases had their first contact, were closed without it or still wait, by days since receipt?

One plain scan of first_contact_count; what it finds is added up here, into rows of six kinds, told apart because they
count different things:
* received        cases by municipality ('*', all chosen, where they are more than LINES) and month received, from a
                  year before the period to its end, in the months that the municipality has delivered;
* range           more than LINES only: the period's cases of each municipality; month is the period's first;
* endings         the period's cases closed without contact, of all chosen together, by reason;
* waiting         the cases that wait on the as-of date, whenever they came; days is the longest wait in the team;
* coverage        delivered months by municipality (n = 1), or for '*' how many municipalities delivered the month;
* coverage_range  more than LINES only: how many of the period's months each municipality delivered.
Days are negative where a date lies before the receipt: an error in the data, left out and counted by analysis.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.analysis.time_to_first_contact import LINES
from dashboard.database.frames import Kind, frame, read_columns
from dashboard.database.rollup_tables import first_contact_count
from dashboard.filters import Filters
from dashboard.queries.contact_rows import Counted, Rows

COLUMNS: dict[str, Kind] = {
    "kind": "text",
    "municipality_code": "text",
    "month": "int",
    "team_id": "text",
    "days": "int",
    "outcome": "text",  # contact | closed | waiting; '' for coverage
    "reason": "text",  # measures.CLOSE_REASONS for endings, else ''
    "n": "int",
}


def time_to_first_contact(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """kind, municipality_code, month, team_id, days, outcome, reason, n; in no order."""
    select = select_time_to_first_contact(filters)
    found = read_columns(connection, select, len(select.selected_columns), _asked(filters))
    rows = Rows.of_municipalities(found, filters.municipalities)
    return frame(_counted(rows, filters).columns(), COLUMNS)


def select_time_to_first_contact(filters: Filters) -> sa.Select[Any]:
    """municipality_no, month, days, outcome, name, n of first_contact_count, with blanks for what is asked.

    More than LINES municipalities are read from the first to the last: a list of 98 costs DuckDB 4 ms.
    """
    return _select(tuple(_choices(filters)), tuple(_places(filters)))


def _pooled(filters: Filters) -> bool:
    return len(filters.municipalities) > LINES


def _choices(filters: Filters) -> dict[str, str]:
    choices = {"programme_id": filters.programme, "target_group": filters.target_group, "team_id": filters.team}
    return {column: value for column, value in choices.items() if value}


def _places(filters: Filters) -> dict[str, int]:
    numbers = [int(code) for code in filters.municipalities]
    if _pooled(filters):
        return {"lowest": numbers[0], "highest": numbers[-1]}
    return {f"number_{i}": number for i, number in enumerate(numbers)}


def _asked(filters: Filters) -> dict[str, Any]:
    months = {"first": filters.period.first - 12, "last": filters.period.last}
    return {**_places(filters), **months, **_choices(filters)}


@lru_cache
def _select(choices: tuple[str, ...], places: tuple[str, ...]) -> sa.Select[Any]:
    """Built once for each shape: SQLAlchemy needs as long for it as DuckDB for the answer.

    Of few municipalities each has a blank of its own: a list written out at every call costs 1 ms.
    """
    c, asked = first_contact_count.c, sa.bindparam
    place = c.municipality_no.in_([asked(name) for name in places])
    if "lowest" in places:
        place = c.municipality_no.between(asked("lowest"), asked("highest"))
    month = sa.or_(c.month == 0, c.month.between(asked("first"), asked("last")))
    # What is delivered is delivered for every choice: its rows have '*'.
    chosen = [sa.or_(c[name] == asked(name), c[name] == "*") for name in choices]
    level = c.level == ("each" if choices else "whole")
    return sa.select(c.municipality_no, c.month, c.days, c.outcome, c.name, c.n).where(level, place, month, *chosen)


def _counted(rows: Rows, filters: Filters) -> Counted:
    """The rows of the module's docstring."""
    period, pooled = filters.period, _pooled(filters)
    counted = Counted(filters.municipalities)
    received, coverage, waiting = rows.received(), rows.delivered(), rows.waiting_now()
    now = received.within(period)
    counted.added_up("received", received, pooled=pooled)
    counted.endings("endings", now, period.first)
    counted.waiting("waiting", waiting)
    counted.added_up("coverage", coverage, pooled=pooled)
    if pooled:
        counted.added_up("range", now, month=period.first)
        counted.added_up("coverage_range", coverage.within(period), month=period.first)
    return counted
