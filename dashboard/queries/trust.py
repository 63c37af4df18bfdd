"""How many parents were asked, answered, agreed and scored what, by municipality and quarter?"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.analysis.trust_numbers import TrustCounts
from dashboard.database.frames import Array, Kind, frame, read_columns
from dashboard.database.rollup_tables import trust_month
from dashboard.database.tables import coverage
from dashboard.disclosure.surveys import survey_view
from dashboard.filters import Filters

SUMS = (
    "invited",
    "invited_answered",
    "respondents",
    "coordinator_valid",
    "coordinator_agree",
    "municipality_valid",
    "municipality_agree",
    "scored",
    "score60_sum",
    "score60_square_sum",
)
_COLUMNS: dict[str, Kind] = {
    "municipality_code": "text",
    "quarter": "int",
    "category": "text",
    **dict.fromkeys(SUMS, "int"),
}
_DELIVERED: dict[str, Kind] = {"municipality_code": "text", "month": "int"}
_FEW = 4  # more municipalities than this are read between the first and the last: 98 names in a list cost 2 ms
_KEYS = 100_000  # more than there are months: place · _KEYS + month is one number for both


def trust(connection: sa.Connection, filters: Filters) -> TrustCounts:
    """The raw counts, below every threshold still: only analysis.trust may see them. Each statement runs once.

    counts: municipality_code, quarter (its first month), category, and SUMS, over the range and the year before it.
    category is the value of the one filter that is chosen, of every value there is: what may be shown of one depends
    on the others. With one municipality and none chosen it is the team; else ''. Only delivered months count.
    delivered: municipality_code, month.
    """
    view, _ = survey_view(filters)
    few, asked = len(view.municipalities) <= _FEW, _asked(view)
    place, month = read_columns(connection, _delivered(few), 2, asked)
    chosen = np.isin(place, [int(code) for code in view.municipalities])
    delivered = np.unique(_key(place, month)[chosen])
    place, month, category, *sums = read_columns(connection, select_trust(view), 3 + len(SUMS), asked)
    known = np.isin(_key(place, month), delivered)
    columns = [np.asarray(column)[known] for column in (place, month, category, *sums)]
    return TrustCounts(_by_quarter(*columns), frame([_codes(delivered // _KEYS), delivered % _KEYS], _DELIVERED))


def select_trust(view: Filters) -> sa.Select[Any]:
    """Municipality (a number), month, category and SUMS of every month; its blanks are filled with _asked."""
    return _rows(_category(view), len(view.municipalities) <= _FEW)


def _asked(view: Filters) -> dict[str, Any]:
    codes = view.municipalities
    places = {"codes": codes} if len(codes) <= _FEW else {"low": codes[0], "high": codes[-1]}
    # Whole calendar years: a year's small quarters are grouped alike in every view, so that no two views subtract.
    return places | {"first": (view.period.first - 12) // 12 * 12, "last": view.period.last // 12 * 12 + 11}


def _category(view: Filters) -> str:
    if view.programme:
        return "programme_id"
    if view.target_group:
        return "target_group"
    return "team_id" if view.one_municipality else ""


@lru_cache
def _rows(category: str, few: bool) -> sa.Select[Any]:
    """Month by month; numpy adds them up. To plan ten sums by three groups costs DuckDB 3 ms, to read them 1.

    Built once for each shape: to build and key a statement takes SQLAlchemy half a millisecond.
    """
    c = trust_month.c
    named = c[category] if category else sa.literal("", sa.Text)
    return sa.select(_number(c.municipality_code), c.month, named, *(c[name] for name in SUMS)).where(
        *_within(trust_month, few)
    )


@lru_cache
def _delivered(few: bool) -> sa.Select[Any]:
    """Which months the surveys have been delivered for."""
    c = coverage.c
    return sa.select(_number(c.municipality_code), c.month).where(c.source == "surveys", *_within(coverage, few))


def _within(table: sa.Table, few: bool) -> list[sa.ColumnElement[bool]]:
    code = table.c.municipality_code
    return [
        code.in_(sa.bindparam("codes", expanding=True)) if few else _between(code, "low", "high"),
        _between(table.c.month, "first", "last"),
    ]


def _between(column: sa.ColumnElement[Any], low: str, high: str) -> sa.ColumnElement[bool]:
    return column.between(sa.bindparam(low), sa.bindparam(high))


def _number(code: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    """Municipality codes as numbers, which numpy compares fifty times as fast as texts."""
    return sa.cast(code, sa.Integer)


def _codes(places: Array) -> list[str]:
    return [f"{place:04d}" for place in places.tolist()]


def _key(place: Any, month: Any) -> Array:
    key: Array = np.asarray(place, "int64") * _KEYS + np.asarray(month, "int64")
    return key


def _by_quarter(place: Array, month: Array, category: Array, *sums: Array) -> pd.DataFrame:
    """Months added up by municipality, quarter and category, in this order."""
    number, names = pd.factorize(category.astype(object), sort=True)
    key = _key(place, month - month % 3) * max(len(names), 1) + number
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    found = np.add.reduceat(np.array(sums, "int64")[:, order], starts, axis=1)
    first = order[starts]
    quarters = (month - month % 3)[first]
    return frame([_codes(place[first]), quarters, names[number[first]], *found], _COLUMNS)
