"""The rows that a view of the caseload has read, put together into its months, teams and coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.database.frames import Array
from dashboard.filters import Filters
from dashboard.measures import MEASURES

_KEYS = 100_000  # more than there are months: place · _KEYS + month is one number for both
_LEVELS = ("municipality", "team", "coordinator", "hired")
_SOURCES = MEASURES["caseload"].sources


def together(found: list[Any], filters: Filters, *, added_up: bool) -> list[Any]:
    """From the columns of select_caseload to those of queries.caseload.COLUMNS.

    added_up: the database has added the coordinators up already.
    """
    levels = _levels(found, filters)
    delivered, first = _delivered(levels), filters.period.first
    parts = {"month": _by_month(levels["team" if filters.team else "municipality"], delivered, filters.team)}
    if filters.one_municipality:
        parts["team"] = _added_up(levels["team"], first, delivered)
    each = levels["coordinator"]
    parts["coordinator"] = each if added_up else _added_up(each, first, delivered)
    return [*_columns(parts), _hired(parts, levels["hired"])]


@dataclass(frozen=True)
class _Rows:
    """Columns of one length; days: a line per kind of days."""

    place: Array
    team: Array
    who: Array
    month: Array
    days: Array

    def only(self, chosen: Array) -> _Rows:
        columns = (self.place, self.team, self.who, self.month, self.days)
        return _Rows(*(column[..., chosen] for column in columns))

    def key(self) -> Array:
        key: Array = self.place * _KEYS + self.month
        return key

    def names(self) -> list[tuple[int, str]]:
        return list(zip(self.place.tolist(), self.who.tolist(), strict=True))


def _levels(found: list[Any], filters: Filters) -> dict[str, _Rows]:
    """What was read by what it is; of many municipalities, everything from the first to the last was."""
    level, place, team, who, month, *days = found
    rows = _Rows(
        np.asarray(place, "int64"),
        np.asarray(team, object),
        np.asarray(who, object),
        np.asarray(month, "int64"),
        np.array(days, "int64"),
    )
    number, names = pd.factorize(np.asarray(level, object))  # texts are compared once, not once for every level
    number[~np.isin(rows.place, [int(code) for code in filters.municipalities])] = -1
    numbers = {name: at for at, name in enumerate(names)}
    return {name: rows.only(np.flatnonzero(number == numbers.get(name, -2))) for name in (*_SOURCES, *_LEVELS)}


def _delivered(levels: dict[str, _Rows]) -> Array:
    """The keys, in order, of the months that nothing is missing in."""
    found, *others = (np.unique(levels[source].key()) for source in _SOURCES)
    for other in others:
        found = np.intersect1d(found, other, assume_unique=True)
    return found


def _by_month(rows: _Rows, delivered: Array, team: str) -> _Rows:
    """A row for every delivered month, of zeros where nothing was counted."""
    counted = rows.only(np.isin(rows.key(), delivered))
    days = np.zeros((len(rows.days), len(delivered)), "int64")
    days[:, np.searchsorted(delivered, counted.key())] = counted.days
    place, month = np.divmod(delivered, _KEYS)
    teams, nobody = (np.full(len(delivered), text, object) for text in (team, ""))
    return _Rows(place, teams, nobody, month, days)


def _added_up(rows: _Rows, first: int, delivered: Array) -> _Rows:
    """The delivered months from `first` of each team or coordinator together."""
    rows = rows.only((rows.month >= first) & np.isin(rows.key(), delivered))
    (team, teams), (who, names) = (pd.factorize(column) for column in (rows.team, rows.who))
    key = (rows.place * len(teams) + team) * len(names) + who
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    if not len(starts):  # reduceat wants at least one
        return rows
    days = np.add.reduceat(rows.days[:, order], starts, axis=1)
    each = rows.only(order[starts])
    return _Rows(each.place, each.team, each.who, np.zeros_like(starts), days)


def _columns(parts: dict[str, _Rows]) -> list[Any]:
    """The parts under each other; a place is a municipality's code again."""
    level = np.repeat(np.array(list(parts), object), [len(rows.place) for rows in parts.values()])
    place, team, who, month, days = (
        np.concatenate([getattr(rows, name) for rows in parts.values()], axis=-1)
        for name in ("place", "team", "who", "month", "days")
    )
    codes, at = np.unique(place, return_inverse=True)
    code = np.array([f"{number:04d}" for number in codes.tolist()], object)[at]
    return [level, code, team, who, month, *days]


def _hired(parts: dict[str, _Rows], hired: _Rows) -> Array:
    """newly_hired_until of every row: of the coordinators, who stand last, where they have one."""
    days = dict(zip(hired.names(), hired.month.tolist(), strict=True))
    found = np.full(sum(len(rows.place) for rows in parts.values()), "NaT", "datetime64[D]")
    names = parts["coordinator"].names()
    for at, name in enumerate(names, len(found) - len(names)):
        if name in days:
            found[at] = np.datetime64(days[name], "D")
    return found
