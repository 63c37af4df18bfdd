"""The rows of first_contact_count that a view has read, sorted by what they are and added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.periods import Period
from dashboard.shapes import POOLED

Ints = NDArray[np.int64]
Texts = NDArray[np.object_]
DELIVERED, CONTACT, CLOSED, WAITING = range(4)  # first_contact_count.outcome
# What stands in the columns that a kind has no use for.
NOTHING = {"month": 0, "team_id": "", "days": 0, "outcome": "", "reason": ""}
OUTCOMES = np.array(["", "contact", "closed", "waiting"], dtype=object)


@dataclass(frozen=True)
class Rows:
    """Parallel arrays of the columns of first_contact_count; place is the municipality's place among the chosen."""

    place: Ints
    month: Ints
    days: Ints
    outcome: Ints
    name: Texts
    n: Ints

    @classmethod
    def of_municipalities(cls, columns: Sequence[Any], codes: tuple[str, ...]) -> Rows:
        """The rows of the chosen municipalities; codes are sorted, as are the numbers they stand for."""
        number, month, days, outcome, name, n = columns
        numbers, number = np.array([int(code) for code in codes]), _ints(number)
        place = np.minimum(np.searchsorted(numbers, number), len(codes) - 1)
        found = cls(place, _ints(month), _ints(days), _ints(outcome), np.asarray(name, dtype=object), _ints(n))
        return found if (chosen := numbers[place] == number).all() else found.where(chosen)

    def where(self, these: NDArray[np.bool_]) -> Rows:
        rows = np.flatnonzero(these)
        place, month, days = self.place[rows], self.month[rows], self.days[rows]
        return Rows(place, month, days, self.outcome[rows], self.name[rows], self.n[rows])

    def received(self) -> Rows:
        return self.where((self.outcome != DELIVERED) & (self.month > 0))

    def delivered(self) -> Rows:
        return self.where(self.outcome == DELIVERED)

    def waiting_now(self) -> Rows:
        return self.where(self.month == 0)

    def within(self, period: Period) -> Rows:
        return self.where((self.month >= period.first) & (self.month <= period.last))


@dataclass
class Counted:
    """The frame of queries.time_to_first_contact, kind by kind."""

    codes: tuple[str, ...]
    parts: list[list[Any]] = field(default_factory=list)

    def added_up(self, kind: str, rows: Rows, *, month: int | None = None, pooled: bool = False) -> None:
        """By municipality, month, days and outcome; all in `month` if given, all municipalities together if pooled."""
        place = np.full(len(rows.n), len(self.codes)) if pooled else rows.place
        months = rows.month if month is None else np.full(len(rows.n), month)
        (place, months, days, outcome), n = _added_up((place, months, rows.days, rows.outcome), rows.n)
        self._add(kind, place, n, month=months, days=days, outcome=OUTCOMES[outcome])

    def endings(self, kind: str, rows: Rows, month: int) -> None:
        """Cases closed without contact by reason."""
        closed = rows.where((rows.outcome == CLOSED) & (rows.days >= 0))
        which, reasons = pd.factorize(closed.name)
        n = np.bincount(which, closed.n, len(reasons)).astype(np.int64)
        everywhere = np.full(len(n), len(self.codes))
        self._add(kind, everywhere, n, month=month, outcome=OUTCOMES[CLOSED], reason=reasons)

    def waiting(self, kind: str, rows: Rows) -> None:
        """How many wait in each team, and how long the longest."""
        which, teams = pd.factorize(rows.name)
        number = rows.place * (len(teams) + 1) + which
        longest_first = np.lexsort((-rows.days, number))
        starts, n = _sums(number[longest_first], rows.n[longest_first])
        first = longest_first[starts]
        longest = {"days": rows.days[first], "outcome": OUTCOMES[WAITING]}
        self._add(kind, rows.place[first], n, team_id=teams[which[first]], **longest)

    def _add(self, kind: str, place: Ints, n: Ints, **others: Any) -> None:
        codes = np.array([*self.codes, POOLED], dtype=object)[place]
        row = {"kind": kind, "municipality_code": codes, **NOTHING, **others, "n": n}
        self.parts.append([_as_long(column, len(n)) for column in row.values()])

    def columns(self) -> list[Any]:
        return [np.concatenate(column) for column in zip(*self.parts, strict=True)]


def _as_long(column: Any, length: int) -> Any:
    if isinstance(column, np.ndarray):
        return column
    return np.full(length, column, dtype=object if isinstance(column, str) else np.int64)


def _ints(column: Any) -> Ints:
    return np.asarray(column, dtype=np.int64)


def _added_up(keys: tuple[Ints, ...], n: Ints) -> tuple[list[Ints], Ints]:
    """The different combinations of keys, and the sum of n over each; a place for every one is 5 times a sort."""
    number, different = np.zeros(len(n), dtype=np.int64), []
    for key in keys:
        values, which = _different(key)
        number = number * len(values) + which
        different.append(values)
    shape = [len(values) for values in different]
    sums = np.bincount(number, n, int(np.prod(shape)))
    found = np.flatnonzero(sums)
    places = np.unravel_index(found, shape) if len(found) else [found] * len(keys)
    return [values[place] for values, place in zip(different, places, strict=True)], sums[found].astype(np.int64)


def _different(key: Ints) -> tuple[Ints, Ints]:
    """The values that occur, and which of them stands in each place."""
    low = key.min(initial=0)
    occurs = np.bincount(key - low) > 0
    return np.flatnonzero(occurs) + low, (np.cumsum(occurs) - 1)[key - low]


def _sums(sorted_keys: Ints, n: Ints) -> tuple[Ints, Ints]:
    """Where each key begins, and the sum of n over it."""
    starts = np.flatnonzero(np.diff(sorted_keys, prepend=-1))
    return starts, np.add.reduceat(n, starts)
