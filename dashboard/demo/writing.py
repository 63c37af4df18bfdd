"""How does a simulated municipality become rows of the tables?

Frames are registered with DuckDB and inserted by a select, which also makes the texts: a million rows a second, where
executemany writes thirteen thousand (performance.md 1). Numbers repeat between municipalities, as they do in life:
case EKS-2026-000001 is a different case in every one of them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

INSERTS = {
    "population": "insert into population select format('{:04d}', code), year, persons from sample_rows",
    "coverage": "insert into coverage select format('{:04d}', code), source, month from sample_rows",
    "team": "insert into team select format('{:04d}', code), team_id, name from sample_rows",
    "coordinator": """insert into coordinator
        select format('{:04d}', code), format('R{:02d}', coordinator), team, new_until from sample_rows""",
    "coordinator_fte": """insert into coordinator_fte
        select format('{:04d}', code), format('R{:02d}', coordinator), start_on, end_on, fte_milli from sample_rows""",
    "case_file": """insert into case_file
        select format('{:04d}', code), format('EKS-{}-{:06d}', year, number), format('{:04d}', pays),
               format('B{:06d}', child), format('F{:06d}', family), team, programme, target_group,
               received, contact, closed, close_reason
        from sample_rows""",
    "case_assignment": """insert into case_assignment
        select format('{:04d}', code), format('EKS-{}-{:06d}', year, number), format('R{:02d}', coordinator), role,
               start_on, end_on
        from sample_rows""",
    # A cell of the ledger is cut into bills that grow evenly; their sum is the cell to the øre.
    "ledger": """insert into ledger
        select format('{:04d}', code), month, account_function, dranst, grouping, cost_centre::text,
               (ore * (bill * (bill + 1) // 2)) // (bills * (bills + 1) // 2)
               - (ore * (bill * (bill - 1) // 2)) // (bills * (bills + 1) // 2), as_of
        from (select *, unnest(generate_series(1, bills)) as bill from sample_rows)""",
    "cost_centre_group": """insert into cost_centre_group
        select format('{:04d}', code), cost_centre::text, target_group, first, last, edition from sample_rows""",
    "budget_line": """insert into budget_line
        select format('{:04d}', code), year, account_function, grouping, original, supplement, expected, as_of, reason
        from sample_rows""",
    "survey_invitation": """insert into survey_invitation
        select format('{:04d}', code), format('U{}-{:05d}', round, number), team, programme, target_group,
               instrument, wave, respondent, invited, reminded, answered
        from sample_rows""",
    "survey_answer": """insert into survey_answer
        select format('{:04d}', code), format('U{}-{:05d}', round, number), unnest([1, 2, 3, 4, 5, 6, 7, 8]),
               nullif(unnest([item1, item2, item3, item4, item5, item6, item7, item8]), 0)
        from sample_rows where answered is not null""",
}


def write(connection: sa.Connection, frames: dict[str, list[pd.DataFrame]]) -> None:
    """Insert the frames of some municipalities, each table's one after the other."""
    duckdb: Any = connection.connection.driver_connection
    for table, parts in frames.items():
        rows = pd.concat(parts, ignore_index=True)
        if rows.empty:
            continue
        duckdb.register("sample_rows", rows)
        duckdb.execute(INSERTS[table])
        duckdb.unregister("sample_rows")
