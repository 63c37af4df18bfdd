"""What a staged ledger comes to by some of its columns: one more scan, made only where somebody asks for a sum.

The amounts are those that would be written (ledger_sql), so a ledger with a fault in it has no sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.importers.context import Control, Doubled, Posted
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


def fingerprint_of(staged: Staged) -> str:
    """Of its rows in whatever order, as they would be written: how many, and the halves of their hashes added up.

    Raises Refused where the file is no longer what was looked through.
    """
    cells = (
        "t.municipality_code, case when t.booked then t.month else t.year end, coalesce(t.kind, 'actual'), "
        f"a.function, a.dranst, a.grouping, {centre_sql(staged)}, {amount_sql(staged)}"
    )
    with open_connection() as driver:
        register(driver, staged)
        found = driver.execute(
            "select count(*), sum((h >> 64)::hugeint), sum((h & 18446744073709551615::uhugeint)::hugeint) "  # noqa: S608
            f"from (select md5_number(json_array({cells})::varchar) as h {joined_sql(driver, staged)})"
        ).fetchone()
    return " ".join(map(str, found or ()))


def controls(part: int, staged: Staged) -> list[Control]:
    """What the ledger says of its own sums, beside what they are."""
    sums = by_kind(staged) if staged.totals else {}
    return [
        Control(
            part,
            total.ore,
            sum(sums.values()) if total.kind is None else sums.get(total.kind, 0),
        )
        for total in staged.totals
    ]


def doubled(part: int, staged: Staged) -> list[Doubled]:
    """The functions that stand in the ledger once by grouping and once as a whole; looked for only where both do."""
    account = staged.account
    if account is None or "grouping" not in account.keys or not _both(account.table.columns):
        return []
    with open_connection() as driver:
        register(driver, staged)
        rows = driver.execute(
            f"with posted as (select t.municipality_code, t.month, t.kind, a.function, a.grouping, {amount_sql(staged)} as ore "  # noqa: S608 - names of our own
            f"{joined_sql(driver, staged)}) "
            "select function, max(parts) from (select function, count(*) filter (grouping <> '') as parts from posted "
            "group by municipality_code, month, kind, function having count(*) filter (grouping = '') = 1 and "
            "parts >= 1 and sum(ore) filter (grouping = '') <> 0 and "
            "sum(ore) filter (grouping = '') = sum(ore) filter (grouping <> '')) group by function order by function"
        ).fetchall()
    return [Doubled(part, function, parts) for function, parts in rows]


def _both(columns: Mapping[str, Sequence[Any]]) -> bool:
    """Whether a function stands there with a grouping and without one."""
    whole = {f for f, g in zip(columns["function"], columns["grouping"], strict=True) if f and not g}
    return any(f in whole for f, g in zip(columns["function"], columns["grouping"], strict=True) if g)


def by_account(staged: Staged) -> dict[tuple[str, str, int, str], int]:
    """What is booked on each municipality's accounts (municipality, function, dranst, grouping), in øre."""
    with open_connection() as driver:
        register(driver, staged)
        rows = driver.execute(
            f"select t.municipality_code, a.function, a.dranst, a.grouping, sum({amount_sql(staged)})::bigint "
            f"{joined_sql(driver, staged)} where t.booked and t.month is not null group by all"
        ).fetchall()
    return {tuple(account): ore for *account, ore in rows}
