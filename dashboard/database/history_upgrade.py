"""What a version held before it was kept what each delivery had said (layout 3 and earlier).

Of real data the last list is all that there is: its as-of day is the only delivery day, and who had a case before it is
unknown, whatever the older version made of it. Sample data told of every day themselves. DuckDB only.
"""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.database import case_history

# A municipality's list may have ended earlier than the newest one of all: in the last month that it covered.
_LISTED = """
    create temp table listed as
    select municipality_code, make_date(min(month) // 12, min(month) % 12 + 1, 1) as first_day,
           least(any_value(as_of), last_day(make_date(max(month) // 12, max(month) % 12 + 1, 1))) as day
    from coverage cross join version_info where source = 'cases' and as_of is not null group by municipality_code
"""
_SAMPLE = ("insert into case_horizon select municipality_code, first_day, day from listed",)
_REAL = (
    "insert into delivery_day select municipality_code, 'cases', day from listed",
    """insert into delivery_day select distinct municipality_code, 'coordinators', coalesce(listed.day, as_of, created_at::date)
    from coordinator_fte cross join version_info left join listed using (municipality_code)""",
    """insert into case_said
    select municipality_code, case_id, pay_municipality_code, child_id, family_id, team_id, programme_id, target_group,
           received_on, first_contact_on, closed_on, close_reason, coalesce(a.coordinator_id, ''),
           case when a.valid_from <= listed.day then nullif(a.valid_from, received_on) end, '', listed.day, listed.day
    from case_file join listed using (municipality_code)
    left join (select distinct on (municipality_code, case_id) municipality_code, case_id, coordinator_id, valid_from
               from case_assignment where role = 'primary'
               order by municipality_code, case_id, valid_from desc, coordinator_id) as a using (municipality_code, case_id)""",
    """insert into hours_said
    select municipality_code, coordinator_id, team_id, fte_milli, valid_from, valid_to, newly_hired_until, d.day, d.day
    from coordinator_fte join coordinator using (municipality_code, coordinator_id)
    join (from delivery_day where source = 'coordinators') as d using (municipality_code)""",
)


def say(connection: sa.Connection) -> None:
    """Fill the tables of history_tables.py from the others, and work out again what follows from them."""
    origin, codes = connection.exec_driver_sql("select origin from version_info").scalar_one(), []
    connection.exec_driver_sql(_LISTED)
    for statement in _SAMPLE if origin == "sample" else _REAL:
        connection.exec_driver_sql(statement)
    if origin != "sample":
        codes = [code for (code,) in connection.exec_driver_sql("select municipality_code from listed")]
    connection.exec_driver_sql("drop table listed")
    case_history.work_out(connection, codes)
