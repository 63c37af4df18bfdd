"""Which spans of days does the caseload consist of? The working tables of rollup_caseload, in DuckDB only.

Everything is numbered first: sorting and grouping ten years of spans by whole numbers takes a tenth of the time and
memory that it takes by text. `first_day` is the first day of a span, `after_day` the first one after it; no span
reaches beyond what the case lists of its municipality tell (case_horizon), and each has at least one day. A case whose
day received is not known is open from the first day that anything is known of who has it; without one it is on no day.
"""

# Municipality × programme × target group, with '*' for all of them, and which of these each case belongs to.
GROUPS = """
    create temp table caseload_group as
    select row_number() over ()::integer as group_no, * from (
        select municipality_code, case when programmes then '*' else programme_id end as programme_id,
               case when targets then '*' else target_group end as target_group
        from case_file cross join (values (true, true), (true, false), (false, true), (false, false))
                                  as every(programmes, targets)
        union select municipality_code, '*', '*' from coordinator_fte
    )
"""
WITHIN = """
    create temp table caseload_within as
    select narrow.group_no as narrow_no, wide.group_no as group_no,
           wide.programme_id = '*' and wide.target_group = '*' as whole
    from caseload_group as narrow join caseload_group as wide
      on wide.municipality_code = narrow.municipality_code and wide.programme_id in ('*', narrow.programme_id)
     and wide.target_group in ('*', narrow.target_group)
    where narrow.programme_id <> '*' and narrow.target_group <> '*'
"""
TEAMS = """
    create temp table caseload_team as
    select row_number() over ()::integer as team_no, * from (
        select municipality_code, team_id from case_file union select municipality_code, team_id from coordinator
        union select municipality_code, team_id from case_team union select municipality_code, team_id from coordinator_team
        union select municipality_code, '' from case_file union select municipality_code, '' from coordinator_fte
    )
"""
# A coordinator whom the list of coordinators does not know has no team. One who has moved has a row for each stay.
COORDINATORS = """
    create temp table caseload_coordinator as
    with person as (
        select row_number() over ()::integer as coordinator_no, municipality_code, coordinator_id
        from (select municipality_code, coordinator_id from coordinator_fte
              union select municipality_code, coordinator_id from case_assignment where role = 'primary')
    )
    select coordinator_no, municipality_code, coordinator_id, team_no,
           coalesce(moved.valid_from, date '0001-01-01') as in_team_from, coalesce(moved.valid_to, date '9999-12-31') as in_team_to
    from person left join coordinator using (municipality_code, coordinator_id)
         left join coordinator_team as moved using (municipality_code, coordinator_id)
         join caseload_team using (municipality_code)
    where caseload_team.team_id = coalesce(moved.team_id, coordinator.team_id, '')
"""
# A case that has moved has a row for each stay, all of one number.
OPEN = """
    create temp table caseload_open as
    with child as (
        select row_number() over ()::integer as child_no, *
        from (select distinct municipality_code, child_id from case_file)
    ), family as (
        select row_number() over ()::integer as family_no, *
        from (select distinct municipality_code, family_id from case_file)
    ), taken as (
        select municipality_code, case_id, min(valid_from) as taken_on
        from case_assignment where role <> 'cover' group by all
    ), known as (
        select row_number() over ()::integer as case_no, case_file.*,
               greatest(coalesce(received_on, taken_on), known_from) as known_on,
               least(closed_on, unlisted_on, as_of + 1) as known_to
        from case_file left join taken using (municipality_code, case_id) join case_horizon using (municipality_code)
        where coalesce(received_on, taken_on) is not null
    )
    select case_no, child_no, family_no, group_no, team_no, municipality_code, case_id,
           greatest(known_on, moved.valid_from) as first_day, least(known_to, moved.valid_to) as after_day
    from known left join case_team as moved using (municipality_code, case_id)
         join child using (municipality_code, child_id) join family using (municipality_code, family_id)
         join caseload_group using (municipality_code, programme_id, target_group)
         join caseload_team on caseload_team.municipality_code = known.municipality_code
                           and caseload_team.team_id = coalesce(moved.team_id, known.team_id)
    where after_day - first_day >= 1
"""
POSITIONS = """
    create temp table caseload_position as
    select coordinator_no, team_no, municipality_code, fte_milli, greatest(valid_from, known_from, in_team_from) as first_day,
           least(valid_to, as_of + 1, in_team_to) as after_day
    from coordinator_fte join caseload_coordinator using (municipality_code, coordinator_id)
         join case_horizon using (municipality_code)
    where after_day - first_day >= 1
"""
# Held: the case is open and a primary coordinator has it.
HELD = """
    create temp table caseload_held as
    select case_no, child_no, family_no, group_no, open.team_no as case_team_no, caseload_coordinator.team_no,
           coordinator_no, greatest(valid_from, first_day, in_team_from) as first_day,
           least(valid_to, after_day, in_team_to) as after_day
    from case_assignment join caseload_open as open using (municipality_code, case_id)
         join caseload_coordinator using (municipality_code, coordinator_id)
    where role = 'primary' and least(valid_to, after_day, in_team_to) - greatest(valid_from, first_day, in_team_from) >= 1
"""
# Unknown: the case is open and nobody has told who has it.
UNKNOWN = """
    create temp table caseload_unknown as
    select case_no, group_no, team_no, greatest(valid_from, first_day) as first_day, least(valid_to, after_day) as after_day
    from case_assignment join caseload_open using (municipality_code, case_id)
    where role = 'unknown' and least(valid_to, after_day) - greatest(valid_from, first_day) >= 1
"""
# Counted: held on days when the coordinator's position is known; spans of positions that touch or overlap as one.
COUNTED = """
    create temp table caseload_counted as
    with marked as (
        select *, first_day - max(after_day) over (partition by coordinator_no order by first_day, after_day
            rows between unbounded preceding and 1 preceding) >= 1 as gap_before
        from caseload_position
    ), numbered as (
        select *, count(*) filter (where gap_before) over (partition by coordinator_no order by first_day, after_day
            rows unbounded preceding) as island
        from marked
    ), known as (
        select coordinator_no, min(first_day) as first_day, max(after_day) as after_day
        from numbered group by coordinator_no, island
    )
    select held.* replace (greatest(held.first_day, known.first_day) as first_day,
                           least(held.after_day, known.after_day) as after_day)
    from caseload_held as held join known using (coordinator_no)
    where least(held.after_day, known.after_day) - greatest(held.first_day, known.first_day) >= 1
"""
# The few things of which two spans run on the same day: all the others need no second look.
TWICE = """
    create temp table caseload_twice as
    with span as (
        select 'case' as thing, case_no as thing_no, first_day, after_day from caseload_held
        union all select 'child', child_no, first_day, after_day from caseload_held
        union all select 'family', family_no, first_day, after_day from caseload_held
    ), following as (
        select thing, thing_no,
               lag(after_day) over (partition by thing, thing_no order by first_day, after_day) - first_day as shared
        from span
    )
    select distinct thing, thing_no from following where shared >= 1
"""

STATEMENTS = (GROUPS, WITHIN, TEAMS, COORDINATORS, OPEN, POSITIONS, HELD, UNKNOWN, COUNTED, TWICE)
TABLES = ("group", "within", "team", "coordinator", "open", "position", "held", "unknown", "counted", "twice")
