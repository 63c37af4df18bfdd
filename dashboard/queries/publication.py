"""How many cases, contacts, answers and kroner, by municipality, month and one category? What a publication is made of.

Exact counts, below every threshold still: only dashboard.publication may see them. A month that is not delivered for
every source of the measure is not there. category is '' for everybody, else a programme's id or a target group; a case
outside every programme is counted under NONE.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from dashboard.database.frames import Kind, read_frame
from dashboard.database.history_tables import case_horizon
from dashboard.database.rollup_tables import (
    caseload_month,
    first_contact_count,
    spending_month,
    trust_cell,
    trust_month,
)
from dashboard.database.tables import coverage, population, programme, programme_municipality
from dashboard.measures import CONTACT_DAYS, MEASURES, MeasureId
from dashboard.periods import month_end, month_start

# How many days after a month's end the newest case list must have been made for the month to be whole.
REACH: Mapping[MeasureId, int] = {"caseload": 0, "time_to_first_contact": CONTACT_DAYS}
NONE = "-"  # no programme, or no target group given
KEYS: dict[str, Kind] = {"municipality_code": "text", "month": "int", "programme_id": "text", "target_group": "text"}


class Counted(NamedTuple):
    """One measure's select, with programme_id and target_group '*' where they are added up already.

    apart: the rows are of single programmes and target groups and have to be added up here.
    """

    select: sa.Select[Any]
    figures: tuple[str, ...]
    apart: bool


def _caseload() -> Counted:
    c, figures = caseload_month.c, ("case_days", "fte_milli_days")
    # One set of cases in all the cells, or they would not add up and what is hidden could not be proven to be so: those
    # whose coordinator's hours are known, since the whole is divided by these.
    everybody = sa.and_(c.programme_id == "*", c.target_group == "*")
    known = sa.case((everybody, c.case_days), else_=c.case_days - c.unknown_fte_case_days).label("case_days")
    select = sa.select(*(c[name] for name in KEYS), known, c.fte_milli_days).where(c.level == "municipality")
    return Counted(select.where(sa.or_(c.programme_id == "*", c.target_group == "*")), figures, apart=False)


def _first_contact() -> Counted:
    c = first_contact_count.c
    code = sa.func.lpad(sa.cast(c.municipality_no, sa.Text), 4, sa.literal_column("'0'"))
    soon = sa.and_(c.outcome == 1, c.days <= CONTACT_DAYS)
    # A contact before the receipt is an error in the data (domain.md (b)); such a case is in neither number.
    counted = sa.and_(c.level == "each", c.outcome > 0, c.month > 0, c.days >= 0)
    within = sa.case((soon, c.n), else_=0)
    columns = (code.label("municipality_code"), c.month, c.programme_id, c.target_group)
    select = sa.select(*columns, c.n.label("received"), within.label("within"))
    return Counted(select.where(counted), ("received", "within"), apart=True)


def _trust() -> Counted:
    figures = ("coordinator_valid", "coordinator_agree", "invited", "invited_answered")
    return Counted(sa.select(*(trust_month.c[name] for name in (*KEYS, *figures))), figures, apart=True)


PERSONS: Mapping[MeasureId, Counted] = {
    "caseload": _caseload(),
    "time_to_first_contact": _first_contact(),
    "trust": _trust(),
}


def persons(connection: sa.Connection, measure: MeasureId) -> pd.DataFrame:
    """municipality_code, month, kind (all, programme, target_group), category, and the measure's figures."""
    counted = PERSONS[measure]
    columns: dict[str, Kind] = {**KEYS, **dict.fromkeys(counted.figures, "int")}
    rows = read_frame(connection, counted.select, columns)
    rows = rows.merge(delivered(connection, measure), on=["municipality_code", "month"])
    figures = list(counted.figures)
    parts = [_of_kind(rows, kind, counted) for kind in ("all", "programme", "target_group")]
    keys = ["municipality_code", "month", "kind", "category"]
    return pd.concat(parts).groupby(keys, as_index=False)[figures].sum()


def _of_kind(rows: pd.DataFrame, kind: str, counted: Counted) -> pd.DataFrame:
    column = {"programme": "programme_id", "target_group": "target_group"}.get(kind)
    if not counted.apart:  # '*' stands where a rollup has added up
        wanted = {"programme_id": column == "programme_id", "target_group": column == "target_group"}
        for name, single in wanted.items():
            rows = rows[(rows[name] != "*") == single]
    category = rows[column].replace("", NONE) if column else ""
    return rows.assign(kind=kind, category=category)


