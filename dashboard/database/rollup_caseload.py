"""How many case-days, child-days and full-time-days each municipality, team and coordinator had in each month.

Every span of days becomes two events, its start and its end, so that ten years of open cases are never unfolded into
days: with `running` spans when a month of L days begins, it holds running·L days, plus what is left of the month
for every start in it, minus what is left of it for every end in it.

Things that count once a day (a case with two coordinators, a child with two cases) are first counted once for every
span, then the days on which they were counted before are taken off: ordered by start, that is the part of a span
before the farthest end of all earlier ones.
"""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.database import caseload_spans

_EVENT = """
    create temp table caseload_event (
        metric text, group_no integer, team_no integer, coordinator_no integer, month integer, change bigint,
        days bigint
    )
"""

# The spans themselves, one level at a time. A coordinator has no rows by programme and target group.
_SPANS = """
    insert into caseload_event
    with span as (
        select 'counted' as metric, group_no, team_no, coordinator_no, first_day, after_day from caseload_counted
        union all
        select 'held', group_no, team_no, coordinator_no, first_day, after_day from caseload_held
    ), event as (
        select *, first_day as day, 1 as change from span union all select *, after_day, -1 from span
    ), narrow as (
        select metric, group_no as narrow_no, case :level when 'municipality' then 0 else team_no end as team,
               case :level when 'coordinator' then coordinator_no else 0 end as coordinator,
               12 * year(day) + month(day) - 1 as month, sum(change) as change,
               sum(change * (last_day(day) + 1 - day)) as days
        from event group by all
    )
    select metric, group_no, team, coordinator, month, sum(change), sum(days)
    from narrow join caseload_within using (narrow_no) where whole or :level <> 'coordinator' group by all
"""

# The days on which a case, child or family was counted already. Of everybody the positions divide, and who has none
# known is left out; by programme and target group nothing is divided, and all whom anybody holds are counted.
_AGAIN = """
    insert into caseload_event
    with span as (
        select *, true as divided from caseload_counted where :metric <> 'held again'
        union all select *, false from caseload_held where :metric <> 'case again'
    ), numbered as (
        select *, case :thing when 'case' then case_no when 'child' then child_no else family_no end as thing_no
        from span
    ), twice as (
        select thing_no, group_no as narrow_no, case :level when 'municipality' then 0 else team_no end as team,
               case :level when 'coordinator' then coordinator_no else 0 end as coordinator, first_day, after_day, divided
        from numbered where thing_no in (select thing_no from caseload_twice where thing = :thing)
    ), ordered as (
        select group_no, team, coordinator, first_day, after_day, max(after_day) over (
            partition by thing_no, group_no, team, coordinator order by first_day, after_day
            rows between unbounded preceding and 1 preceding) as reached
        from twice join caseload_within using (narrow_no)
        where (whole or :level <> 'coordinator') and (divided = whole or :thing = 'case')
    ), again as (
        select * replace (least(after_day, reached) as after_day) from ordered where reached - first_day >= 1
    ), event as (
        select *, first_day as day, 1 as change from again union all select *, after_day, -1 from again
    )
    select :metric, group_no, team, coordinator, 12 * year(day) + month(day) - 1 as month, sum(change),
           sum(change * (last_day(day) + 1 - day))
    from event group by all
"""
_METRICS_AGAIN = (("held again", "case"), ("case again", "case"), ("child again", "child"), ("family again", "family"))

# Open cases by the case's own team, less those that anybody holds and those of which nobody knows it: the cases without a
# coordinator. Unknown are the days that are not held.
_NOT_HELD = """
    insert into caseload_event
    with told as (
        select case_no, group_no, case_team_no as team_no, first_day, after_day, true as held from caseload_held
        union all
        select case_no, group_no, team_no, first_day, after_day, false from caseload_unknown
    ), ordered as (
        select *, max(after_day) over (partition by case_no order by first_day, after_day
                      rows between unbounded preceding and 1 preceding) as reached,
               max(case when held then after_day end) over (partition by case_no order by first_day, after_day
                      rows between unbounded preceding and 1 preceding) as reached_held
        from told
    ), span as (
        select 'unassigned' as metric, group_no, team_no, first_day, after_day, 1 as sign from caseload_open
        union all
        select unnest(['unassigned', 'unknown']), group_no, team_no, greatest(first_day, reached), greatest(after_day, reached),
               unnest([-1, 1])
        from ordered
        union all
        select 'unknown', group_no, team_no, greatest(first_day, reached_held), greatest(after_day, reached_held), -1
        from ordered where held
    ), event as (
        select *, first_day as day, sign as change from span union all select *, after_day, -sign from span
    ), narrow as (
        select metric, group_no as narrow_no, case :level when 'municipality' then 0 else team_no end as team,
               12 * year(day) + month(day) - 1 as month, sum(change) as change,
               sum(change * (last_day(day) + 1 - day)) as days
        from event group by all
    )
    select metric, group_no, team, 0, month, sum(change), sum(days)
    from narrow join caseload_within using (narrow_no) where :level <> 'coordinator' group by all
"""

