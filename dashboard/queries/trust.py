"""How many parents were asked, answered, agreed and scored what, by municipality and quarter, and in which group?"""

from __future__ import annotations

from typing import Any

import numpy as np
import sqlalchemy as sa

from dashboard.analysis.trust_cells import Rows, TrustCounts
from dashboard.database import resident
from dashboard.database.rollup_tables import trust_cell
from dashboard.disclosure.partition import SUMS
from dashboard.disclosure.surveys import CATEGORIES, survey_view
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.queries.coverage import delivered, indices

_c = trust_cell.c
SPAN = ("first_quarter", "last_quarter", "together")


def select_trust() -> sa.Select[Any]:
    """The rollup."""
    keys = (_c.kind, resident.place(_c.municipality_code), _c.month, _c.category)
    return sa.select(*keys, *(_c[name] for name in (*SPAN, *SUMS)))


TRUST = resident.Source("trust", select_trust(), groups=("kind", "place"))


def trust(connection: sa.Connection, filters: Filters, version: str = "") -> TrustCounts:
    """The raw counts, below every threshold still: only analysis.trust may see them.

    Over the range and the year before it, of the chosen category or of everybody; then, where one municipality stands
    alone, of each of its teams too. Only delivered months count. version: the name of the version that the connection
    reads; '' reads everything anew.
    """
    view, _ = survey_view(filters)
    places = [int(code) for code in view.municipalities]
    # From a year before until the year's end: a group shown in totals over municipalities lies in a calendar year.
    period = Period((view.period.first - 12) // 12 * 12, view.period.last // 12 * 12 + 11)
    known = delivered(connection, version, "surveys", places, period)
    held = resident.held(connection, TRUST, version)
    kind = next((name for name in CATEGORIES if getattr(view, name)), "all")
    whole = _rows(held, kind, places, period, getattr(view, kind) if kind != "all" else None)
    apart = view.one_municipality and kind == "all"
    return TrustCounts(whole, _rows(held, "team", places, period) if apart else None, period.first, known)


def _rows(held: resident.Held, kind: str, places: list[int], period: Period, category: str | None = None) -> Rows:
    """The rows of one kind, of one of its categories where it is given."""
    number = held.number("kind", kind)
    rows = held.rows([(number, place) for place in places], period.first, period.last)
    if category is not None:
        rows = rows[held.columns["category"][rows] == held.number("category", category)]
    one = category is not None or kind == "all"
    first, last, together = (held.take(name, rows) for name in SPAN)
    return Rows(
        place=indices(places)[held.columns["place"][rows]],
        quarter=held.take("month", rows),
        category=[category or ""] * len(rows) if one else held.texts("category", rows).tolist(),
        first=first,
        last=last,
        together=together,
        sums=np.array([held.take(name, rows) for name in SUMS]),
    )
