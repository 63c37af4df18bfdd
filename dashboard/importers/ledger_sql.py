"""The one scan that writes: every posting joined to what its cells were understood as."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.database.accounts import OPERATION
from dashboard.importers.ledger_amounts import ore_sql, plain_shapes
from dashboard.importers.ledger_sets import Distinct
from dashboard.importers.ledger_stage import Staged
from dashboard.importers.report import Refused


def times_of(staged: Staged) -> pd.DataFrame:
    """The distinct municipalities, months, years and kinds, n rows each; raw cells as k0 …"""
    assert staged.time is not None
    frame = _understood(staged.time, municipality_code="municipality", month="month", year="year", kind="kind")
    booked = frame["kind"].isna() | (frame["kind"] == "actual")
    return frame.astype({"month": "Int64", "year": "Int64"}).assign(booked=booked, n=staged.time.counts)


def register(driver: Any, staged: Staged) -> None:
    """The understood values as temporary tables; places are municipalities and months in the order of the ledger."""
    times = times_of(staged)
    places = times.loc[times["booked"], ["municipality_code", "month"]].drop_duplicates()
    places = places.sort_values(["municipality_code", "month"]).assign(place=range(len(places)))
    accounts, centres, amounts = _accounts(staged), staged.set_of("cost_centre"), staged.set_of("amount")
    tables = {
        "times": times.merge(places, how="left").astype({"place": "Int32"}),
        "places": places.astype({"place": "Int32"}),
        "accounts": accounts.assign(account=pd.RangeIndex(len(accounts)).astype("int32")),
    }
    if centres is not None:
        found = _understood(centres, cost_centre="cost_centre").fillna({"cost_centre": ""})
        tables["centres"] = found.assign(centre=pd.RangeIndex(len(found)).astype("int32"))
    assert amounts is not None
    odd = _understood(amounts, amount_ore="amount").astype({"amount_ore": "Int64"})
    tables["amounts"] = odd[~odd["k0"].isin(plain_shapes(staged.reading.sign))]  # a shape stands for amounts that are read in SQL
    for name, frame in tables.items():
        driver.register("understood", frame)
        driver.execute(f"create or replace temp table {name} as select * from understood")  # noqa: S608
        driver.unregister("understood")


def _understood(found: Distinct, **columns: str) -> pd.DataFrame:
    raw = pd.DataFrame(found.raw, columns=[f"k{i}" for i in range(len(found.expressions))], dtype="str")
    return raw.assign(**{name: found.table.columns[key] for name, key in columns.items()})


def _accounts(staged: Staged) -> pd.DataFrame:
    """Function, dranst and grouping, from the account string or from columns of their own."""
    found = staged.account
    assert found is not None
    columns = found.table.columns
    each = zip(columns["account"], columns["function"], columns["dranst"], columns["grouping"], strict=True)
    rows = [account or (function, dranst or OPERATION, grouping or "") for account, function, dranst, grouping in each]
    return pd.concat([_understood(found), pd.DataFrame(rows, columns=["function", "dranst", "grouping"])], axis=1)


def insert_postings(driver: Any, staged: Staged) -> None:
    """The booked amounts into the ledger. Raises Refused where the file is no longer what was checked."""
    has_centre = staged.set_of("cost_centre") is not None
    # Sorted as a few whole numbers, and given its texts afterwards: half the memory.
    narrow = f"select t.place, a.account{', c.centre' * has_centre}, {amount_sql(staged)} as amount_ore"
    count = driver.execute(
        "insert into ledger (municipality_code, month, account_function, dranst, grouping, cost_centre, amount_ore) "  # noqa: S608
        f"select p.municipality_code, p.month, a.function, a.dranst, a.grouping, {centre_sql(staged)}, s.amount_ore "
        f"from ({narrow} {joined_sql(driver, staged)} where t.booked order by t.place) s "
        f"join places p on p.place = s.place join accounts a on a.account = s.account "
        + ("join centres c on c.centre = s.centre" if has_centre else "")
    ).fetchone()[0]
    times = times_of(staged)
    if count != times.loc[times["booked"], "n"].sum():
        raise Refused("changed_meanwhile")


def centre_sql(staged: Staged) -> str:
    return "''" if staged.set_of("cost_centre") is None else "c.cost_centre"


def sum_budget(driver: Any, staged: Staged) -> pd.DataFrame:
    """The budget's amounts of operation, added up: municipality_code, year, function, grouping, kind, amount_ore."""
    return driver.execute(  # type: ignore[no-any-return]
        "select t.municipality_code, t.year, a.function, a.grouping, t.kind, "
        f"sum({amount_sql(staged)})::bigint as amount_ore {joined_sql(driver, staged)} "
        f"where not t.booked and a.dranst = {OPERATION} group by all"
    ).df()


def joined_sql(driver: Any, staged: Staged) -> str:
    """SQL of every filled row r with t (times), a (accounts), c (centres) and o (odd amounts)."""
    tables = [
        (staged.time, "times", "t"),
        (staged.account, "accounts", "a"),
        (staged.set_of("cost_centre"), "centres", "c"),
    ]
    selected, joins = [f"c{staged.places['amount']} as amount"], []
    for found, table, alias in tables:
        if found is not None:
            selected += [f"{text} as {alias}{i}" for i, text in enumerate(found.expressions)]
            same = [f"r.{alias}{i} is not distinct from {alias}.k{i}" for i in range(len(found.expressions))]
            joins.append(f"join {table} {alias} on {' and '.join(same)}")
    if _has_odd(staged):
        joins.append("left join amounts o on o.k0 = r.amount")
    relation = staged.rows.relation(driver, staged.top)
    return f"from (select {', '.join(selected)} from {relation} where {staged.filled()}) r {' '.join(joins)}"  # noqa: S608


def _has_odd(staged: Staged) -> bool:
    amounts = staged.set_of("amount")
    return amounts is not None and any(raw[0] not in plain_shapes(staged.reading.sign) for raw in amounts.raw)


def amount_sql(staged: Staged) -> str:
    """SQL of the amount in øre. What is not written plainly was understood apart."""
    plain = ore_sql("r.amount", staged.reading.sign or ",", staged.reading.unit)
    return f"case when o.amount_ore is not null then o.amount_ore else {plain} end" if _has_odd(staged) else plain
