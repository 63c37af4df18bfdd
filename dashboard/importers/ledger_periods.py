"""The months of a ledger, where they stand as the number of a period beside the year."""

from __future__ import annotations

from dashboard.importers.ledger_sets import Distinct

LAST_PERIOD = 12  # a ledger's periods 13-16 are postings after the year's end: they belong to December


def resolve_periods(found: Distinct) -> int:
    """Months of period numbers and years; of budget amounts the year alone, for a budget has no months here.

    Returns how many rows were of the periods after the year's end.
    """
    columns, late = found.table.columns, 0
    for index, (month, year, kind) in enumerate(zip(columns["month"], columns["year"], columns["kind"], strict=True)):
        if month is not None and month >= 100:
            columns["year"][index] = month // 12 if year is None else year
        elif month is not None and year is not None:
            late += found.counts[index] if month > LAST_PERIOD else 0
            columns["month"][index] = 12 * year + min(month, LAST_PERIOD) - 1
        if kind not in (None, "actual"):
            columns["month"][index] = None
    return late
