"""How many hours has each coordinator had on cases, and in which team? Worked out of every list of coordinators.

A list speaks for each coordinator from the first day that it gives for them: earlier lists stand until then. One whom a
list no longer names ends with that list's day. So a list of today's coordinators alone takes nobody's past away.

DuckDB only.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from dashboard.database.case_history import touch
from dashboard.database.history_tables import coordinator_team
from dashboard.database.tables import coordinator, coordinator_fte

DERIVED = (coordinator, coordinator_fte, coordinator_team)

# The days of each coordinator that each list speaks for, [low, high), and what it says of them.
_SPANS = """
    create temp table hours_span as
    with list as (
        select municipality_code, day from delivery_day semi join touched using (municipality_code)
        where source = 'coordinators'
    ), person as (
        select distinct municipality_code, coordinator_id from hours_said semi join touched using (municipality_code)
    ), given as (
        select p.municipality_code, p.coordinator_id, list.day, coalesce(min(s.valid_from), list.day) as low
        from person as p join list using (municipality_code)
        left join hours_said as s on s.municipality_code = p.municipality_code and s.coordinator_id = p.coordinator_id
                                 and list.day between s.first_day and s.last_day
        group by p.municipality_code, p.coordinator_id, list.day
    ), spoken as (
        select *, min(low) over (partition by municipality_code, coordinator_id order by day
            rows between 1 following and unbounded following) as high
        from given
    )
    select s.municipality_code, s.coordinator_id, w.day, team_id, fte_milli, newly_hired_until, valid_from,
           least(valid_to, high) as valid_to
    from spoken as w
    join hours_said as s on s.municipality_code = w.municipality_code and s.coordinator_id = w.coordinator_id
                        and w.day between s.first_day and s.last_day
    where high is null or valid_from < high
"""
_HOURS = """
    insert into coordinator_fte (municipality_code, coordinator_id, valid_from, valid_to, fte_milli)
    select municipality_code, coordinator_id, valid_from, valid_to, fte_milli from hours_span where fte_milli is not null
"""
# The team of the latest span that says one; newly hired as the newest list that names them says.
_PEOPLE = """
    insert into coordinator (municipality_code, coordinator_id, team_id, newly_hired_until)
    with newest as (
        select municipality_code, coordinator_id, newly_hired_until, valid_from
        from hours_said as s semi join touched using (municipality_code)
        qualify last_day = max(last_day) over (partition by municipality_code, coordinator_id)
    ), hired as (
        select municipality_code, coordinator_id, arg_max(newly_hired_until, valid_from) filter (
            where newly_hired_until is not null) as newly_hired_until
        from newest group by all
    ), team as (
        select municipality_code, coordinator_id, arg_max(team_id, valid_from) as team_id
        from hours_span where team_id <> '' group by all
    )
    select municipality_code, coordinator_id, coalesce(team_id, ''), newly_hired_until
    from hired left join team using (municipality_code, coordinator_id)
"""
_TEAMS = """
    insert into coordinator_team
    with moved as (
        select *, lag(team_id) over (partition by municipality_code, coordinator_id order by valid_from) as before
        from (select distinct on (municipality_code, coordinator_id, valid_from) municipality_code, coordinator_id,
                     valid_from, team_id
              from hours_span where team_id <> '' order by municipality_code, coordinator_id, valid_from, team_id)
    ), turn as (
        select *, count(*) over (partition by municipality_code, coordinator_id) as turns
        from moved where before is distinct from team_id
    )
    select municipality_code, coordinator_id, team_id, case when before is not null then valid_from end,
           lead(valid_from) over (partition by municipality_code, coordinator_id order by valid_from)
    from turn where turns > 1
"""


def work_out(connection: sa.Connection, municipalities: Iterable[str]) -> None:
    """coordinator, coordinator_fte and coordinator_team of these municipalities anew."""
    touch(connection, municipalities)
    for table in DERIVED:
        connection.exec_driver_sql(f"delete from {table.name} where municipality_code in (from touched)")  # noqa: S608
    for statement in (_SPANS, _HOURS, _PEOPLE, _TEAMS, "drop table hours_span", "drop table touched"):
        connection.exec_driver_sql(statement)