_POSITIONS = """
    insert into caseload_event
    with event as (
        select *, first_day as day, fte_milli as change from caseload_position
        union all select *, after_day, -fte_milli from caseload_position
    )
    select 'fte', group_no, case :level when 'municipality' then 0 else team_no end as team,
           case :level when 'coordinator' then coordinator_no else 0 end as coordinator,
           12 * year(day) + month(day) - 1 as month, sum(change), sum(change * (last_day(day) + 1 - day))
    from event join caseload_group using (municipality_code) where programme_id = '*' and target_group = '*'
    group by all
"""

# From events to months. The month of an event holds what ran before it, whole, and the event's own days; the months
# up to the next event hold what runs on. After the last event nothing runs.
_MONTHS = """
    insert into caseload_month
    with running as (
        select * exclude (change), (sum(change) over before_and_now)::bigint as running_after,
               (sum(change) over before_and_now)::bigint - change as running_before,
               lead(month) over (key order by month) as next_month
        from caseload_event where change <> 0 or days <> 0
        window key as (partition by group_no, team_no, coordinator_no, metric),
               before_and_now as (key order by month rows unbounded preceding)
    ), filled as (
        select metric, group_no, team_no, coordinator_no, month, running_before as running, days from running
        union all
        select metric, group_no, team_no, coordinator_no, unnest(range(month + 1, next_month)), running_after, 0
        from running where running_after <> 0
    ), months as (
        select group_no, team_no, coordinator_no, month, metric,
               running * day(last_day(make_date(month // 12, month % 12 + 1, 1))) + days as days from filled
    ), counts as (
        select group_no, team_no, coordinator_no, month,
               sum(case metric when 'counted' then days else 0 end) as counted,
               sum(case metric when 'held' then days else 0 end) as held,
               sum(case metric when 'counted' then days when 'case again' then -days else 0 end) as known_days,
               sum(case metric when 'held' then days when 'held again' then -days else 0 end) as held_days,
               sum(case metric when 'child again' then days else 0 end) as child_again,
               sum(case metric when 'family again' then days else 0 end) as family_again,
               sum(case metric when 'unassigned' then days else 0 end) as unassigned_case_days,
               sum(case metric when 'unknown' then days else 0 end) as unknown_case_days,
               sum(case metric when 'fte' then days else 0 end) as fte_milli_days
        from months group by all
    ), grouped as (
        select *, programme_id = '*' and target_group = '*' as divided from counts join caseload_group using (group_no)
    )
    select :level, programme_id, target_group, municipality_code, coalesce(team_id, ''), coalesce(coordinator_id, ''),
           month, if(divided, known_days, held_days), if(divided, counted, held) - child_again,
           if(divided, counted, held) - family_again, held_days - known_days, unassigned_case_days, unknown_case_days,
           fte_milli_days
    from grouped
         left join (select team_no, team_id from caseload_team) using (team_no)
         left join (select distinct coordinator_no, coordinator_id from caseload_coordinator) using (coordinator_no)
    where held_days <> 0 or unassigned_case_days <> 0 or unknown_case_days <> 0 or fte_milli_days <> 0
    order by municipality_code, programme_id, target_group, month
"""


def build(connection: sa.Connection) -> None:
    """Fill caseload_month from the cases, assignments and positions, on the days that the case lists reach.

    Runs in DuckDB alone.
    """
    for statement in caseload_spans.STATEMENTS:
        connection.execute(sa.text(statement))
    for level in ("municipality", "team", "coordinator"):
        connection.execute(sa.text(_EVENT))
        for metric, thing in _METRICS_AGAIN:
            connection.execute(sa.text(_AGAIN), {"level": level, "metric": metric, "thing": thing})
        for statement in (_SPANS, _NOT_HELD, _POSITIONS, _MONTHS):
            connection.execute(sa.text(statement), {"level": level})
        connection.execute(sa.text("drop table caseload_event"))
    for table in caseload_spans.TABLES:
        connection.execute(sa.text(f"drop table caseload_{table}"))
