"""Which query and which analysis answer each measure: the one place where the two meet."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from dashboard.analysis import caseload, spending, time_to_first_contact, trust
from dashboard.database.versions import Version
from dashboard.filters import Filters
from dashboard.measures import MeasureId
from dashboard.queries.caseload import caseload as count_caseload
from dashboard.queries.spending import spending as count_spending
from dashboard.queries.targets import Decided
from dashboard.queries.time_to_first_contact import time_to_first_contact as count_first_contact
from dashboard.queries.trust import trust as count_trust
from dashboard.shapes import Analysis

Work = Callable[[sa.Connection, Filters, Version, Decided], Analysis]

# Which decided target belongs to a measure; a measure that is not here never has one.
TARGET_KINDS: dict[MeasureId, str] = {"caseload": "caseload", "time_to_first_contact": "first_contact"}


def _caseload(connection: sa.Connection, filters: Filters, version: Version, decisions: Decided) -> Analysis:
    counts = count_caseload(connection, filters, version.name)
    return caseload.analyse(
        counts, filters, version.as_of, decisions.values("caseload"), decisions.values("caseload_new")
    )


def _first_contact(connection: sa.Connection, filters: Filters, version: Version, decisions: Decided) -> Analysis:
    counts = count_first_contact(connection, filters, version.name)
    return time_to_first_contact.analyse(counts, filters, version.as_of, decisions.values("first_contact"))


def _spending(connection: sa.Connection, filters: Filters, version: Version, decisions: Decided) -> Analysis:
    counts = count_spending(connection, filters, version.name)
    return spending.analyse(counts, filters, decisions.price_index, version.as_of)


def _trust(connection: sa.Connection, filters: Filters, version: Version, decisions: Decided) -> Analysis:
    return trust.analyse(count_trust(connection, filters, version.name), filters, version.as_of)


ANALYSES: dict[MeasureId, Work] = {
    "caseload": _caseload,
    "time_to_first_contact": _first_contact,
    "spending": _spending,
    "trust": _trust,
}
