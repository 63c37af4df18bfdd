"""Answers about the caseload, worked out by the analysis from counted days, to draw and to put into words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dashboard.analysis.caseload import analyse
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import Answer, Target
from tests.analysis.test_caseload import AS_OF, HERE, JANUARY, YEAR, counts, months

DECIDED_ON = dt.date(2025, 1, 15)
NAMES = {"0657": "Herning", "0730": "Randers", "0219": "Hillerød", "0751": "Aarhus", "0101": "København"}


def two_years(code: str = HERE, before: float = 384) -> list[dict[str, Any]]:
    """192 cases and 384 children on 8 positions; the year before, 384 cases on them."""
    return months(before, 8, YEAR.a_year_earlier(), code) + months(192, 8, YEAR, code)


def answer(
    rows: list[dict[str, Any]] | None = None,
    codes: tuple[str, ...] = (HERE,),
    months: int = 12,
    target: Target | None = None,
    **more: Any,
) -> Answer:
    """The first months of 2025 for some municipalities, all with the same cases unless rows are given."""
    filters = Filters(codes, Period(JANUARY, JANUARY + months - 1), programme=more.get("programme", ""))
    given = [row for code in codes for row in two_years(code)] if rows is None else rows
    given = [row for row in given if row["month"] <= filters.period.last]
    found = analyse(counts(given, filters), filters, AS_OF, more.get("ceilings", {}), more.get("ceilings_new", {}))
    return Answer(
        measure="caseload",
        filters=filters,
        table=found.table,
        now=found.now,
        before=found.before,
        parts=found.parts,
        notes=found.notes,
        target=target,
        municipality_names=NAMES,
        data_version="test",
        as_of=AS_OF,
        origin="sample",
    )
