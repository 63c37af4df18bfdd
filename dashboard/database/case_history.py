"""Who has had which case when? Worked out of everything that the deliveries of a municipality have said.

A coordinator whom a list names has the case from that list's day, or from `coordinator_since` where the list says so,
until the next list says otherwise; one that is named twice in a row, all the time between. What an earlier list has
said of its own day stands: a later `coordinator_since` reaches back to the day after it and no further. Where nobody
has told, it is unknown who has the case. A case that is not on the next list, and was not closed, ends with that
list's day; where it comes back, it is unknown who had it meanwhile. Days received, of contact and closed are facts
with dates: of them the newest list's word counts.

A delivered history of assignments speaks for the days from its first one to its own as-of day, and until the next case
list where none came that day; a newer one takes the place of an older one from its own first day on. Of a case that it
does not name it says nothing, unless no list ever named a coordinator for it: then nobody had it.

DuckDB only. `touched` is a temporary table of the municipalities that are worked out anew.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from dashboard.database import case_history_told
from dashboard.database.history_tables import case_horizon, case_team
from dashboard.database.tables import case_assignment, case_file

DERIVED = (case_file, case_assignment, case_team, case_horizon)

# Each run with the list after it (which no longer says the same) and the case's runs before and after.
_RUNS = """
    create temp table case_run as
    with list as (
        select municipality_code, day, lead(day) over (partition by municipality_code order by day) as next_list
        from delivery_day semi join touched using (municipality_code) where source = 'cases'
    )
    select said.*, next_list, lag(last_day) over runs as earlier_last, lead(first_day) over runs as later_first
    from case_said as said
    join list on list.municipality_code = said.municipality_code and list.day = said.last_day
    window runs as (partition by said.municipality_code, case_id order by first_day)
"""
_FILES = """
    insert into case_file
    select municipality_code, case_id, pay_municipality_code, child_id, family_id, team_id, programme_id, target_group,
           received_on, first_contact_on, closed_on, close_reason,
           case when closed_on is null then next_list end, case when closed_on is null and next_list is not null then last_day end
    from case_run where later_first is null
"""
# Known from the first list on; from the first day of a delivered history, where the lists also tell of the cases that
# were closed since: of a list of open cases alone, the months before it would lack all the others.
_HORIZON = """
    insert into case_horizon
    with list as (
        select municipality_code, min(day) as first_list, max(day) as as_of
        from delivery_day semi join touched using (municipality_code) where source = 'cases' group by all
    ), closing as (
        select municipality_code, date_trunc('month', min(closed_on))::date as first_closing
        from case_file semi join touched using (municipality_code) group by all
    ), told as (
        select municipality_code, min(valid_from) as first_told
        from assignment_said semi join touched using (municipality_code) where role <> 'cover' group by all
    )
    select municipality_code,
           least(first_list, former.known_from,
                 case when first_told is not null and first_closing is not null then greatest(first_told, first_closing) end),
           as_of
    from list left join closing using (municipality_code) left join told using (municipality_code)
         left join former_horizon as former using (municipality_code)
"""
# Months that are kept from before persons were deleted by age have no rows left to tell how far back they reached.
_FORMER_HORIZON = """
    create temp table former_horizon as
    select municipality_code, known_from from case_horizon semi join touched using (municipality_code)
    where exists (from retained where retained.municipality_code = case_horizon.municipality_code and kind = 'cases')
"""
# From when to when a case was open, as far as anybody knows of it.
_LIVES = """
    create temp table case_life as
    with first_run as (
        select municipality_code, case_id, min(first_day) as first_day, min(coordinator_since) as since
        from case_said semi join touched using (municipality_code) group by all
    )
    select municipality_code, case_id, least(closed_on, unlisted_on) as ended,
           coalesce(received_on, least(coalesce(since, first_contact_on, first_day), first_day)) as opened
    from case_file join first_run using (municipality_code, case_id)
