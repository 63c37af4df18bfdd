"""What is delivered into the table, where months or years of it are held: each cell from the newest delivery of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.importers.again.judge import Verdict
from dashboard.importers.again.kinds import Kind, arriving
from dashboard.importers.choices import Again


def prepare(driver: Any, kind: Kind) -> None:
    """An empty table for what is delivered."""
    driver.execute(
        f"create or replace temp table {arriving(kind)} as "  # noqa: S608 - names of our own, here and below
        f"select 0 as part, * from (from {kind.table.name} limit 0)"
    )


def drop(driver: Any, kind: Kind) -> None:
    driver.execute(f"drop table if exists {arriving(kind)}")


def count_once(driver: Any, kind: Kind) -> None:
    """Of a cell that several parts of the command tell alike, the first one's rows."""
    driver.execute(f"delete {twice(kind)}")


def twice(kind: Kind) -> str:
    """SQL of the rows of a cell that an earlier part of the command holds too."""
    return (
        f"from {arriving(kind)} a where exists (select 1 from {arriving(kind)} b "  # noqa: S608
        f"where b.part < a.part and {kind.same('b', 'a')} and b.as_of = a.as_of)"
    )


def merge(driver: Any, kind: Kind, verdicts: Iterable[Verdict], again: Again) -> int:
    """Move what is delivered into the table; returns how many rows of earlier deliveries it took the place of.

    verdicts: of the months or years that are held; of all others everything comes in.
    """
    delivered, held = arriving(kind), kind.table.name
    driver.register("judged", _frame(verdicts))
    try:
        driver.execute(
            f"delete from {delivered} a using judged s where {kind.same_span('a', 's')} and not s.take"  # noqa: S608
        )
        judged = f"(from {held} x semi join judged s on {kind.same_span('x', 's')})"
        driver.execute(f"create or replace temp table cells_held as {kind.cells(judged)}")
        gone = _add_to(driver, kind) if again == "suppler" else _replace(driver, kind, again)
        driver.execute(
            f"delete from {delivered} a where exists (select 1 from cells_held x join ({kind.cells(delivered)}) c "  # noqa: S608
            f"on {kind.same('x', 'c')} where {kind.same('c', 'a')} and x.day > c.day)"
        )
        names = ", ".join(kind.columns)
        driver.execute(
            f"insert into {held} ({names}) select {names} from {delivered} order by municipality_code, {kind.period}"  # noqa: S608
        )
    finally:
        driver.unregister("judged")
    return gone


def _frame(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    rows = [(*v.difference.span, v.difference.day, v.take, v.older) for v in verdicts]
    found = pd.DataFrame(rows, columns=["municipality_code", "period", "day", "take", "older"])
    types = {"municipality_code": "str", "period": "int64", "day": "datetime64[s]", "take": "bool", "older": "bool"}
    return found.astype(types)


def _add_to(driver: Any, kind: Kind) -> int:
    """Only the cells that are delivered; of those that a newer whole delivery leaves out, not the ones that come to 0."""
    delivered = arriving(kind)
    driver.execute(
        f"delete from {delivered} x using (select a.* from ({kind.cells(delivered)}) a join judged s "  # noqa: S608
        f"on {kind.same_span('a', 's')} where s.older and a.ore = 0 "
        f"and not exists (select 1 from cells_held h where {kind.same('h', 'a')})) e where {kind.same('x', 'e')}"
    )
    newer = f"exists (select 1 from ({kind.cells(delivered)}) a where {kind.same('a', 'h')} and a.day >= h.day)"  # noqa: S608
    return _delete(driver, kind, f"s.take and {newer}")


def _replace(driver: Any, kind: Kind, again: Again) -> int:
    """Everything that is as old; where it was said to replace, also what an older delivery had left under a newer one."""
    older = f"exists (select 1 from ({kind.cells(arriving(kind))}) a where {kind.same('a', 'h')} and a.day < h.day)"  # noqa: S608
    which = "true" if again == "erstat" else "s.take"
    return _delete(driver, kind, f"{which} and h.day <= s.day and not {older}")


def _delete(driver: Any, kind: Kind, which: str) -> int:
    """The held cells h of the months or years s that it is true of; returns how many rows they had."""
    gone = f"select h.* from cells_held h join judged s on {kind.same_span('h', 's')} where {which}"  # noqa: S608
    driver.execute(f"create or replace temp table cells_gone as {gone}")
    held = kind.table.name
    found = driver.execute(f"delete from {held} x using cells_gone h where {kind.same('x', 'h')}").fetchone()  # noqa: S608
    driver.execute(f"delete from cells_held h using cells_gone g where {kind.same('h', 'g')}")  # noqa: S608
    return int(found[0])