def survey_groups(connection: sa.Connection) -> pd.DataFrame:
    """municipality_code, quarter, kind, category, first_quarter, last_quarter, together (rollup_tables.trust_cell), and
    rows_of_group: how many of the rows are one group with it. Quarters without an answer have no row."""
    c = trust_cell.c
    span = ["first_quarter", "last_quarter", "together"]
    columns: dict[str, Kind] = {"municipality_code": "text", "quarter": "int", "kind": "text", "category": "text"}
    select = sa.select(c.municipality_code, c.month, c.kind, c.category, *(c[name] for name in span))
    rows = read_frame(connection, select.where(c.kind != "team"), columns | dict.fromkeys(span, "int"))
    rows["category"] = rows["category"].mask((rows["kind"] != "all") & (rows["category"] == ""), NONE)
    keys = ["municipality_code", "kind", "category", *span]
    rows["rows_of_group"] = rows.groupby(keys)["quarter"].transform("size")
    return rows


def staff(connection: sa.Connection) -> pd.DataFrame:
    """municipality_code, month, coordinator_id, fte_milli_days: who has hours in a month."""
    c = caseload_month.c
    select = sa.select(c.municipality_code, c.month, c.coordinator_id, sa.func.sum(c.fte_milli_days).label("fte_milli_days"))
    select = select.where(c.level == "coordinator", c.programme_id == "*", c.target_group == "*", c.fte_milli_days > 0)
    select = select.group_by(c.municipality_code, c.month, c.coordinator_id)
    columns: dict[str, Kind] = {"municipality_code": "text", "month": "int", "coordinator_id": "text"}
    return read_frame(connection, select, {**columns, "fte_milli_days": "int"})


def delivered(connection: sa.Connection, measure: MeasureId) -> pd.DataFrame:
    """municipality_code, month: the months that every source of the measure's numbers has been delivered for, whole.

    Who has which case must be known of every day of the month; families received in it must all have had CONTACT_DAYS
    when the municipality's newest case list was made.
    """
    sources = ("ledger",) if measure == "spending" else MEASURES[measure].sources
    c = coverage.c
    select = sa.select(c.municipality_code, c.month).where(c.source.in_(sources))
    select = select.group_by(c.municipality_code, c.month).having(sa.func.count(sa.distinct(c.source)) == len(sources))
    months = read_frame(connection, select, {"municipality_code": "text", "month": "int"})
    if measure not in REACH:
        return months
    h = case_horizon.c
    kinds: dict[str, Kind] = {"municipality_code": "text", "known_from": "date", "as_of": "date"}
    reach = months.merge(read_frame(connection, sa.select(h.municipality_code, h.known_from, h.as_of), kinds))
    starts, ends = (pd.to_datetime([day(month) for month in reach["month"]]) for day in (month_start, month_end))
    known = reach["as_of"] >= ends + pd.Timedelta(days=REACH[measure] - 1)
    if measure == "caseload":
        known &= reach["known_from"] <= starts
    return reach.loc[known, ["municipality_code", "month"]]


def accounts(connection: sa.Connection) -> pd.DataFrame:
    """municipality_code, month, category (a spending class), amount_ore: public, never hidden."""
    c = spending_month.c
    columns = (c.municipality_code, c.month, c.spending_class)
    total = sa.cast(sa.func.sum(c.amount_ore), sa.BigInteger)
    select = sa.select(*columns, total).group_by(*columns)
    kinds: dict[str, Kind] = {"municipality_code": "text", "month": "int", "category": "text", "amount_ore": "int"}
    rows = read_frame(connection, select, kinds)
    return rows.merge(delivered(connection, "spending"), on=["municipality_code", "month"])


def persons_of_age(connection: sa.Connection) -> pd.DataFrame:
    """municipality_code, year, persons: 0-22 years on 1 January."""
    c = population.c
    columns: dict[str, Kind] = {"municipality_code": "text", "year": "int", "persons": "int"}
    return read_frame(connection, sa.select(c.municipality_code, c.year, c.persons), columns)


def participations(connection: sa.Connection) -> pd.DataFrame:
    """programme_id, name, municipality_code, joined_on: which municipality takes part in what, adults' left out."""
    joined = programme.join(programme_municipality, programme.c.programme_id == programme_municipality.c.programme_id)
    columns = (programme.c.programme_id, programme.c.name, programme_municipality.c.municipality_code)
    select = sa.select(*columns, programme_municipality.c.joined_on).select_from(joined)
    kinds: dict[str, Kind] = {
        "programme_id": "text",
        "name": "text",
        "municipality_code": "text",
        "joined_on": "date",
    }
    return read_frame(connection, select.where(sa.not_(programme.c.adults)), kinds)
