"""When the sample came and what is wrong in it, as an import would have said: so that *Data og kvalitet* can be seen."""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.database.provenance_tables import delivery, quality_finding
from dashboard.database.tables import (
    account_class,
    budget_line,
    case_file,
    coordinator_fte,
    cost_centre_group,
    ledger,
    population,
    survey_invitation,
)
from dashboard.demo.window import AS_OF

ROWS = {
    "cases": case_file,
    "coordinators": coordinator_fte,
    "ledger": ledger,
    "cost_centres": cost_centre_group,
    "budget": budget_line,
    "surveys": survey_invitation,
    "population": population,
}
# Rule of importers.rules: the rows it would have found, and the source they stand in.
FOUND = {
    "contact_before_received": ("cases", case_file.c.first_contact_on < case_file.c.received_on),
    "contact_after_closed": ("cases", case_file.c.closed_on < case_file.c.first_contact_on),
    "ending_no_success": ("cases", case_file.c.close_reason.in_(("died", "turned_18", "moved"))),
    "unknown_function": ("ledger", ledger.c.account_function.not_in(sa.select(account_class.c.account_function))),
}


def deliver(connection: sa.Connection) -> None:
    """Fill delivery and quality_finding from the rows that are there: everything came on the as-of day, and describes it."""
    for source, table in ROWS.items():
        code = table.c.municipality_code
        day = sa.literal(AS_OF)
        counted = sa.select(code, sa.literal(source), day, day, sa.func.count()).group_by(code)
        connection.execute(sa.insert(delivery).from_select(list(delivery.c.keys()), counted))
    for rule, (source, which) in FOUND.items():
        code = ROWS[source].c.municipality_code
        counted = sa.select(code, sa.literal(source), sa.literal(rule), sa.func.count()).where(which).group_by(code)
        connection.execute(sa.insert(quality_finding).from_select(list(quality_finding.c.keys()), counted))
