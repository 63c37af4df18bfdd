"""How many parents were asked, answered, agreed and scored what, by municipality and quarter?"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from dashboard.analysis.trust_numbers import TrustCounts
from dashboard.database.frames import Kind, read_frame
from dashboard.database.tables import coverage, trust_month
from dashboard.disclosure.surveys import survey_view
from dashboard.filters import Filters

SUMS = (
    "invited",
    "invited_answered",
    "respondents",
    "coordinator_valid",
    "coordinator_agree",
    "municipality_valid",
    "municipality_agree",
    "scored",
    "score60_sum",
    "score60_square_sum",
)
_COLUMNS: dict[str, Kind] = {
    "municipality_code": "text",
    "quarter": "int",
    "category": "text",
    **dict.fromkeys(SUMS, "int"),
}


def select_trust(filters: Filters) -> sa.Select[Any]:
    """municipality_code, quarter (its first month), category, and SUMS, over the range and the year before it.

    category is the value of the one filter that is chosen, of every value there is: what may be shown of one depends
    on the others. With one municipality and none chosen it is the team; else ''. Only delivered months count.
    """
    view, _ = survey_view(filters)
    c = trust_month.c
    sums = (sa.cast(sa.func.sum(c[name]), sa.BigInteger) for name in SUMS)
    delivered = sa.exists().where(
        coverage.c.source == "surveys",
        coverage.c.municipality_code == c.municipality_code,
        coverage.c.month == c.month,
    )
    return (
        sa.select(c.municipality_code, c.month - c.month % 3, _category(view), *sums)
        .where(
            c.municipality_code.in_(view.municipalities),
            c.month.between(view.period.first - 12, view.period.last),
            delivered,
        )
        # By position: written twice, one expression with a parameter is two to PostgreSQL.
        .group_by(sa.text("1, 2, 3"))
        .order_by(sa.text("1, 2, 3"))
    )


def _category(view: Filters) -> sa.ColumnElement[str]:
    if view.programme:
        return trust_month.c.programme_id
    if view.target_group:
        return trust_month.c.target_group
    return trust_month.c.team_id if view.one_municipality else sa.literal("", sa.Text)


def select_delivered(filters: Filters) -> sa.Select[tuple[str, int]]:
    """Which months the surveys have been delivered for, over the range and the year before it."""
    view, _ = survey_view(filters)
    return sa.select(coverage.c.municipality_code, coverage.c.month).where(
        coverage.c.source == "surveys",
        coverage.c.municipality_code.in_(view.municipalities),
        coverage.c.month.between(view.period.first - 12, view.period.last),
    )


def trust(connection: sa.Connection, filters: Filters) -> TrustCounts:
    """The raw counts, below every threshold still: only analysis.trust may see them. Each statement runs once."""
    return TrustCounts(
        counts=read_frame(connection, select_trust(filters), _COLUMNS),
        delivered=read_frame(connection, select_delivered(filters), {"municipality_code": "text", "month": "int"}),
    )
