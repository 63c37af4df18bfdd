"""The shapes that travel between layers: a state for every number, and an Answer for every question.

Tidy tables have the columns municipality_code, period, <groups>, numerator, denominator, value, lower, upper,
n, state. municipality_code '*' is all the chosen municipalities together. period is a periods.Period key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from dashboard.filters import Filters
from dashboard.measures import AT_RISK_MINIMUM

State = Literal["ok", "suppressed", "not_estimable", "missing"]
POOLED = "*"
COUNTRY = "0000"  # where published figures stand for the whole country


@dataclass(frozen=True)
class Number:
    """One number as it may be shown: never without its denominator's size (n) and its state.

    at_risk: of a number read off a curve, how many it still rests on there; few of them, and it must not stand without
    its interval.
    """

    value: float | None
    n: float | None = None
    state: State = "ok"
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    at_risk: float | None = None
    left_out: int = 0  # of what was counted, what stands in no number so that nobody can be found

    @property
    def ok(self) -> bool:
        return self.state == "ok"

    @property
    def few(self) -> bool:
        return self.at_risk is not None and self.at_risk < AT_RISK_MINIMUM


MISSING = Number(None, state="missing")


class Caveat(NamedTuple):
    """Why a number does not stand for the whole of its period; worded in findings.caveats.

    cut: the chosen range takes only a part of the calendar's month, quarter or year. municipalities: how many have not
    delivered all its months, and which months these are. ongoing: it goes on after the as-of date. unsettled: those
    who still wait can change the number.
    """

    cut: bool = False
    municipalities: int = 0
    months: tuple[int, ...] = ()
    ongoing: bool = False
    unsettled: bool = False

    @property
    def whole(self) -> bool:
        return self == WHOLE


WHOLE = Caveat()


class Table:
    """Columns of one length by name, as plain lists; nothing is made before somebody asks.

    Read by name it takes a tenth of what a DataFrame does, and the overview asks for a fifth of what its answers hold.
    """

    def __init__(self, make: Callable[[], Mapping[str, Sequence[Any] | np.ndarray[Any, Any]]]) -> None:
        self._make = make

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        return {
            name: values.tolist() if isinstance(values, np.ndarray) else list(values)
            for name, values in self._make().items()
        }

    def __getitem__(self, name: str) -> list[Any]:
        return self.columns[name]

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def rows(self, *names: str) -> list[tuple[Any, ...]]:
        """The values of some columns, row by row."""
        return list(zip(*(self.columns[name] for name in names), strict=True))

    def records(self) -> list[dict[str, Any]]:
        """A dict for each row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows(*self.columns)]

    @property
    def frame(self) -> pd.DataFrame:
        """The same for those who want to select and group."""
        return pd.DataFrame(self.columns)


def by_name(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Rows in the order of the names, as columns."""
    return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


@dataclass(frozen=True)
class Note:
    """Something a reader must know; `code` is worded in findings.notes, `values` fill the sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """What somebody decided to aim for, with who and when; there are no defaults."""

    value: float
    decided_by: str
    decided_on: dt.date


@dataclass(frozen=True)
class Answer:
    """All that is known about one measure under one set of filters, without language and without people.

    table: the tidy table that page, CSV and terminal show.
    now/before: the headline numbers by name for the whole range and for the same range a year earlier
    (before is empty unless that range is fully covered).
    parts: further tidy tables by name (per team, curve, budget …), each documented in its query.
    """

    measure: str
    filters: Filters
    table: Table
    now: Mapping[str, Number]
    before: Mapping[str, Number]
    parts: Mapping[str, Table]
    notes: tuple[Note, ...]
    target: Target | None
    municipality_names: Mapping[str, str]
    data_version: str
    as_of: dt.date | None
    origin: Literal["sample", "real"]
    team_names: Mapping[str, str] = field(default_factory=dict)  # of the one municipality chosen
    mapping_version: str = ""  # which translation of accounts to classes was used
    publication: str = ""  # which publication the numbers are from; '' are the municipality's own exact numbers
    lacking: tuple[str, ...] = ()  # where there is no number at all: the sources that are not there for it


@dataclass(frozen=True)
class Analysis:
    """What analysis makes of a query's counts: the numbers of an Answer, before names, version and target."""

    table: Table
    now: Mapping[str, Number]
    before: Mapping[str, Number]
    parts: Mapping[str, Table]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Card:
    """One card of the overview, in words of the reader's language.

    value and unit are shown large; n is the caveat that is never hidden; trend are the sparkline's values (None
    where missing) and trend_text says the same in words.
    """

    name: str
    value: str
    unit: str
    n: str
    change: str
    trend: tuple[float | None, ...]
    trend_text: str
