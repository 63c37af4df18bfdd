"""How long do families wait for the first contact, once those who still wait and those who never had one count too?

From the counts of queries.time_to_first_contact to the numbers of an Answer. "9 of 10" is the first day by which
nine tenths of ALL the period's cases had contact (Aalen-Johansen, analysis/survival.py): cases closed without
contact stay in the denominator, so where more than a tenth is closed so, 9 of 10 is never reached, and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.analysis.caveats import TOGETHER, Deliveries
from dashboard.analysis.contact_cases import NAN, Cases, ContactCounts, Summaries, cases_by_code, summarise
from dashboard.analysis.contact_parts import at_risk_part, curve_part, endings_part, teams_part, trend_part
from dashboard.analysis.survival import Estimate, at_risk_last, difference, share_by, share_by_each
from dashboard.filters import Filters
from dashboard.periods import Period, last_whole_month
from dashboard.shapes import MISSING, POOLED, Analysis, Caveat, Note, Number, Table

LINES = 4  # more municipalities than this are pooled in charts, and counted each over the whole period only
# The day on which two years are compared where no target is decided: not an aim, only a day that stays the same.
COMPARISON_DAY = 14.0


def analyse(counts: ContactCounts, filters: Filters, as_of: dt.date | None, targets: Mapping[str, float]) -> Analysis:
    """The numbers of the measure.

    targets: municipality code → days, where one is decided;
    all the municipalities together have a target only if theirs is the same.

    table: municipality_code, period, numerator (had contact), denominator (received), value (days by which 9 of 10
    had contact), lower, upper, n, at_risk (who still waited as that day began), half_within, half_lower, half_upper,
    share_within_target, share_lower, share_upper, waiting, closed_without_contact, unlisted (no longer on the case list,
    and nobody knows why), errors (a date before the receipt: left out), state, complete, caveat (complete: there is none;
    each municipality's row over the whole range needs no calendar).
    now and before: nine_of_ten, half, within_target, within (by the target or else COMPARISON_DAY), compared_on (that
    day), received, contacted, closed_without_contact, unlisted, data_errors; now alone: change (within minus a year earlier),
    waiting and longest_wait (on the as-of date, whenever received).
    parts: curve (municipality_code, day, share, lower, upper, at_risk), at_risk (municipality_code, day, waiting: as
    that day begins, of those received so long ago),
    teams (municipality_code, team_id, waiting, longest), trend (contact_parts.trend_part), endings (reason, n).
    """
    cases = cases_by_code(counts.cases, filters.municipalities)
    seen = {code: counts.as_of.get(code, as_of) for code in filters.municipalities}
    deliveries = Deliveries(_told(counts, filters, seen, as_of), filters.period.first - 12, as_of)
    view = _View(filters, _targets(targets, filters), _running(counts, filters), cases, deliveries)
    table = Table(view.table)
    curves = {code: view.summaries.curves[view.place[code, filters.period]] for code in view.lines}
    far = {code: float(view.summaries.nine_of_ten[0][view.place[code, filters.period]]) for code in view.lines}
    parts = {
        "curve": curve_part(curves, far),
        "at_risk": at_risk_part(curves),
        "teams": teams_part(counts),
        "trend": trend_part(table, view.main),
        "endings": endings_part(counts, filters.period),
    }
    now, before = view.numbers(filters.period), view.numbers_before()
    if before:
        now["change"] = _change(now["within"], before["within"])
    known = bool(counts.delivered.any())
    return Analysis(table, now | _waiting_now(counts, known), before, parts, view.notes(now))


def _running(counts: ContactCounts, filters: Filters) -> dict[str, list[int]]:
    """By municipality, and all together: the months delivered, added up from a year before the period."""
    running = np.cumsum(np.pad(counts.delivered, ((0, 0), (1, 0))), axis=1, dtype=np.int64)
    each = dict(zip(filters.municipalities, running.tolist(), strict=True))
    return {**each, POOLED: running.sum(axis=0).tolist()}


def _targets(targets: Mapping[str, float], filters: Filters) -> dict[str, float]:
    found = {code: float(targets[code]) for code in filters.municipalities if code in targets}
    if len(found) == len(filters.municipalities) and len(set(found.values())) == 1:
        found[POOLED] = next(iter(found.values()))
    return found


def _told(
    counts: ContactCounts, filters: Filters, seen: Mapping[str, dt.date | None], as_of: dt.date | None
) -> NDArray[np.bool_]:
    """Municipality × month: delivered, by a list that goes as far as the month does, or as any list."""
    told = np.array(counts.delivered, bool)
    for place, code in enumerate(filters.municipalities):
        day = seen[code]
        if day is not None and as_of is not None and day < as_of:
            told[place, max(0, last_whole_month(day) + 1 - (filters.period.first - 12)) :] = False
    return told


@dataclass(frozen=True)
class _View:
    """The counts under one set of filters."""

    filters: Filters
    targets: Mapping[str, float]
    delivered: Mapping[str, list[int]]
    cases: Mapping[str, Cases]
    deliveries: Deliveries

    @property
    def main(self) -> str:
        """The code of everything chosen, together."""
        return self.filters.municipalities[0] if self.filters.one_municipality else POOLED

    @property
    def lines(self) -> tuple[str, ...]:
        """What is shown by period, and has a curve."""
        codes = self.filters.municipalities
        if len(codes) > LINES:
            return (POOLED,)
        return codes if self.filters.one_municipality else (*codes, POOLED)

    @cached_property
    def rows(self) -> list[tuple[str, Period]]:
        """What the table has a row for: the lines by period, then more than LINES each over the whole range."""
        periods = self.filters.period.split(self.filters.interval)
        each = self.filters.municipalities if len(self.filters.municipalities) > LINES else ()
        return [
            *((code, period) for code in self.lines for period in periods),
            *((c, self.filters.period) for c in each),
        ]

    @cached_property
    def place(self) -> dict[tuple[str, Period], int]:
        """Where each code and period stands in the summaries: the table's first, in its order."""
        ranges = [(code, self.filters.period) for code in self.lines]
        keys = dict.fromkeys([*self.rows, *ranges, (self.main, self.filters.period.a_year_earlier())])
        return {key: i for i, key in enumerate(keys)}

    @cached_property
    def summaries(self) -> Summaries:
        return summarise([self.cases[code].within(period) for code, period in self.place])

    def months(self, code: str, period: Period) -> int:
        """How many months of how many municipalities have been delivered."""
        running, start = self.delivered[code], self.filters.period.first - 12
        return running[period.last + 1 - start] - running[period.first - start]

    def fully_delivered(self, code: str, period: Period) -> bool:
        together = len(self.filters.municipalities) if code == POOLED else 1
        return self.months(code, period) == together * len(period.months)

    def table(self) -> dict[str, Sequence[Any] | NDArray[Any]]:
        found, rows = self.summaries, slice(len(self.rows))
        delivered = np.array([self.months(code, period) > 0 for code, period in self.rows])
        target = np.array([self.targets.get(code, NAN) for code, _ in self.place])
        share, share_lower, share_upper = share_by_each(found.curves, target)
        value, lower, upper = (part[rows] for part in found.nine_of_ten)
        contacted, received, waiting, closed, unlisted, errors = (
            np.where(delivered, part[rows], NAN)
            for part in (
                found.contacted,
                found.curves.n,
                found.waiting,
                found.closed,
                found.unlisted,
                found.errors,
            )
        )
        settled = found.settled(target)[rows].tolist()
        caveats = [
            self._caveat(code, period)._replace(unsettled=not done)
            for (code, period), done in zip(self.rows, settled, strict=True)
        ]
        reached = np.where(np.isnan(value), "not_estimable", "ok")
        return {
            "municipality_code": [code for code, _ in self.rows],
            "period": [period.key for _, period in self.rows],
            "numerator": contacted,
            "denominator": received,
            "value": value,
            "lower": lower,
            "upper": upper,
            "n": received,
            "at_risk": found.at_risk[0][rows],
            "half_within": found.half[0][rows],
            "half_lower": found.half[1][rows],
            "half_upper": found.half[2][rows],
            "share_within_target": share[rows],
            "share_lower": share_lower[rows],
            "share_upper": share_upper[rows],
            "waiting": waiting,
            "closed_without_contact": closed,
            "unlisted": unlisted,
            "errors": errors,
            "state": np.where(delivered, reached, "missing"),
            "complete": [caveat.whole for caveat in caveats],
            "caveat": caveats,
        }

    def _caveat(self, code: str, period: Period) -> Caveat:
        """Of a line by the calendar; of one of many municipalities over the range as it is chosen."""
        place = TOGETHER if code == POOLED else self.filters.municipalities.index(code)
        return self.deliveries.caveat(place, period, self.filters.interval if code in self.lines else None)

    def numbers(self, period: Period) -> dict[str, Number]:
        """The headline numbers of a range, everything chosen together."""
        found, i = self.summaries, self.place[self.main, period]
        target = self.targets.get(self.main)
        day = COMPARISON_DAY if target is None else target
        n, errors = float(found.curves.n[i]), float(found.errors[i])
        within = _number(share_by(found.curves[i], day), n, at_risk_last(found.curves[i], day))
        rests_on = [None if np.isnan(part[i]) else float(part[i]) for part in found.at_risk]
        numbers = {
            "nine_of_ten": _number([part[i] for part in found.nine_of_ten], n, rests_on[0]),
            "half": _number([part[i] for part in found.half], n, rests_on[1]),
            "within_target": MISSING if target is None else within,
            "within": within,
            "compared_on": Number(day),
            "received": Number(n, n),
            "contacted": Number(float(found.contacted[i]), n),
            "closed_without_contact": Number(float(found.closed[i]), n),
            "unlisted": Number(float(found.unlisted[i]), n),
            "data_errors": Number(errors, n + errors),
        }
        return numbers if self.months(self.main, period) else dict.fromkeys(numbers, MISSING)

    def numbers_before(self) -> dict[str, Number]:
        earlier = self.filters.period.a_year_earlier()
        return self.numbers(earlier) if self.fully_delivered(self.main, earlier) else {}

    def notes(self, now: Mapping[str, Number]) -> tuple[Note, ...]:
        period = self.filters.period
        every = len(self.filters.municipalities) * len(period.months)
        missing = every - self.months(self.main, period)
        notes = [Note("first_contact_months_missing", {"missing": missing, "of": every})] if missing else []
        if now["data_errors"].value:
            notes.append(Note("date_before_receipt", {"n": int(now["data_errors"].value)}))
        if now["unlisted"].value:
            notes.append(Note("first_contact_unlisted", {"n": int(now["unlisted"].value)}))
        return tuple(notes)


def _number(estimate: Iterable[float], n: float, at_risk: float | None = None) -> Number:
    value, lower, upper = (None if np.isnan(part) else float(part) for part in estimate)
    return Number(value, n, "ok" if value is not None else "not_estimable", lower, upper, at_risk=at_risk)


def _change(now: Number, before: Number) -> Number:
    """The difference of two shares; not estimable unless both are."""
    if not (now.ok and before.ok):
        return Number(None, now.n, "missing" if now.state == "missing" else "not_estimable")
    parts = [Estimate(*(NAN if v is None else v for v in (x.value, x.lower, x.upper))) for x in (now, before)]
    return _number(difference(*parts), now.n or 0.0)


def _waiting_now(counts: ContactCounts, known: bool) -> dict[str, Number]:
    """known: whether any month has been delivered."""
    if not counts.waiting:
        return {"waiting": Number(0.0) if known else MISSING, "longest_wait": Number(None, 0.0, "not_estimable")}
    n, longest = zip(*counts.waiting.values(), strict=True)
    count = float(sum(n))
    return {"waiting": Number(count, count), "longest_wait": Number(float(max(longest)), count)}
