"""How many cases had their first contact, were closed without it or still wait, by days since receipt?

One statement gives rows of six kinds, told apart because they count different things:
* received        cases by municipality ('*', all chosen, where they are more than LINES) and month received, from a
                  year before the period to its end, in the months that the municipality has delivered;
* range           more than LINES only: the period's cases of each municipality; month is the period's first;
* endings         the period's cases closed without contact, of all chosen together, by reason (an own scan of few rows:
                  to group every case by its reason as well costs twice the time nationally);
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
    "outcome": "text",  # contact | closed | waiting; '' for coverage
    "reason": "text",  # measures.CLOSE_REASONS for endings, else ''
    "n": "int",
}

# The day the data describe, as one scalar in the same statement.
AS_OF = sa.select(version_info.c.as_of).scalar_subquery()


def select_time_to_first_contact(filters: Filters) -> sa.CompoundSelect[Any]:
    """The rows of COLUMNS that the module describes, for the municipalities, months and other choices of filters."""
    both = Period(filters.period.first - 12, filters.period.last)
    pooled = len(filters.municipalities) > LINES
    parts = [
        _received(filters, both, pooled=pooled),
        _endings(filters),
        _waiting(filters),
        _coverage(filters, both, pooled=pooled),
    ]
    if pooled:
        parts += [_range(filters), _coverage_range(filters)]
    return sa.union_all(*parts)


def time_to_first_contact(connection: sa.Connection, filters: Filters) -> pd.DataFrame:
    """kind, municipality_code, month, team_id, days, outcome, reason, n; in no order."""
    return read_frame(connection, select_time_to_first_contact(filters), COLUMNS)


def days_between(start: sa.ColumnElement[Any], end: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """Whole days: date − date is a number of days on DuckDB and PostgreSQL; SQLAlchemy would call it an interval."""
    return sa.type_coerce(end.op("-", precedence=7)(start), sa.Integer)


C = case_file.c
# Contact counts if it has been and the case was not closed before it; a later one is no first contact of this case.
CONTACTED = sa.and_(C.first_contact_on <= AS_OF, sa.or_(C.closed_on.is_(None), C.first_contact_on <= C.closed_on))
CLOSED = C.closed_on <= AS_OF
# Not CONTACTED, put so that no missing date makes it unknown.
NO_CONTACT = sa.or_(C.first_contact_on.is_(None), C.first_contact_on > AS_OF, C.first_contact_on > C.closed_on)
END = sa.case((CONTACTED, C.first_contact_on), (CLOSED, C.closed_on), else_=AS_OF)
OUTCOME = sa.case((CONTACTED, "contact"), (CLOSED, "closed"), else_="waiting")


def _chosen(filters: Filters) -> list[sa.ColumnElement[bool]]:
    choices = ((C.team_id, filters.team), (C.programme_id, filters.programme), (C.target_group, filters.target_group))
    return [C.municipality_code.in_(filters.municipalities), *(column == value for column, value in choices if value)]


def _delivered_months(filters: Filters) -> sa.Subquery:
    months = sa.select(coverage.c.municipality_code, coverage.c.month).distinct()
    return months.where(*_delivered_by(filters)).subquery()


def _delivered_by(filters: Filters) -> tuple[sa.ColumnElement[bool], ...]:
    return coverage.c.source == "cases", coverage.c.municipality_code.in_(filters.municipalities)


def _received_in(filters: Filters, period: Period, months: sa.Subquery) -> list[sa.ColumnElement[bool]]:
    """The chosen cases of the period, where the municipality has delivered the month.

    A join and not EXISTS, which takes DuckDB half as long again nationally.
    """
    year, month = (sa.cast(sa.extract(part, C.received_on), sa.Integer) for part in ("year", "month"))
    delivered = sa.and_(months.c.municipality_code == C.municipality_code, months.c.month == 12 * year + month - 1)
    return [*_chosen(filters), C.received_on >= period.start, C.received_on < period.end, delivered]


def _received(filters: Filters, period: Period, *, pooled: bool) -> sa.Select[Any]:
    months = _delivered_months(filters)
    code = _text(POOLED) if pooled else C.municipality_code
    return _counts("received", code, months.c.month, _received_in(filters, period, months))


def _range(filters: Filters) -> sa.Select[Any]:
    months = _delivered_months(filters)
    where = _received_in(filters, filters.period, months)
    return _counts("range", C.municipality_code, _number(filters.period.first), where)


def _counts(
    kind: str, code: sa.ColumnElement[str], month: sa.ColumnElement[int], where: list[sa.ColumnElement[bool]]
) -> sa.Select[Any]:
    return (
        _select(kind, code, month, _text(""), days_between(C.received_on, END), OUTCOME, _text(""))
        .where(*where)
        # By position: PostgreSQL takes the same parameter written twice for two expressions.
        .group_by(sa.text("2, 3, 5, 6"))
    )


def _endings(filters: Filters) -> sa.Select[Any]:
    months = _delivered_months(filters)
    closed = (CLOSED, NO_CONTACT, C.closed_on >= C.received_on)
    columns = (_text(POOLED), _number(filters.period.first), _text(""), _number(0), _text("closed"), C.close_reason)
    where = _received_in(filters, filters.period, months)
    return _select("endings", *columns).where(*where, *closed).group_by(C.close_reason)


def _waiting(filters: Filters) -> sa.Select[Any]:
    waits = (sa.or_(C.closed_on.is_(None), C.closed_on > AS_OF), NO_CONTACT, C.received_on <= AS_OF)
    longest = days_between(sa.func.min(C.received_on), AS_OF)
    return (
        _select("waiting", C.municipality_code, _number(0), C.team_id, longest, _text("waiting"), _text(""))
        .where(*_chosen(filters), *waits)
        .group_by(C.municipality_code, C.team_id)
    )


def _coverage(filters: Filters, period: Period, *, pooled: bool) -> sa.Select[Any]:
    code = _text(POOLED) if pooled else coverage.c.municipality_code
    return _delivered("coverage", filters, period, code, coverage.c.month)


def _coverage_range(filters: Filters) -> sa.Select[Any]:
    month = _number(filters.period.first)
    return _delivered("coverage_range", filters, filters.period, coverage.c.municipality_code, month)


def _delivered(
    kind: str, filters: Filters, period: Period, code: sa.ColumnElement[str], month: sa.ColumnElement[int]
) -> sa.Select[Any]:
    columns = (code, month, _text(""), _number(0), _text(""), _text(""))
    within = coverage.c.month.between(period.first, period.last)
    return _select(kind, *columns).where(*_delivered_by(filters), within).group_by(sa.text("2, 3"))


def _select(kind: str, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """The kind, six columns in the order of COLUMNS, and how many rows."""
    return sa.select(*(_text(kind), *columns), sa.func.count())


def _text(value: str) -> sa.ColumnElement[str]:
    return sa.literal(value, sa.Text)


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal(value, sa.Integer)
