"""What a delivery said, put beside what the deliveries before and after it said, run by run (history_tables.py).

DuckDB only, and set by set: a list of a million cases is a few statements. What stands in a table afterwards does not
hang on the order in which the deliveries came: a delivery takes the place of the days that it speaks for, and runs are
as long as they can be.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from dashboard.database.history_tables import assignment_said, case_said, hours_said

TOLD = "told_rows"  # the temporary table that tell reads: the columns of the table, and next_day
SOURCE_OF = {case_said.name: "cases", assignment_said.name: "assignments", hours_said.name: "coordinators"}
# What is one thing in a delivery: a delivery that adds to one of the same day takes the place of these alone.
THING = {case_said.name: "case_id", assignment_said.name: "case_id", hours_said.name: "coordinator_id"}
DAYS = ("first_day", "last_day")


def tell(connection: sa.Connection, table: sa.Table, *, adding: bool = False) -> int:
    """Take in the rows of TOLD; returns how many rows of earlier deliveries of the same days they took the place of.

    next_day is the day of the delivery after last_day, where the file itself is of several deliveries; else NULL.
    adding: what the same day's delivery said of other cases or coordinators stays.
    """
    source, names = SOURCE_OF[table.name], [column.name for column in table.columns]
    words = {"table": table.name, "source": source, "thing": THING[table.name], "told": TOLD}
    run = _Statements(connection, words, names)
    run(_SPAN)
    replaced = run.count(
        "select count(*) from {table} as it join told_span using (municipality_code) where first_day <= high "
        "and last_day >= low and exists (from delivery_day as d where d.municipality_code = it.municipality_code "
        "and d.source = '{source}' and d.day between greatest(low, first_day) and least(high, last_day))"
    )
    if adding:
        run(_SAME_DAY)
    run(_LEFT)
    for statement in (_FORGET_DAYS, _NEW_DAYS, "delete from {table} where municipality_code in (select municipality_code from told_span)"):
        run(statement)
    run(_MERGED if run.count("select count(*) from told_left") else _AS_TOLD)
    for name in ("told_span", "told_left"):
        run(f"drop table {name}")
    return replaced


class _Statements:
    """Statements with the names of one table filled in; `same` are its columns without the days of the run."""

    def __init__(self, connection: sa.Connection, words: dict[str, str], names: Sequence[str]) -> None:
        same = [name for name in names if name not in DAYS]
        self._connection = connection
        self._words = words | {"all": ", ".join((*same, *DAYS)), "same": ", ".join(same)}

    def __call__(self, statement: str) -> None:
        self._connection.exec_driver_sql(statement.format(**self._words))

    def count(self, statement: str) -> int:
        return int(self._connection.exec_driver_sql(statement.format(**self._words)).scalar_one())


_SPAN = """
    create temp table told_span as
    select municipality_code, min(first_day) as low, max(coalesce(next_day, last_day)) as high from {told} group by all
"""
_FORGET_DAYS = """
    delete from delivery_day using told_span where source = '{source}'
    and delivery_day.municipality_code = told_span.municipality_code and day between low and high
"""
_NEW_DAYS = """
    insert into delivery_day select distinct municipality_code, '{source}', day from (
        select municipality_code, unnest([first_day, last_day, next_day]) as day from {told}
    ) where day is not null
"""
# What the delivery of the same day said of others is said once more with this one.
_SAME_DAY = """
    insert into {told} ({all}, next_day)
    select {same}, low, low, null from {table} join told_span using (municipality_code)
    where first_day <= low and last_day >= low and low = high
      and (municipality_code, {thing}) not in (select municipality_code, {thing} from {told})
      and exists (from delivery_day as d where d.municipality_code = {table}.municipality_code
                  and d.source = '{source}' and d.day = low)
"""
# What earlier and later deliveries said: runs end at the delivery before the days told, and go on at the one after.
_LEFT = """
    create temp table told_left as
    with beside as (
        select low, high, municipality_code, max(day) filter (where day < low) as before_low,
               min(day) filter (where day > high) as after_high
        from told_span left join (from delivery_day where source = '{source}') using (municipality_code) group by all
    )
    select {same}, first_day, least(last_day, before_low) as last_day
    from {table} join beside using (municipality_code) where first_day < low
    union all
    select {same}, greatest(first_day, after_high), last_day
    from {table} join beside using (municipality_code) where last_day > high
"""
_AS_TOLD = "insert into {table} ({all}) select distinct {all} from {told}"
# A run goes on where the next delivery says the same.
_MERGED = """
    insert into {table} ({all})
    with every as (
        select {all} from told_left union select {all} from {told}
    ), numbered as (
        select municipality_code, day, row_number() over (partition by municipality_code order by day) as n
        from delivery_day where source = '{source}'
    ), placed as (
        select every.*, f.n as first_n, l.n as last_n from every
        join numbered as f on f.municipality_code = every.municipality_code and f.day = first_day
        join numbered as l on l.municipality_code = every.municipality_code and l.day = last_day
    ), marked as (
        select *, first_n - lag(last_n) over run = 1 as goes_on from placed window run as (partition by {same} order by first_n)
    ), grouped as (
        select *, count(*) filter (where not coalesce(goes_on, false)) over (
            partition by {same} order by first_n rows unbounded preceding) as run_no
        from marked
    )
    select {same}, min(first_day), max(last_day) from grouped group by {same}, run_no
"""
