"""The lines of a budget in a command: of its own template, and of the ledgers that hold a budget too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.importers import budget
from dashboard.importers.again.command import Alike, Numbered
from dashboard.importers.again.judge import Line
from dashboard.importers.again.kinds import BUDGET, Span
from dashboard.importers.context import Context
from dashboard.importers.ledger_sql import register, sum_budget, times_of
from dashboard.importers.ledger_stage import open_connection
from dashboard.importers.template import Rows
from dashboard.importers.write import typed_frame


def budget_lines(ledgers: Sequence[Numbered], rows: Rows | None, context: Context) -> tuple[pd.DataFrame, list[Alike]]:
    """Each with the part of the command that holds it; and where two parts hold the same kind of amount of an account."""
    frames, alike = [], list[Alike]()
    if rows is not None:
        own = budget.facts(rows, context)["budget_line"]
        frames.append(own.assign(part=[part for part, _row in rows.places]))
    amounts, alike = _amounts(ledgers)
    if len(amounts):
        lines = budget.lines_of_kinds(amounts, context.day)
        first = amounts.groupby(["municipality_code", "year"])["part"].min()
        frames.append(
            lines.assign(part=[first[code, year] for code, year in lines[["municipality_code", "year"]].values])
        )
    if not frames:
        return pd.DataFrame(columns=["part", *BUDGET.columns]), alike
    return pd.concat([frame.astype(object) for frame in frames], ignore_index=True), alike


def _amounts(ledgers: Sequence[Numbered]) -> tuple[pd.DataFrame, list[Alike]]:
    """What the ledgers hold of the budget, each account and kind of amount once; and where two sheets hold the same."""
    frames = []
    for one in ledgers:
        if not times_of(one.staged)["booked"].all():
            with open_connection() as driver:
                register(driver, one.staged)
                frames.append(sum_budget(driver, one.staged).assign(part=one.part, sheet=one.sheet))
    if not frames:
        return pd.DataFrame(), []
    keys = ["municipality_code", "year", "function", "grouping", "kind"]
    by_sheet = pd.concat(frames).groupby([*keys, "sheet"], as_index=False).agg({"amount_ore": "sum", "part": "min"})
    told: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    for *key, sheet, ore in by_sheet[[*keys, "sheet", "amount_ore"]].itertuples(index=False):
        told.setdefault(tuple(key), []).append((int(sheet), int(ore)))
    return by_sheet.drop_duplicates(keys), [_told_twice(key, of[0], of[1]) for key, of in told.items() if len(of) > 1]


def _told_twice(key: tuple[Any, ...], one: tuple[int, int], other: tuple[int, int]) -> Alike:
    code, year, *account, _kind = key
    label = " ".join(filter(None, account))
    line = None if one[1] == other[1] else Line(label, one[1], other[1])
    return Alike("budget", Span(code, int(year)), (one[0], other[0]), line)


def insert_lines(driver: Any, lines: pd.DataFrame | None, into: str, part: str | None = "part") -> None:
    """lines: part, and the columns of budget_line. part: the column of it in `into`, None where there is none."""
    assert lines is not None
    driver.register("lines_now", typed_frame(BUDGET.table.columns, lines).assign(part=lines["part"].astype("int64")))
    selected = ", ".join([*([part] if part else []), *BUDGET.columns])
    driver.execute(f"insert into {into} ({selected}) select {selected} from lines_now")  # noqa: S608
    driver.unregister("lines_now")
