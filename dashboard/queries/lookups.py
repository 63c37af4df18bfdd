"""What there is to choose between: municipalities, teams, programmes, target groups and months."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import sqlalchemy as sa

from dashboard.database.history_tables import case_horizon
from dashboard.database.municipalities import danish_order
from dashboard.database.published_tables import published_stat
from dashboard.database.tables import (
    case_assignment,
    case_file,
    cost_centre_group,
    coverage,
    municipality,
    programme,
    programme_municipality,
    team,
)
from dashboard.filters import Choices
from dashboard.periods import Period, last_whole_month, month_key

SAMPLE_HOME = "0657"  # Herning: three of the five programmes' facts are known for it (domain.md, section 1)


def choices(connection: sa.Connection, home: str, as_of: dt.date | None) -> Choices:
    """Everything the filter bar offers. home: the installation's own municipality, or '' for the obvious one."""
    names = _municipalities(connection)
    months, default = _months(connection, as_of)
    return Choices(
        municipalities=names,
        home=_home(home, names),
        groups=_groups(connection, names),
        teams=_teams(connection),
        programmes=_programmes(connection),
        target_groups=_target_groups(connection),
        period=months,
        default_period=default,
        divided=_divided(connection),
    )


def _target_groups(connection: sa.Connection) -> tuple[str, ...]:
    """Those of the cases, and of the accounts where they are divided."""
    found = (
        sa.select(table.c.target_group).where(table.c.target_group != "") for table in (case_file, cost_centre_group)
    )
    return tuple(connection.execute(sa.union(*found).order_by(sa.text("1"))).scalars())


def _divided(connection: sa.Connection) -> tuple[str, ...]:
    return tuple(connection.execute(sa.select(cost_centre_group.c.municipality_code).distinct()).scalars())


def _municipalities(connection: sa.Connection) -> dict[str, str]:
    """Those with facts of their own; where there are none, those with published figures."""
    own = sa.select(coverage.c.municipality_code).distinct()
    published = sa.select(published_stat.c.municipality_code).distinct()
    for known in (own, published):
        rows = connection.execute(
            sa.select(municipality.c.municipality_code, municipality.c.name).where(
                municipality.c.municipality_code.in_(known)
            )
        ).all()
        if rows:
            return dict(sorted(((code, name) for code, name in rows), key=lambda pair: danish_order(pair[1])))
    return {}


def _home(home: str, names: dict[str, str]) -> tuple[str, ...]:
    if home in names:
        return (home,)
    if SAMPLE_HOME in names:
        return (SAMPLE_HOME,)
    return tuple(names)[:1]


def _groups(connection: sa.Connection, names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    regions = connection.execute(
        sa.select(municipality.c.region, municipality.c.municipality_code).order_by(sa.text("1, 2"))
    ).all()
    members = connection.execute(
        sa.select(programme.c.name, programme_municipality.c.municipality_code)
        .join_from(programme, programme_municipality, programme.c.programme_id == programme_municipality.c.programme_id)
        .where(sa.not_(programme.c.adults))
        .order_by(sa.text("1, 2"))
    ).all()
    for name, code in [*regions, *members]:
        if code in names and code not in groups[name]:
            groups[name].append(code)
    return {name: tuple(codes) for name, codes in groups.items() if codes}


def _teams(connection: sa.Connection) -> dict[str, dict[str, str]]:
    teams: dict[str, dict[str, str]] = defaultdict(dict)
    for row in connection.execute(sa.select(team).order_by(team.c.municipality_code, team.c.name)):
        teams[row.municipality_code][row.team_id] = row.name
    return dict(teams)


def _programmes(connection: sa.Connection) -> dict[str, str]:
    select = sa.select(programme.c.programme_id, programme.c.name).where(sa.not_(programme.c.adults))
    return {row.programme_id: row.name for row in connection.execute(select.order_by(programme.c.name))}


def _months(connection: sa.Connection, as_of: dt.date | None) -> tuple[Period, Period]:
    """Every whole month that something was delivered for, and the last twelve of them; without facts, the years of the
    published figures. Years that only a budget was delivered for can be chosen too, and are not what one begins with.
    """
    first, last = _delivered(connection, "cases", "ledger", "surveys")
    budget_first, budget_last = _delivered(connection, "budget")
    if first is None or last is None:
        if budget_first is None or budget_last is None:
            year = connection.execute(sa.select(sa.func.max(published_stat.c.year))).scalar()
            year = year or dt.datetime.now(dt.UTC).year
            return Period(12 * year, 12 * year + 11), Period(12 * year, 12 * year + 11)
        return Period(budget_first, budget_last), Period(budget_last - 11, budget_last)
    if as_of is not None and last >= month_key(as_of):
        last = min(last, max(_last_to_see(connection, as_of), first))
    return Period(min(first, budget_first or first), last), Period(max(first, last - 11), last)


def _last_to_see(connection: sa.Connection, as_of: dt.date) -> int:
    """The last whole month; of the very first list none is known: then the month of the list is what there is to see."""
    known_from = connection.execute(sa.select(sa.func.min(case_horizon.c.known_from))).scalar()
    whole = last_whole_month(as_of)
    return whole if known_from is None or month_key(known_from) <= whole else month_key(as_of)


def _delivered(connection: sa.Connection, *sources: str) -> tuple[int | None, int | None]:
    """The first and the last month that any of the sources was delivered for."""
    ends = sa.select(sa.func.min(coverage.c.month), sa.func.max(coverage.c.month))
    first, last = connection.execute(ends.where(coverage.c.source.in_(sources))).one()
    return first, last


def busiest_coordinator(connection: sa.Connection, code: str) -> str:
    """The coordinator with the most cases in a municipality, '' where there is none: who `--as raadgiver` is."""
    cases = sa.func.count(case_assignment.c.case_id)
    select = (
        sa.select(case_assignment.c.coordinator_id)
        .where(
            case_assignment.c.municipality_code == code,
            case_assignment.c.valid_to.is_(None),
            case_assignment.c.role == "primary",
        )
        .group_by(case_assignment.c.coordinator_id)
        .order_by(cases.desc(), case_assignment.c.coordinator_id)
    )
    return connection.execute(select.limit(1)).scalar() or ""
