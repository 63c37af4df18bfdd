"""What the case lists that are held say, to hold a new one against: the newest one until its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from dashboard.database.history_tables import case_said, delivery_day
from dashboard.importers.template import Rows


@dataclass(frozen=True)
class EarlierList:
    """cases: each one's coordinator ('' nobody) and whether it was closed."""

    day: dt.date
    cases: dict[str, tuple[str, bool]]


@dataclass(frozen=True)
class Changes:
    """What a list says that the one before it did not; numbers of cases."""

    since: dt.date
    new: int
    handed_over: int
    closed: int
    unlisted: int  # no longer on the list, and not closed


def earlier_lists(connection: sa.Connection, codes: Collection[str], day: dt.date) -> dict[str, EarlierList]:
    """By municipality, the newest list before the day, or of the very day, which the one in hand takes the place of."""
    d, s = delivery_day.c, case_said.c
    days = sa.select(d.municipality_code, sa.func.max(d.day)).where(
        d.source == "cases", d.municipality_code.in_(sorted(codes)), d.day <= day
    )
    found = {}
    for code, earlier in connection.execute(days.group_by(d.municipality_code)).all():
        then = sa.and_(s.municipality_code == code, s.first_day <= earlier, s.last_day >= earlier)
        rows = connection.execute(sa.select(s.case_id, s.coordinator_id, s.closed_on.is_not(None)).where(then))
        found[code] = EarlierList(earlier, {case: (who, closed) for case, who, closed in rows})
    return found


def changes(rows: Rows, code: str, earlier: EarlierList) -> Changes:
    """Of one municipality's rows, held against its list before."""
    now = {
        case: (who or "", closed is not None)
        for place, case, who, closed in rows.together("municipality", "case", "coordinator", "closed")
        if place == code and case is not None
    }
    both = [(earlier.cases[case], found) for case, found in now.items() if case in earlier.cases]
    return Changes(
        since=earlier.day,
        new=len(now.keys() - earlier.cases.keys()),
        handed_over=sum(before[0] != found[0] and not found[1] for before, found in both),
        closed=sum(found[1] and not before[1] for before, found in both),
        unlisted=sum(not closed for case, (_who, closed) in earlier.cases.items() if case not in now),
    )
