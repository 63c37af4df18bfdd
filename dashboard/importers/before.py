"""What the version holds of the sources in hand, read once for the rules of a delivery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa

from dashboard.database.history_tables import delivery_day, hours_said
from dashboard.database.tables import (
    case_assignment,
    case_file,
    cost_centre_group,
    ledger,
    population,
    service,
)
from dashboard.importers.context import Before, Centres, Posted
from dashboard.importers.lists_held import earlier_lists
from dashboard.importers.present import Present
from dashboard.importers.surveys_held import invitations, waves
from dashboard.importers.template import Rows

NAME_CASES = frozenset({"surveys", "services", "assignments"})  # sources whose rows may name a case


def held(present: Present, sources: Mapping[str, Rows], ledgers: bool, as_of: dt.date) -> Before:
    """Of each source only what its rules ask for: a ledger is not made to wait for a list of cases.

    ledgers: whether there are any in the command; they are not among the rows yet. as_of: the day of the case list.
    """
    if present.version is None or present.is_sample:
        return Before()
    with present.version.engine.connect() as connection:
        lists = earlier_lists(connection, set(sources["cases"]["municipality"]) - {None}, as_of) if "cases" in sources else {}
        whole = {("cases", code): len(earlier.cases) for code, earlier in lists.items()}
        return Before(
            cases=_cases(connection) if NAME_CASES.intersection(sources) else frozenset(),
            on_cases=_on_cases(connection) if "coordinators" in sources else frozenset(),
            rows=whole | (_hours(connection) if "coordinators" in sources else {}),
            open_cases={code: sum(not closed for _, closed in one.cases.values()) for code, one in lists.items()},
            lists=lists,
            services=_services(connection) if "services" in sources else {},
            persons=_persons(connection) if "population" in sources else {},
            invitations=invitations(connection, sources["surveys"]) if "surveys" in sources else {},
            centres=_centres(connection),
            postings=_postings(connection) if ledgers else {},
            waves=waves(connection) if "surveys" in sources else {},
            posted=_posted(connection, sources["cost_centres"]) if "cost_centres" in sources else (),
        )


def _cases(connection: sa.Connection) -> frozenset[tuple[str, str]]:
    found = connection.execute(sa.select(case_file.c.municipality_code, case_file.c.case_id))
    return frozenset((code, case) for code, case in found)


def _on_cases(connection: sa.Connection) -> frozenset[tuple[str, str]]:
    a = case_assignment.c
    now = sa.and_(a.valid_to.is_(None), a.role == "primary")
    found = connection.execute(sa.select(a.municipality_code, a.coordinator_id).where(now).distinct())
    return frozenset((code, who) for code, who in found)


def _hours(connection: sa.Connection) -> dict[tuple[str, str], int]:
    """The rows of each municipality's newest list of coordinators."""
    h, d = hours_said.c, delivery_day.c
    newest = sa.select(d.municipality_code, sa.func.max(d.day)).where(d.source == "coordinators").group_by(d.municipality_code)
    rows = sa.select(h.municipality_code, sa.func.count()).where(sa.tuple_(h.municipality_code, h.last_day).in_(newest))
    return {("coordinators", code): n for code, n in connection.execute(rows.group_by(h.municipality_code))}


def _services(connection: sa.Connection) -> dict[tuple[str, str], int]:
    """By municipality and system, for a delivery takes the place of its own system's services alone."""
    s = service.c
    counted = sa.select(s.municipality_code, s.system, sa.func.count().label("n"))
    found = connection.execute(counted.group_by(s.municipality_code, s.system))
    return {(row.municipality_code, row.system): row.n for row in found}


def _persons(connection: sa.Connection) -> dict[tuple[str, int], int]:
    p = population.c
    return {(code, year): n for code, year, n in connection.execute(sa.select(p.municipality_code, p.year, p.persons))}


def _centres(connection: sa.Connection) -> Centres:
    c, found = cost_centre_group.c, dict[tuple[str, str], tuple[tuple[int, int | None], ...]]()
    for code, centre, start, end in connection.execute(
        sa.select(c.municipality_code, c.cost_centre, c.from_month, c.to_month)
    ):
        found[code, centre] = (*found.get((code, centre), ()), (start, end))
    return found


def _posted(connection: sa.Connection, rows: Rows) -> tuple[Posted, ...]:
    """A mapping may come after the ledger that it divides."""
    c = ledger.c
    by = (c.municipality_code, c.cost_centre, c.month)
    of = c.municipality_code.in_(sorted({code for code in rows["municipality"] if code is not None}))
    total = sa.cast(sa.func.sum(c.amount_ore), sa.BigInteger)
    found = connection.execute(sa.select(*by, sa.func.count(), total).where(of).group_by(*by))
    return tuple(Posted(*row) for row in found)


def _postings(connection: sa.Connection) -> dict[tuple[str, int], int]:
    c = ledger.c
    counted = sa.select(c.municipality_code, c.month, sa.func.count().label("n")).group_by(c.municipality_code, c.month)
    return {(code, month): n for code, month, n in connection.execute(counted)}
