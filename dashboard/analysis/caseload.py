"""How many cases, children and families does each full-time coordinator carry, and who carries more than the ceiling?

Every number is a mean over the days that are known: the days of cases (children, families) divided by the number of
days, over the full-time positions of the same days. Municipalities together are the sum of their means.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import isnan
from typing import Any

import numpy as np

from dashboard.analysis.caseload_ceilings import Ceilings, judge
from dashboard.analysis.caseload_days import MEANS, Carried, CaseloadCounts, Days
from dashboard.analysis.caseload_parts import NAN, Part, part
from dashboard.analysis.caveats import TOGETHER
from dashboard.database.frames import Array
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import MISSING, POOLED, Analysis, Caveat, Note, Number, Table

LINES = 4  # more municipalities than this are pooled by period, and shown each for the whole range only
COLUMNS = (
    "municipality_code",
    "period",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "n",
    "children",
    "children_per_fte",
    "families",
    "families_per_fte",
    "unassigned",
    "unknown",
    "unknown_fte",
    "state",
    "complete",
    "caveat",
)


def analyse(
    counts: CaseloadCounts,
    filters: Filters,
    as_of: dt.date | None,
    ceilings: Mapping[str, float],
    ceilings_new: Mapping[str, float],
) -> Analysis:
    """The numbers of the measure.

    ceilings, ceilings_new: municipality code → cases per full-time position, where one is decided, for everybody and
    for the newly hired.

    table: COLUMNS: numerator (cases), denominator (full-time positions), value (cases per position), lower, upper
    (always missing: everybody is counted), n (cases).
    now and before: cases_per_fte, children_per_fte, families_per_fte, cases, children, families, fte, unassigned,
    unknown (cases of which nobody has told who had them), unknown_fte; now alone: over_ceiling (numerator over, denominator judged, n all coordinators with a position).
    parts: trend (period, value, state: months, everything chosen together), and with one municipality teams (team_id,
    cases, children, families, unassigned, unknown, fte, value, children_per_fte, state) and coordinators (coordinator_id,
    team_id, cases, children, families, fte, value, children_per_fte, ceiling, newly_hired, over, state).
    With a programme or target group chosen positions are not split: value is not estimable, numerator stands alone.
    unknown_fte is then among the cases; else it is left out of them, for there are no positions to divide by.
    """
    view = _View(filters, as_of, Days.of(counts, filters, as_of), counts.reach)
    now = view.numbers(filters.period)
    earlier = filters.period.a_year_earlier()
    coordinators = view.part(counts.coordinators)
    newly_hired = counts.coordinators.newly_hired_until > (view.last_day() - dt.date(1970, 1, 1)).days
    decided = Ceilings(ceilings, ceilings_new)
    judged, over, notes = judge(coordinators, newly_hired, filters.municipalities, filters.period, decided)
    parts = {"trend": view.trend()}
    if filters.one_municipality:
        parts["teams"] = view.part(counts.teams).table({"team_id": counts.teams.team})
        who = {"team_id": counts.coordinators.team, "coordinator_id": counts.coordinators.who}
        parts["coordinators"] = coordinators.table(who, **judged)
    return Analysis(
        table=view.table(),
        now=now | {"over_ceiling": over},
        before=view.numbers(earlier) if view.days.fully_delivered(earlier) else {},
        parts=parts,
        notes=(*view.notes(now), *notes),
    )


@dataclass(frozen=True)
class _View:
    """The counted days under one set of filters."""

    filters: Filters
    as_of: dt.date | None
    days: Days
    reach: Mapping[str, tuple[dt.date, dt.date]]

    @property
    def counted_alone(self) -> bool:
        """Positions are not split on programmes and target groups."""
        return bool(self.filters.programme or self.filters.target_group)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is shown by period."""
        codes = self.filters.municipalities
        if len(codes) > LINES:
            return (POOLED,)
        return codes if self.filters.one_municipality else (*codes, POOLED)

    def last_day(self) -> dt.date:
        """The last day of the period that counts."""
        last = self.filters.period.end - dt.timedelta(days=1)
        return min(last, self.as_of) if self.as_of else last

    def table(self) -> Table:
        return Table(self._table)

    def _table(self) -> dict[str, Sequence[Any]]:
        """Each line by period, and of many municipalities each over the whole range."""
        filters, periods = self.filters, self.filters.period.split(self.filters.interval)
        each = filters.municipalities if len(filters.municipalities) > LINES else ()
        keys = [*product(self.lines, periods), *product(each, [filters.period])]
        caveats = [self._caveat(code, period) for code, period in keys]
        shown = [self.days.means(self.lines, periods)]
        if each:
            shown.append(self.days.means(each, [filters.period]))
        means = _Means(np.concatenate([part.reshape(-1, len(MEANS)) for part in shown]), self.counted_alone)
        nothing = [NAN] * len(keys)
        columns = (
            [code for code, _period in keys],
            [period.key for _code, period in keys],
            means["cases"],
            nothing if self.counted_alone else means["fte"],
            means.per_fte("cases"),
            nothing,
            nothing,
            means["cases"],
            means["children"],
            means.per_fte("children"),
            means["families"],
            means.per_fte("families"),
            means["unassigned"],
            means["unknown"],
            means["unknown_fte"],
            means.states(),
            [caveat.whole for caveat in caveats],
            caveats,
        )
        return dict(zip(COLUMNS, columns, strict=True))

    def _caveat(self, code: str, period: Period) -> Caveat:
        """Of a line by the calendar; of one of many municipalities over the range as it is chosen."""
        place = TOGETHER if code == POOLED else self.filters.municipalities.index(code)
        return self.days.deliveries.caveat(place, period, self.filters.interval if code in self.lines else None)

    def numbers(self, period: Period) -> dict[str, Number]:
        """The headline numbers of a range, everything chosen together."""
        names = ("cases", "children", "families")
        means = _Means(self.days.means((POOLED,), [period])[0], self.counted_alone)
        if means.states() == ["missing"]:
            return dict.fromkeys((*(f"{name}_per_fte" for name in names), *MEANS), MISSING)
        found = {f"{name}_per_fte": means.number(name) for name in names}
        cases = means["cases"][0]
        for name in MEANS:
            found[name] = Number(means[name][0], cases)
        if self.counted_alone:
            found["fte"] = Number(None, cases, "not_estimable")
        return found

    def trend(self) -> Table:
        """The months of the range, and at least the last twelve."""
        return Table(self._trend)

    def _trend(self) -> dict[str, Sequence[Any]]:
        period = self.filters.period
        months = [Period(month, month) for month in range(min(period.first, period.last - 11), period.last + 1)]
        means = _Means(self.days.means((POOLED,), months)[0], self.counted_alone)
        values, states = means.per_fte("cases"), means.states()
        if self.counted_alone:
            values, states = means["cases"], [state if state == "missing" else "ok" for state in states]
        return {"period": [month.key for month in months], "value": values, "state": states}

    def part(self, carried: Carried) -> Part:
        return part(carried, self.days.delivered(self.filters.period), counted_alone=self.counted_alone)

    def notes(self, now: Mapping[str, Number]) -> tuple[Note, ...]:
        period = self.filters.period
        every = len(self.filters.municipalities) * len(period.months)
        missing = every - self.days.months_delivered(period)
        notes = [Note("caseload_months_missing", {"missing": missing, "of": every})] if missing else []
        notes += self._reach_notes()
        if self.counted_alone:
            notes.append(Note("caseload_not_per_fte"))
        for name in ("unknown", "unknown_fte"):
            if now[name].value:
                counted = "_counted" if name == "unknown_fte" and self.counted_alone else ""
                notes.append(Note(f"caseload_{name}{counted}", {"cases": now[name].value}))
        return tuple(notes)

    def _reach_notes(self) -> list[Note]:
        """Where somebody's lists begin within the period, or end before all the others' and the period do."""
        start, end, of = self.filters.period.start, self.last_day(), len(self.filters.municipalities)
        late = [first for first, _last in self.reach.values() if first > start]
        early = [last for _first, last in self.reach.values() if last < end]
        notes = [Note("caseload_known_from", {"day": max(late), "of": of})] if late else []
        return notes + ([Note("caseload_known_to", {"day": min(early), "of": of})] if early else [])


class _Means:
    """rows × MEANS, NaN where nothing has been delivered. counted_alone: positions are not split."""

    def __init__(self, rows: Array, counted_alone: bool) -> None:
        self._columns: dict[str, list[float]] = dict(zip(MEANS, rows.T.tolist(), strict=True))
        self._counted_alone = counted_alone

    def __getitem__(self, name: str) -> list[float]:
        return self._columns[name]

    def per_fte(self, name: str) -> list[float]:
        """NaN where there is no position to divide by."""
        if self._counted_alone:
            return [NAN] * len(self["fte"])
        return [of / fte if fte > 0 else NAN for of, fte in zip(self[name], self["fte"], strict=True)]

    def states(self) -> list[str]:
        return [
            "missing" if isnan(fte) else "not_estimable" if self._counted_alone or not fte else "ok"
            for fte in self["fte"]
        ]

    def number(self, name: str) -> Number:
        """The first row's number per position."""
        value, cases, of = self.per_fte(name)[0], self["cases"][0], self[name][0]
        fte = None if self._counted_alone else self["fte"][0]
        if self.states()[0] != "ok":
            return Number(None, cases, "not_estimable", numerator=of, denominator=fte)
        return Number(value, cases, numerator=of, denominator=fte)
