"""The figures that are nobody's secret: the accounts, the persons they are divided by, and full-time positions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from dashboard.measures import MAIN_CLASSES
from dashboard.periods import Period
from dashboard.publication.lattice import NATION, whole_quarters
from dashboard.queries.publication import accounts, delivered, persons_of_age

KEYS = ["place", "period", "kind", "category"]


def spending_cells(connection: sa.Connection, quarters: Sequence[int]) -> pd.DataFrame:
    """figure (amount_ore by class, persons), place, period, kind, category, value."""
    whole = whole_quarters(delivered(connection, "spending"), quarters)
    posted = accounts(connection)
    rows = posted.assign(quarter=posted["month"] - posted["month"] % 3).merge(whole, on=["municipality_code", "quarter"])
    summed = rows.groupby(["municipality_code", "quarter", "category"])["amount_ore"].sum().reset_index()
    amounts = _with_zeros(summed, whole, posted)
    amounts = amounts.assign(place=amounts["municipality_code"], kind="class")
    cells = by_period(amounts, "amount_ore")
    return pd.concat([cells, _persons(connection, cells)])


def _with_zeros(amounts: pd.DataFrame, whole: pd.DataFrame, posted: pd.DataFrame) -> pd.DataFrame:
    """0 kr. in a delivered quarter without a posting on a main class, where anything was ever posted on it."""
    known = posted.loc[posted["category"].isin(MAIN_CLASSES), ["municipality_code", "category"]].drop_duplicates()
    found = whole.merge(known, on="municipality_code")
    both: pd.DataFrame = amounts.merge(found, on=["municipality_code", "quarter", "category"], how="outer")
    return both.assign(amount_ore=both["amount_ore"].fillna(0).astype("int64"))


def knows_all(cells: pd.DataFrame) -> set[str]:
    """The places that have a figure of each main class: of the others a sum of all would be made of parts."""
    main = cells[cells["category"].isin(MAIN_CLASSES)]
    there = main.groupby("place")["category"].nunique()
    return set(there.index[there == len(MAIN_CLASSES)])


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
