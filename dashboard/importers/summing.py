"""What a command was understood as, source by source, and what the delivery before it was: see understood.

A ledger's sums take another scan of its file. Where an import has just written it, they are read from the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database.provenance_tables import delivery_figure
from dashboard.importers.again import wording as again
from dashboard.importers.again.kinds import LEDGER, Span, spans_frame
from dashboard.importers.delivery import Delivery, numbered
from dashboard.importers.ledger_sql import times_of
from dashboard.importers.ledger_sums import by_account
from dashboard.importers.present import Present
from dashboard.importers.report import Understood
from dashboard.importers.rules import RULES
from dashboard.importers.understood import Account, Figures, Where, of_budget, of_ledger, of_rows
from dashboard.importers.write import STAGE, delete_matching, insert_frame, staged


def figures_of(delivery: Delivery, written: sa.Connection | None = None) -> dict[Where, Figures]:
    """Of everything that could be read. written: the version that is being built, with the command in it."""
    found: dict[Where, Figures] = {}
    unread = {number for number, part in enumerate(delivery.parts) if any(map(_unreadable, part.faults))}
    for rows in delivery.rows.values():
        if rows.template.source not in ("ledger", "budget") and not unread & {part for part, _row in rows.places}:
            found |= of_rows(rows, delivery.context)
    ledgers = numbered(delivery)
    if ledgers and not any(one.staged.faulty for one in ledgers):
        months = list(_months(delivery))
        direct = written is not None and not delivery.looked.contested(LEDGER)
        found |= of_ledger(_written(written, months) if direct else _scanned(delivery), months)
    if delivery.looked.lines is not None:
        found |= of_budget(_newest(delivery.looked.lines))
    return found


def _unreadable(fault: Any) -> bool:
    return fault.is_error and fault.code not in RULES and fault.code not in again.FAULTS


def _months(delivery: Delivery) -> Iterator[Span]:
    for one in numbered(delivery):
        times = times_of(one.staged)
        booked = times.loc[times["booked"] & times["month"].notna(), ["municipality_code", "month"]].drop_duplicates()
        yield from (Span(code, int(month)) for code, month in booked.itertuples(index=False))


def _scanned(delivery: Delivery) -> dict[Account, int]:
    sums: dict[Account, int] = {}
    for one in numbered(delivery):
        for account, ore in by_account(one.staged).items():
            sums[account] = sums.get(account, 0) + ore
    for account, ore in delivery.looked.twice.items():  # what two files hold alike is counted once
        sums[account] -= ore
    return sums


def _written(connection: sa.Connection | None, months: list[Span]) -> dict[Account, int]:
    assert connection is not None
    with staged(connection, spans_frame(months)):
        rows = connection.exec_driver_sql(
            "select l.municipality_code, account_function, dranst, grouping, sum(amount_ore)::bigint from ledger l "  # noqa: S608
            f"semi join {STAGE} s on {LEDGER.same_span('l', 's')} group by all"
        ).all()
    return {(code, function, dranst, grouping): ore for code, function, dranst, grouping, ore in rows}


def _newest(lines: pd.DataFrame) -> Iterator[tuple[str, int, int, int, int | None]]:
    newest = lines.sort_values("as_of").drop_duplicates(
        ["municipality_code", "year", "account_function", "grouping"], keep="last"
    )
    columns = ["municipality_code", "year", "original_ore", "supplement_ore", "expected_ore"]
    for code, year, original, supplement, expected in newest[columns].itertuples(index=False):
        yield code, int(year), int(original), int(supplement), None if pd.isna(expected) else int(expected)


def beside_before(figures: Mapping[Where, Figures], present: Present) -> tuple[Understood, ...]:
    """Each with what the version that counted until now keeps of the delivery before; of sample data nothing."""
    before: dict[Where, Figures] = {}
    if present.version is not None and not present.is_sample:
        with present.version.engine.connect() as connection:
            for code, source, figure, value in connection.execute(sa.select(delivery_figure)):
                before.setdefault((code, source), {})[figure] = value
    return tuple(
        Understood(source, code, own, before.get((code, source), {})) for (code, source), own in figures.items()
    )


def write_figures(connection: sa.Connection, figures: Mapping[Where, Figures]) -> None:
    """In the version, in place of those of the delivery before."""
    rows = [(code, source, name, value) for (code, source), own in figures.items() for name, value in own.items()]
    frame = pd.DataFrame(rows, columns=[column.name for column in delivery_figure.columns])
    delete_matching(connection, delivery_figure, frame[["municipality_code", "source"]].drop_duplicates())
    insert_frame(connection, delivery_figure, frame)
