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
    unit = 1000 if staged.in_thousands else 1
    return [
        Control(
            part,
            None if total.ore is None else unit * total.ore,
            sum(sums.values()) if total.kind is None else sums.get(total.kind, 0),
        )
        for total in staged.totals
    ]
