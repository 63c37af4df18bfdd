"""How many cases had their first contact, were closed without it or still wait, by days since receipt?

One statement gives rows of five kinds, told apart because they count different things:
* received        cases by municipality ('*', all chosen, where they are more than LINES) and month received, from a
                  year before the period to its end, in the months that the municipality has delivered;
* range           more than LINES only: the period's cases of each municipality; month is the period's first;
* waiting         the cases that wait on the as-of date, whenever they came; days is the longest wait in the team;
* coverage        delivered months by municipality (n = 1), or for '*' how many municipalities delivered the month;
* coverage_range  more than LINES only: how many of the period's months each municipality delivered.
Days are negative where a date lies before the receipt: an error in the data, left out and counted by analysis.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.analysis.time_to_first_contact import LINES
from dashboard.database.frames import Kind, read_frame
from dashboard.database.tables import case_file, coverage, version_info
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import POOLED

COLUMNS: dict[str, Kind] = {
    "kind": "text",
    "municipality_code": "text",
    "month": "int",
    "team_id": "text",
    "days": "int",
    "outcome": "text",  # contact | closed | waiting; '' in the last two kinds
    "reason": "text",  # of those closed without contact: measures.CLOSE_REASONS
    "n": "int",
}

# The day the data describe, as one scalar in the same statement.
AS_OF = sa.select(version_info.c.as_of).scalar_subquery()


def select_time_to_first_contact(filters: Filters) -> sa.CompoundSelect[Any]:
    """The rows of COLUMNS that the module describes, for the municipalities, months and other choices of filters."""
    both = Period(filters.period.first - 12, filters.period.last)
    if len(filters.municipalities) <= LINES:
        return sa.union_all(
            _received(filters, both, pooled=False), _waiting(filters), _coverage(filters, both, pooled=False)
        )
    return sa.union_all(
        _received(filters, both, pooled=True),
        _range(filters),
        _waiting(filters),
        _coverage(filters, both, pooled=True),
        _coverage_range(filters),
    )


def time_to_first_contact(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """kind, municipality_code, month, team_id, days, outcome, reason, n; in no order."""
    return read_frame(connection, select_time_to_first_contact(filters), COLUMNS)


def days_between(start: sa.ColumnElement[Any], end: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """Whole days: date − date is a number of days on DuckDB and PostgreSQL; SQLAlchemy would call it an interval."""
    return sa.type_coerce(end.op("-", precedence=7)(start), sa.Integer)


def _cases(filters: Filters) -> sa.Subquery:
    """One row a case: where, when, how it ended or stands on the as-of date, and how many days after receipt.

    Contact counts if it has been and the case was not closed before it; a later one is no first contact of this case.
    """
    c = case_file.c
    contacted = sa.and_(c.first_contact_on <= AS_OF, sa.or_(c.closed_on.is_(None), c.first_contact_on <= c.closed_on))
    closed = c.closed_on <= AS_OF
    end = sa.case((contacted, c.first_contact_on), (closed, c.closed_on), else_=AS_OF)
    choices = ((c.team_id, filters.team), (c.programme_id, filters.programme), (c.target_group, filters.target_group))
    chosen = [column == value for column, value in choices if value]
    return (
        sa.select(
            c.municipality_code,
            c.team_id,
            c.received_on,
            days_between(c.received_on, end).label("days"),
            sa.case((contacted, "contact"), (closed, "closed"), else_="waiting").label("outcome"),
            sa.case((contacted, ""), (closed, c.close_reason), else_="").label("reason"),
        )
        .where(c.municipality_code.in_(filters.municipalities), *chosen)
        .subquery()
    )


def _received(filters: Filters, period: Period, *, pooled: bool) -> sa.Select[Any]:
    cases = _cases(filters)
    code = _text(POOLED) if pooled else cases.c.municipality_code
    return _counts("received", cases, code, _month(cases), period)


def _range(filters: Filters) -> sa.Select[Any]:
    cases = _cases(filters)
    month = sa.literal(filters.period.first, sa.Integer)
    return _counts("range", cases, cases.c.municipality_code, month, filters.period)


def _counts(
    kind: str, cases: sa.Subquery, code: sa.ColumnElement[str], month: sa.ColumnElement[int], period: Period
) -> sa.Select[Any]:
    c = cases.c
    delivered = sa.exists().where(
        coverage.c.source == "cases",
        coverage.c.municipality_code == c.municipality_code,
        coverage.c.month == _month(cases),
    )
    return (
        sa.select(_text(kind), code, month, _text(""), c.days, c.outcome, c.reason, sa.func.count())
        .where(c.received_on >= period.start, c.received_on < period.end, delivered)
        # By position: PostgreSQL takes the same parameter written twice for two expressions.
        .group_by(sa.text("2, 3, 5, 6, 7"))
    )


def _waiting(filters: Filters) -> sa.Select[Any]:
    c = _cases(filters).c
    longest = sa.func.max(c.days)
    return (
        sa.select(
            _text("waiting"), c.municipality_code, _number(0), c.team_id, longest, c.outcome, c.reason, sa.func.count()
        )
        .where(c.outcome == "waiting", c.days >= 0)
        .group_by(sa.text("2, 4, 6, 7"))
    )


def _coverage(filters: Filters, period: Period, *, pooled: bool) -> sa.Select[Any]:
    code = _text(POOLED) if pooled else coverage.c.municipality_code
    return _delivered("coverage", filters, period, code, coverage.c.month)


def _coverage_range(filters: Filters) -> sa.Select[Any]:
    month = sa.literal(filters.period.first, sa.Integer)
    return _delivered("coverage_range", filters, filters.period, coverage.c.municipality_code, month)


def _delivered(
    kind: str, filters: Filters, period: Period, code: sa.ColumnElement[str], month: sa.ColumnElement[int]
) -> sa.Select[Any]:
    columns: tuple[sa.ColumnElement[Any], ...] = (_text(kind), code, month, _text(""), _number(0), _text(""), _text(""))
    return sa.select(*columns, sa.func.count()).where(
        coverage.c.source == "cases",
        coverage.c.municipality_code.in_(filters.municipalities),
        coverage.c.month.between(period.first, period.last),
    ).group_by(sa.text("2, 3"))


def _month(cases: sa.Subquery) -> sa.ColumnElement[int]:
    year, month = (sa.cast(sa.extract(part, cases.c.received_on), sa.Integer) for part in ("year", "month"))
    return 12 * year + month - 1


def _text(value: str) -> sa.ColumnElement[str]:
    return sa.literal(value, sa.Text)


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal(value, sa.Integer)
