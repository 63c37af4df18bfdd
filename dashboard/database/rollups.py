"""Every rollup of a new version, built in DuckDB whatever the serving engine is: one code path to test."""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.database import (
    rollup_attention,
    rollup_caseload,
    rollup_contact,
    rollup_retained,
    rollup_spending,
    rollup_trust,
    rollup_trust_cells,
)
from dashboard.database.rollup_tables import ROLLUPS


def build(connection: sa.Connection) -> None:
    """Empty and refill the tables of ROLLUPS from the source tables, and from what is kept of deleted ones."""
    for table in ROLLUPS:
        connection.execute(sa.delete(table))
    for part in (rollup_attention, rollup_caseload, rollup_contact, rollup_spending, rollup_trust):
        part.build(connection)
    rollup_retained.restore(connection)
    rollup_trust_cells.build(connection)  # of what is kept of deleted months too
