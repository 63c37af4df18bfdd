"""A delivered history of assignments in place of what the case lists alone can tell (case_history.py says the rules).

Reads and changes the temporary table case_span: on the days that a history speaks for, of a case that it names (or
that no list ever named a coordinator for), its spans stand instead.
"""

from __future__ import annotations

import sqlalchemy as sa

# The days that each delivered history speaks for: [low, high), high NULL: still.
_WINDOWS = """
    create temp table told_window as
    with given as (
        select d.municipality_code, d.day, min(s.valid_from) as low
        from delivery_day as d semi join touched using (municipality_code)
        join assignment_said as s on s.municipality_code = d.municipality_code and d.day between s.first_day and s.last_day
        where d.source = 'assignments' group by all
    ), list as (
        select municipality_code, day from delivery_day semi join touched using (municipality_code) where source = 'cases'
    ), followed as (
        select given.*, bool_or(list.day = given.day) as listed, min(list.day) filter (where list.day > given.day) as next_list
        from given left join list using (municipality_code) group by all
    )
    select municipality_code, day, low,
           least(case when listed then day + 1 else next_list end, min(low) over (
               partition by municipality_code order by day rows between 1 following and unbounded following)) as high
    from followed
    qualify high is null or low < high
"""
# What each says of its days.
_SAID = """
    create temp table told_span as
    select s.municipality_code, s.case_id, coordinator_id, role, w.day, w.low, w.high,
           greatest(valid_from, low, opened) as valid_from, least(valid_to, high, ended) as valid_to
    from assignment_said as s
    join told_window as w on w.municipality_code = s.municipality_code and w.day between s.first_day and s.last_day
    join case_life as life on life.municipality_code = s.municipality_code and life.case_id = s.case_id
"""
# Of which cases it says who had them, or that nobody had.
_SPOKEN = """
    create temp table told_case as
    select distinct municipality_code, case_id, low, high from told_span where role <> 'cover'
    union
    select municipality_code, case_id, low, high from case_life
    join (select distinct municipality_code, low, high from told_span where role <> 'cover') using (municipality_code)
    where (municipality_code, case_id) not in (
        select municipality_code, case_id from case_said semi join touched using (municipality_code) where coordinator_id <> ''
        union all select municipality_code, case_id from assignment_said where role <> 'cover'
    )
"""
# What is left of the lists' word: the days before, between and after.
_LEFT = """
    create temp table told_apart as
    with silent as (
        select municipality_code, case_id, lag(high) over windows as silent_from, low as silent_to from told_case
        window windows as (partition by municipality_code, case_id order by low)
        union all
        select municipality_code, case_id, max(high), null from told_case group by all having bool_and(high is not null)
    )
    select municipality_code, case_id, coordinator_id, role, greatest(valid_from, silent_from) as span_from,
           least(valid_to, silent_to) as span_to
    from case_span join silent using (municipality_code, case_id)
    where span_to is null or span_from < span_to
    union all
    select * from case_span anti join told_case using (municipality_code, case_id)
"""
_TAKEN_OVER = """
    insert into case_span
    select municipality_code, case_id, coordinator_id, role, valid_from, valid_to from told_span
    where (valid_to is null or valid_from < valid_to) and (coordinator_id <> '' or role = 'unknown')
"""


def take_over(connection: sa.Connection) -> None:
    """Put the delivered histories into case_span."""
    told = "select count(*) from assignment_said semi join touched using (municipality_code)"
    if not connection.exec_driver_sql(told).scalar_one():
        return
    for statement in (_WINDOWS, _SAID, _SPOKEN, _LEFT, "delete from case_span", "insert into case_span from told_apart", _TAKEN_OVER):
        connection.exec_driver_sql(statement)
    for name in ("told_window", "told_span", "told_case", "told_apart"):
        connection.exec_driver_sql(f"drop table {name}")
