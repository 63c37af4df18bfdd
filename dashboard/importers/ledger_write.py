"""Staged ledgers into the tables of the version that is being built, sorted by municipality and month.

The files are scanned once more, and each cell is looked up among those that were understood: a text that nobody has
looked through cannot be written. A finance office sends one month at a time, so a delivery takes the place of the
months that it holds, in the municipalities that it holds them for; of a budget, of the years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database import content
from dashboard.database.tables import budget_line, ledger
from dashboard.importers.budget import lines_of_kinds
from dashboard.importers.context import Context
from dashboard.importers.ledger_sql import insert_postings, register, sum_budget, times_of
from dashboard.importers.ledger_stage import MEMORY, Staged, prepare
from dashboard.importers.progress import told
from dashboard.importers.replace import covered
from dashboard.importers.write import STAGE, delete_matching, insert_frame, staged


def write_ledgers(connection: sa.Connection, ledgers: Sequence[Staged], context: Context) -> tuple[list[str], str]:
    """Returns the sources (ledger, budget) of which earlier rows were replaced, and the content hash. Raises Refused."""
    if not ledgers:
        return [], ""
    times = pd.concat([times_of(staged) for staged in ledgers])
    months = times.loc[times["booked"], ["municipality_code", "month"]].drop_duplicates()
    years = times.loc[~times["booked"], ["municipality_code", "year"]].drop_duplicates()
    replaced = [
        source
        for source, table, scope in (("ledger", ledger, months), ("budget", budget_line, years))
        if delete_matching(connection, table, scope)
    ]
    budget = _insert(connection, ledgers)
    insert_frame(connection, budget_line, lines_of_kinds(budget, context.as_of or context.today))
    for code, found in months.groupby("municipality_code"):
        covered(connection, "ledger", str(code), {int(month) for month in found["month"]})
    for code, found in years.groupby("municipality_code"):
        covered(
            connection, "budget", str(code), {12 * int(year) + month for year in found["year"] for month in range(12)}
        )
    return replaced, _content(connection, months, years)


def _content(connection: sa.Connection, months: pd.DataFrame, years: pd.DataFrame) -> str:
    """What the delivery holds: all that now stands for its months, and for its years of budget."""
    digests = []
    for table, scope in ((ledger, months), (budget_line, years)):
        with staged(connection, scope):
            relation = f"(from {table.name} semi join {STAGE} using ({', '.join(scope.columns)}))"
            digests.append((table.name, content.of_relation(connection, relation, table)))
    return content.together(digests)


def _insert(connection: sa.Connection, ledgers: Sequence[Staged]) -> pd.DataFrame:
    """Insert the postings; returns what is the budget's, added up."""
    budget = []
    with _modest(connection) as driver:
        for staged in ledgers:
            register(driver, staged)
            with told(driver, "writing", staged.rows_in):
                insert_postings(driver, staged)
            budget.append(sum_budget(driver, staged))
    return pd.concat(budget)


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
