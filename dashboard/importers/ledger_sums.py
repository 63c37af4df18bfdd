"""What a staged ledger comes to by some of its columns: one more scan, made only where somebody asks for a sum.

The amounts are those that would be written (ledger_sql), so a ledger with a fault in it has no sums.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.importers.context import Control, Posted
from dashboard.importers.ledger_sql import amount_sql, centre_sql, joined_sql, register
from dashboard.importers.ledger_stage import Staged, open_connection


def by_centre(staged: Staged, municipalities: Sequence[str]) -> list[Posted]:
    """What is booked in these municipalities, by cost centre and month."""
    with open_connection() as driver:
        register(driver, staged)
        rows = driver.execute(
            f"select t.municipality_code, {centre_sql(staged)}, t.month, count(*), sum({amount_sql(staged)})::bigint "
            f"{joined_sql(driver, staged)} where t.booked and t.month is not null and list_contains($municipalities, t.municipality_code) "
            "group by all",
            {"municipalities": list(municipalities)},
        ).fetchall()
    return [Posted(*row) for row in rows]


def by_kind(staged: Staged) -> dict[str, int]:
    """What the rows of each kind of amount come to, in øre."""
    with open_connection() as driver:
        register(driver, staged)
        rows = driver.execute(
            f"select coalesce(t.kind, 'actual'), sum({amount_sql(staged)})::bigint {joined_sql(driver, staged)} group by all"
        ).fetchall()
    return dict(rows)


def controls(part: int, staged: Staged) -> list[Control]:
    """What the ledger says of its own sums, beside what they are."""
    sums = by_kind(staged) if staged.totals else {}
    unit = 1000 if staged.in_thousands else 1
    return [
        Control(
            part,
            None if total.ore is None else unit * total.ore,
            sum(sums.values()) if total.kind is None else sums.get(total.kind, 0),
        )
        for total in staged.totals
    ]


def by_account(staged: Staged) -> dict[tuple[str, str, int, str], int]:
    """What is booked on each municipality's accounts (municipality, function, dranst, grouping), in øre."""
    with open_connection() as driver:
        register(driver, staged)
        rows = driver.execute(
            f"select t.municipality_code, a.function, a.dranst, a.grouping, sum({amount_sql(staged)})::bigint "
            f"{joined_sql(driver, staged)} where t.booked and t.month is not null group by all"
        ).fetchall()
    return {tuple(account): ore for *account, ore in rows}