"""
# Runs of lists one after the other that name the same coordinator ('' nobody), and from when they have the case.
_STINTS = """
    create temp table case_stint as
    with marked as (
        select *, lag(coordinator_id) over runs = coordinator_id and lag(next_list) over runs = first_day as goes_on
        from case_run window runs as (partition by municipality_code, case_id order by first_day)
    ), numbered as (
        select *, count(*) filter (where not coalesce(goes_on, false)) over (
            partition by municipality_code, case_id order by first_day rows unbounded preceding) as stint_no
        from marked
    ), stint as (
        select municipality_code, case_id, stint_no, coordinator_id, min(first_day) as first_day,
               case when bool_or(next_list is null) then null else max(next_list) end as next_list,
               case when bool_or(earlier_last is null) then null else min(earlier_last) end as earlier_last,
               arg_max(coordinator_since, first_day) filter (where coordinator_since is not null) as since
        from numbered group by all
    ), begun as (
        select *, greatest(opened, case when coordinator_id = '' then first_day
            else greatest(least(coalesce(since, first_day), first_day), coalesce(earlier_last + 1, opened)) end) as start_on
        from stint join case_life using (municipality_code, case_id)
    )
    select municipality_code, case_id, coordinator_id, opened, ended, start_on,
           least(next_list, lead(start_on) over stints, ended) as end_on,
           lag(least(next_list, ended)) over stints as last_end
    from begun window stints as (partition by municipality_code, case_id order by stint_no)
"""
# What the lists say: who had it, and where nobody has told, that it is unknown.
_LISTED = """
    create temp table case_span as
    select municipality_code, case_id, coordinator_id, 'primary' as role, start_on as valid_from, end_on as valid_to
    from case_stint where coordinator_id <> '' and (end_on is null or start_on < end_on)
    union all
    select municipality_code, case_id, '', 'unknown', greatest(coalesce(last_end, opened), known_from) as unknown_from,
           least(start_on, ended)
    from case_stint join case_horizon using (municipality_code)
    where unknown_from < least(start_on, ended)
"""
# Whoever covers on the day of a list does so until the next one.
_COVERED = """
    insert into case_span
    select municipality_code, case_id, cover_id, 'cover', greatest(first_day, opened), least(next_list, ended) as until
    from case_run join case_life using (municipality_code, case_id)
    where cover_id <> '' and (until is null or greatest(first_day, opened) < until)
"""
# Spans of the same coordinator that touch are one.
_ASSIGNMENTS = """
    insert into case_assignment
    with marked as (
        select *, valid_from <= max(coalesce(valid_to, date '9999-12-31')) over (
            partition by municipality_code, case_id, role, coordinator_id order by valid_from
            rows between unbounded preceding and 1 preceding) as goes_on
        from case_span
    ), numbered as (
        select *, count(*) filter (where not coalesce(goes_on, false)) over (
            partition by municipality_code, case_id, role, coordinator_id order by valid_from rows unbounded preceding) as span_no
        from marked
    )
    select municipality_code, case_id, coordinator_id, role, min(valid_from),
           case when bool_or(valid_to is null) then null else max(valid_to) end
    from numbered group by municipality_code, case_id, coordinator_id, role, span_no
"""
_TEAMS = """
    insert into case_team
    with moved as (
        select municipality_code, case_id, team_id, first_day, lag(team_id) over runs as before
        from case_run window runs as (partition by municipality_code, case_id order by first_day)
    ), turn as (
        select *, count(*) over (partition by municipality_code, case_id) as turns
        from moved where before is distinct from team_id
    )
    select municipality_code, case_id, team_id, case when before is not null then first_day end,
           lead(first_day) over (partition by municipality_code, case_id order by first_day)
    from turn where turns > 1
"""


def touch(connection: sa.Connection, municipalities: Iterable[str]) -> None:
    """Say which municipalities are to be worked out anew."""
    connection.exec_driver_sql("create or replace temp table touched (municipality_code text)")
    codes = [(code,) for code in sorted(set(municipalities))]
    if codes:
        connection.exec_driver_sql("insert into touched values (?)", codes)


def work_out(connection: sa.Connection, municipalities: Iterable[str]) -> None:
    """case_file, case_assignment, case_team and case_horizon of these municipalities anew."""
    touch(connection, municipalities)
    connection.exec_driver_sql(_FORMER_HORIZON)
    for table in DERIVED:
        connection.exec_driver_sql(f"delete from {table.name} where municipality_code in (from touched)")  # noqa: S608
    for statement in (_RUNS, _FILES, _HORIZON, _LIVES, _STINTS, _LISTED):
        connection.exec_driver_sql(statement)
    case_history_told.take_over(connection)
    for statement in (_COVERED, _ASSIGNMENTS, _TEAMS):
        connection.exec_driver_sql(statement)
    for name in ("former_horizon", "case_run", "case_life", "case_stint", "case_span", "touched"):
        connection.exec_driver_sql(f"drop table {name}")
