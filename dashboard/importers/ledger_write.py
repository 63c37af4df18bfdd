"""Ledgers and budgets into the tables of the version that is being built, sorted by municipality and month.

The files are scanned once more, and each cell is looked up among those that were understood: a text that nobody has
looked through cannot be written. A finance office sends some months at a time, and again: what then counts is decided
by again.judge, and done by again.merge. Months that are delivered for the first time go straight into the table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database import content
from dashboard.database.tables import whole_delivery
from dashboard.importers.again.budget_lines import insert_lines
from dashboard.importers.again.command import Numbered
from dashboard.importers.again.judge import Before
from dashboard.importers.again.kinds import KINDS, LEDGER, Kind, Name, arriving
from dashboard.importers.again.look import Looked
from dashboard.importers.again.merge import count_once, drop, merge
from dashboard.importers.again.merge import prepare as prepare_arriving
from dashboard.importers.context import Context
from dashboard.importers.ledger_sql import Into, insert_postings, register
from dashboard.importers.ledger_stage import MEMORY, prepare
from dashboard.importers.progress import told
from dashboard.importers.replace import covered
from dashboard.importers.write import STAGE, delete_matching, insert_frame, staged


def write_dated(
    connection: sa.Connection, ledgers: Sequence[Numbered], looked: Looked, context: Context
) -> tuple[list[Name], str]:
    """Returns the sources of which earlier rows were replaced, and the content hash. Raises Refused."""
    kinds = [kind for kind in KINDS if looked.days.get(kind.name)]
    if not kinds:
        return [], ""
    with _modest(connection) as driver:
        gone: Mapping[Name, int] = {kind.name: _write(driver, kind, ledgers, looked, context) for kind in kinds}
    for kind in kinds:
        _remember_whole(connection, kind, looked, context)
        _cover(connection, kind, looked)
    return [name for name, n in gone.items() if n], _content(connection, looked)


def _write(driver: Any, kind: Kind, ledgers: Sequence[Numbered], looked: Looked, context: Context) -> int:
    direct = not looked.contested(kind)
    if not direct:
        prepare_arriving(driver, kind)
    into = kind.table.name if direct else arriving(kind)
    if kind is LEDGER:
        for one in ledgers:
            register(driver, one.staged)
            with told(driver, "writing", one.staged.rows_in):
                insert_postings(driver, one.staged, Into(into, context.day, None if direct else one.sheet))
    else:
        insert_lines(driver, looked.lines, into, None if direct else "part")
    if direct:
        return 0
    count_once(driver, kind)
    gone = merge(driver, kind, looked.verdicts.get(kind.name, ()), context.choices.again)
    drop(driver, kind)
    return gone


def _remember_whole(connection: sa.Connection, kind: Kind, looked: Looked, context: Context) -> None:
    """Of every month or year that this delivery is all of, the newest day of one; parts are no wholes."""
    again = context.choices.again
    if again == "suppler":
        return
    rows = []
    for span, day in looked.days[kind.name].items():
        before = looked.before[kind.name].get(span, Before())
        said = day if again == "erstat" else None
        rows.append(
            (
                span.municipality,
                kind.name,
                span.period,
                _newest(day, before.whole_on),
                _newest(said, before.replaced_on),
            )
        )
    frame = pd.DataFrame(rows, columns=[column.name for column in whole_delivery.columns])
    delete_matching(connection, whole_delivery, frame[["municipality_code", "source", "period"]])
    insert_frame(connection, whole_delivery, frame)


def _newest(*days: dt.date | None) -> dt.date | None:
    return max((day for day in days if day is not None), default=None)


def _cover(connection: sa.Connection, kind: Kind, looked: Looked) -> None:
    months: dict[str, set[int]] = {}
    for span in looked.days[kind.name]:
        year = range(12 * span.period, 12 * span.period + 12)
        months.setdefault(span.municipality, set()).update([span.period] if kind is LEDGER else year)
    covered(connection, kind.name, months)


def _content(connection: sa.Connection, looked: Looked) -> str:
    """What the delivery holds: all that now stands for its months, and for its years of budget."""
    digests = []
    for kind in KINDS:
        scope = pd.DataFrame(list(looked.days.get(kind.name, ())), columns=["municipality_code", kind.period])
        with staged(connection, scope.astype({"municipality_code": "str", kind.period: "int64"})):
            relation = f"(from {kind.table.name} semi join {STAGE} using ({', '.join(scope.columns)}))"
            digests.append((kind.table.name, content.of_relation(connection, relation, kind.table)))
    return content.together(digests)


@contextmanager
def _modest(connection: sa.Connection) -> Iterator[Any]:
    """DuckDB with a bounded memory: what does not fit is sorted on disk, beside the version being built."""
    driver: Any = connection.connection.driver_connection
    prepare(driver)
    driver.execute(f"set memory_limit = '{MEMORY}'")
    try:
        yield driver
    finally:
        for setting in ("memory_limit", "disabled_optimizers"):
            driver.execute(f"reset {setting}")
