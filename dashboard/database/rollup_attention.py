"""Which cases stand on the department head's lists on the day of their municipality's newest case list?

Waiting: open, and no two-way contact yet. Unassigned: open, and told that day to have no primary coordinator; it counts
from the day the last one let go, or from which it is known, else from the day received, else from the as-of date. Contact before receipt: one of the two
dates is wrong. Without the day received nobody can say how long the family has waited, so the case is not waiting.
"""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.database.history_tables import case_horizon
from dashboard.database.rollup_tables import attention_case
from dashboard.database.tables import case_assignment, case_file

AS_OF = case_horizon.c.as_of


_same_place = case_file.c.municipality_code == case_horizon.c.municipality_code


def build(connection: sa.Connection) -> None:
    """Fill attention_case from case_file and case_assignment. Where no list has come, nothing is on one."""
    c = case_file.c
    no_contact = sa.or_(c.first_contact_on.is_(None), c.first_contact_on > AS_OF)
    let_go = _let_go()
    for name, since, belongs in (
        ("waiting", c.received_on, sa.and_(_open(), no_contact, c.received_on.is_not(None))),
        ("unassigned", sa.func.coalesce(let_go.c.day, c.received_on, AS_OF), sa.and_(_open(), _without_coordinator())),
        ("contact_before_receipt", c.received_on, c.first_contact_on < c.received_on),
    ):
        cases = (
            sa.select(
                sa.literal(name),
                c.municipality_code,
                c.case_id,
                c.team_id,
                c.programme_id,
                c.target_group,
                since,
                c.first_contact_on,
            )
            .select_from(case_file.join(case_horizon, _same_place).outerjoin(let_go, _same_case(let_go)))
            .where(belongs)
            .order_by(c.municipality_code, since, c.case_id)
        )
        connection.execute(sa.insert(attention_case).from_select(attention_case.c.keys(), cases))


def _open() -> sa.ColumnElement[bool]:
    c = case_file.c
    received = sa.or_(c.received_on.is_(None), c.received_on <= AS_OF)
    return sa.and_(received, *(sa.or_(end.is_(None), end > AS_OF) for end in (c.closed_on, c.unlisted_on)))


def _same_case(assignments: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.and_(
        assignments.c.municipality_code == case_file.c.municipality_code,
        assignments.c.case_id == case_file.c.case_id,
    )


def _without_coordinator() -> sa.ColumnElement[bool]:
    a = case_assignment.c
    in_force = sa.and_(a.valid_from <= AS_OF, sa.or_(a.valid_to.is_(None), a.valid_to > AS_OF))
    return ~sa.exists().where(_same_case(case_assignment), a.role != "cover", in_force)


def _let_go() -> sa.Subquery:
    """The last day on which each case lost a primary coordinator, or on which it was unknown until then who had it."""
    a = case_assignment.c
    return (
        sa.select(a.municipality_code, a.case_id, sa.func.max(a.valid_to).label("day"))
        .join_from(case_assignment, case_horizon, a.municipality_code == case_horizon.c.municipality_code)
        .where(a.role != "cover", a.valid_to <= AS_OF)
        .group_by(a.municipality_code, a.case_id)
        .subquery()
    )
