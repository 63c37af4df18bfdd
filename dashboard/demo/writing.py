"""How does a simulated municipality become rows of the tables? By the importers' road, as a file does.

Frames are registered with DuckDB and turned into a delivery's rows by a select, which also makes the texts: a million
rows a second, where rows one by one are thirteen thousand (performance.md 1). Numbers repeat between municipalities,
as they do in life: case EKS-2026-000001 is a different case in every one of them.
"""

# ruff: noqa: S608 - everything put into these statements is a constant of this module
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database.tables import ledger, team
from dashboard.demo.window import AS_OF
from dashboard.importers.replace import add_named, write_frames
from dashboard.importers.told import set_months, work_out
from dashboard.importers.write import Relation, insert_frame

_CODE = "format('{:04d}', code) as municipality_code"
_CASE = "format('EKS-{}-{:06d}', year, number) as case_id"
_INVITATION = "format('U{}-{:05d}', round, number) as invitation_id"
# Everything is of one delivery, on the as-of day.
_TOLD = f"date '{AS_OF.isoformat()}' as first_day, date '{AS_OF.isoformat()}' as last_day, null::date as next_day"
# Source → table → its rows, out of the frame of that name.
RELATIONS: dict[str, dict[str, str]] = {
    "cases": {
        "case_said": f"""select {_CODE}, {_CASE}, format('{{:04d}}', pays) as pay_municipality_code,
            format('B{{:06d}}', child) as child_id, format('F{{:06d}}', family) as family_id, team as team_id,
            programme as programme_id, target_group, received as received_on, contact as first_contact_on,
            closed as closed_on, close_reason, case when coordinator > 0 then format('R{{:02d}}', coordinator) else '' end
            as coordinator_id, since as coordinator_since, case when cover > 0 then format('R{{:02d}}', cover) else '' end
            as cover_id, {_TOLD} from case_said_frame"""
    },
    "assignments": {
        "assignment_said": f"""select {_CODE}, {_CASE}, format('R{{:02d}}', coordinator) as coordinator_id, role,
            start_on as valid_from, end_on as valid_to, {_TOLD} from assignment_said_frame"""
    },
    "coordinators": {
        "hours_said": f"""select {_CODE}, format('R{{:02d}}', coordinator) as coordinator_id, team as team_id, fte_milli,
            start_on as valid_from, end_on as valid_to, new_until as newly_hired_until, {_TOLD} from hours_said_frame"""
    },
    "population": {"population": f"select {_CODE}, year, persons from population_frame"},
    "cost_centres": {
        "cost_centre_group": f"""select {_CODE}, cost_centre::text as cost_centre, target_group, first as from_month,
            last as to_month, edition as mapping_version from cost_centre_group_frame"""
    },
    "budget": {
        "budget_line": f"""select {_CODE}, year, account_function, grouping, original as original_ore,
            supplement as supplement_ore, expected as expected_ore, as_of, reason from budget_line_frame"""
    },
    "surveys": {
        "survey_answer": f"""select {_CODE}, {_INVITATION}, unnest([1, 2, 3, 4, 5, 6, 7, 8]) as item,
            nullif(unnest([item1, item2, item3, item4, item5, item6, item7, item8]), 0) as value
            from survey_answer_frame where answered is not null""",
        "survey_invitation": f"""select {_CODE}, {_INVITATION}, team as team_id, programme as programme_id, target_group,
            instrument, wave, respondent, invited as invited_on, reminded as reminded_on, answered as answered_on
            from survey_invitation_frame""",
    },
}
# A cell of the ledger is cut into bills that grow evenly; their sum is the cell to the øre. Its rows are too many to be
# staged as a file's are: they take the last step of that road alone.
_LEDGER = f"""select {_CODE}, month, account_function, dranst, grouping, cost_centre::text as cost_centre,
    (ore * (bill * (bill + 1) // 2)) // (bills * (bills + 1) // 2)
    - (ore * (bill * (bill - 1) // 2)) // (bills * (bills + 1) // 2) as amount_ore, as_of
    from (select *, unnest(generate_series(1, bills)) as bill from ledger_frame)"""


def write(connection: sa.Connection, frames: dict[str, list[pd.DataFrame]]) -> None:
    """Deliver the frames of some municipalities; those of a table one after the other."""
    whole = {name: pd.concat(parts, ignore_index=True) for name, parts in frames.items()}
    with _registered(connection, whole):
        for source, tables in RELATIONS.items():
            if all(name in whole for name in tables):
                write_frames(connection, source, {name: Relation(sql) for name, sql in tables.items()})
        if "ledger" in whole:
            insert_frame(connection, ledger, Relation(_LEDGER))
    if "team" in whole:
        rows = whole["team"]
        add_named(connection, team, rows.assign(municipality_code=rows["code"].map("{:04d}".format)))


@contextmanager
def _registered(connection: sa.Connection, frames: dict[str, pd.DataFrame]) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    for name, frame in frames.items():
        driver.register(f"{name}_frame", frame)
    try:
        yield
    finally:
        for name in frames:
            driver.unregister(f"{name}_frame")


def finish(connection: sa.Connection, coverage: dict[str, dict[str, list[int]]]) -> None:
    """Work out what follows from all the deliveries. coverage: municipality → source → the months delivered.

    Of the years before the window there are only the cases and hours that were still there in it: they are not covered.
    """
    work_out(connection, coverage, AS_OF)
    for source in sorted({source for months in coverage.values() for source in months}):
        set_months(connection, source, {code: months[source] for code, months in coverage.items()})
