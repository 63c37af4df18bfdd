"""The figures that are nobody's secret: the accounts, the persons they are divided by, and full-time positions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from dashboard.periods import Period
from dashboard.publication.lattice import NATION, whole_quarters
from dashboard.queries.publication import accounts, delivered, persons_of_age

KEYS = ["place", "period", "kind", "category"]


def spending_cells(connection: sa.Connection, quarters: Sequence[int]) -> pd.DataFrame:
    """figure (amount_ore by class, persons), place, period, kind, category, value."""
    whole = whole_quarters(delivered(connection, "spending"), quarters)
    rows = accounts(connection)
    rows = rows.assign(quarter=rows["month"] - rows["month"] % 3).merge(whole, on=["municipality_code", "quarter"])
    amounts = rows.groupby(["municipality_code", "quarter", "category"], as_index=False)["amount_ore"].sum()
    amounts = amounts.assign(place=amounts["municipality_code"], kind="class")
    cells = by_period(amounts, "amount_ore")
    return pd.concat([cells, _persons(connection, cells)])


def _persons(connection: sa.Connection, cells: pd.DataFrame) -> pd.DataFrame:
    """0-22 years on 1 January of the year that each published period lies in."""
    there = cells[["place", "period"]].drop_duplicates()
    there = there.assign(year=[Period.from_key(key).first // 12 for key in there["period"]])
    persons = persons_of_age(connection).rename(columns={"municipality_code": "place", "persons": "value"})
    found: pd.DataFrame = there.merge(persons, on=["place", "year"]).drop(columns="year")
    return found.assign(figure="persons", kind="all", category="")


def position_cells(counts: pd.DataFrame) -> pd.DataFrame:
    """The days of full-time positions; counts: as lattice.quarterly gives them for the caseload."""
    rows = counts[counts["kind"] == "all"].assign(place=counts["municipality_code"])
    return by_period(rows, "fte_milli_days")


def by_period(rows: pd.DataFrame, figure: str) -> pd.DataFrame:
    """Quarters, and the years of which all four are there. rows: place, quarter, kind, category and the figure."""
    quarters = rows.assign(period=[Period.containing(one, "quarter").key for one in rows["quarter"]])
    years = rows.assign(period=(rows["quarter"] // 12).astype(str))
    there = years.groupby(["place", "period"])["quarter"].transform("nunique")
    found = pd.concat([quarters, years[there == 4]]).groupby(KEYS)[figure].sum().rename("value").reset_index()
    return found.assign(figure=figure)


def of_the_nation(cells: pd.DataFrame, nation: Sequence[str]) -> pd.DataFrame:
    """The sums of public figures over the municipalities that stand together; only where all of them are there."""
    within = cells[cells["place"].isin(nation)]
    keys = ["figure", "period", "kind", "category"]
    there = within.groupby("period")["place"].nunique()
    whole = within[within["period"].isin(there.index[there == len(nation)])]
    found: pd.DataFrame = whole.groupby(keys)["value"].sum().reset_index()
    return found.assign(place=NATION)
