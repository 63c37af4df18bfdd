"""Parents' answers by quarter and category, each with the group that it is shown in; runs in DuckDB alone.

The groups are of all municipalities at once, so they are written down here: whoever sees one municipality cannot
work out what stands together with another's.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.database.frames import Kind, read_frame
from dashboard.database.rollup_tables import trust_cell
from dashboard.disclosure.partition import SUMS, partition

# The kinds side by side, of the months that have been delivered.
_COUNTED = """
    with counted as (
        select t.* from trust_month t join (select distinct municipality_code, month from coverage
                                            where source = 'surveys') using (municipality_code, month)
    )
    select municipality_code, month - month % 3, kind, category, {sums}
    from counted cross join unnest(['all', 'team', 'programme', 'target_group']) as kinds(kind)
         cross join lateral (select case kind when 'team' then team_id when 'programme' then programme_id
                                              when 'target_group' then target_group else '' end) as named(category)
    group by all order by all
"""
_OVER = """
    select distinct municipality_code, month // 12 from coverage cross join version_info
    where source = 'surveys' and month % 12 = 11 and coalesce(as_of, date '9999-12-31') >= make_date(month // 12, 12, 31)
"""
KEYS: dict[str, Kind] = {"municipality_code": "text", "month": "int", "kind": "text", "category": "text"}
SPAN = ("first_quarter", "last_quarter", "together")


def build(connection: sa.Connection) -> None:
    """Fill trust_cell from trust_month: the year is over for a municipality that has delivered its December."""
    listed = ", ".join(f"cast(sum({name}) as bigint)" for name in SUMS)
    counted = sa.text(_COUNTED.format(sums=listed))
    rows = read_frame(connection, counted, {**KEYS, **dict.fromkeys(SUMS, "int")})
    if not len(rows):
        return
    over = [(str(code), int(year)) for code, year in connection.execute(sa.text(_OVER))]
    keys = list(rows[list(KEYS)].itertuples(index=False, name=None))
    spans = partition(dict(zip(keys, rows[list(SUMS)].to_numpy().tolist(), strict=True)), over)
    found = np.array([spans.get(key, (0, 0, 0)) for key in keys], "int64")
    made = pd.concat([rows, pd.DataFrame(found, columns=list(SPAN))], axis=1)[trust_cell.c.keys()]
    driver = connection.connection.driver_connection
    driver.register("trust_cells", made)  # type: ignore[union-attr]  # DuckDB's own: by rows it took seconds
    connection.exec_driver_sql("insert into trust_cell select * from trust_cells")
    driver.unregister("trust_cells")  # type: ignore[union-attr]
