"""From counts of answers to the numbers that may be shown: shares, scores and the response rate, each with its n."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from dashboard.analysis.intervals import mean_interval, wilson
from dashboard.disclosure.surveys import Group, Tally, category_groups, groups, total
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import Number, State

SCORE = "score"
QUESTIONS = ("coordinator", "municipality", SCORE)
# How many were asked and answered are no opinions: only their number protects them.
COUNTED = ("respondents", "response_rate")
SCORE_UNIT = 60  # tables.trust_month: scores are stored times 60


@dataclass(frozen=True)
class TrustCounts:
    """counts: municipality_code, quarter, category and queries.trust.SUMS. delivered: municipality_code, month."""

    counts: pd.DataFrame
    delivered: pd.DataFrame


class Survey:
    """The groups of answers of one view (disclosure.surveys.survey_view), and the numbers made of them."""

    def __init__(self, counts: TrustCounts, view: Filters, as_of: dt.date | None) -> None:
        self.view = view
        self.as_of = as_of
        self._tallies = _tallies(counts.counts)
        self._delivered: dict[str, set[int]] = defaultdict(set)
        for code, month in counts.delivered.itertuples(index=False):
            self._delivered[code].add(month)
        self._groups: dict[tuple[tuple[str, ...], str, str], list[Group]] = {}

    @property
    def category(self) -> str:
        """The one that is chosen, '' for all together."""
        return self.view.team or self.view.programme or self.view.target_group

    def number(self, codes: tuple[str, ...], period: Period, question: str, category: str | None = None) -> Number:
        """The answers of `codes` in `period` to a question of QUESTIONS or COUNTED; without counts unless state is ok.

        value: a share 0-1, a score 0-100, or a number of respondents; n: parents with a valid answer (invited, for
        the response rate); lower, upper: 95 %, Wilson's for shares and Student's for scores.
        """
        category = self.category if category is None else category
        found = self.tally(codes, period, question, category)
        state = self._state(codes, period, question, category, found)
        return _number(question, found) if state == "ok" else Number(None, state=state)

    def tally(self, codes: tuple[str, ...], period: Period, question: str, category: str | None = None) -> Tally:
        """What a number is made of: the groups that lie wholly within the period."""
        category = self.category if category is None else category
        quarters = frozenset(range(period.first - period.first % 3, period.last, 3))
        return total(g.tally for g in self._shown(codes, question, category) if g.quarters <= quarters)

    def _state(self, codes: tuple[str, ...], period: Period, question: str, category: str, found: Tally) -> State:
        if all(self._delivered[code].isdisjoint(period.months) for code in codes):
            return "missing"
        if found.n:
            return "ok"
        # Nobody answered: that is no secret about anybody, and there is nothing to calculate from.
        return "suppressed" if self._answers(codes, period, question, category) else "not_estimable"

    def _answers(self, codes: tuple[str, ...], period: Period, question: str, category: str) -> int:
        """How many there are, shown or not."""
        return sum(
            tally.n
            for code in codes
            for quarter, parts in self._tallies[question].get(code, {}).items()
            if period.first <= quarter <= period.last
            for name, tally in parts.items()
            if category in ("", name)
        )

    def _shown(self, codes: tuple[str, ...], question: str, category: str) -> list[Group]:
        """The groups of each municipality; those of the same quarters added up, for no number parts them again."""
        key = (codes, question, category)
        if key not in self._groups:
            each = [self._shown((code,), question, category) for code in codes] if len(codes) > 1 else []
            self._groups[key] = _added_up(each) if each else self._of_one(codes[0], question, category)
        return self._groups[key]

    def _of_one(self, code: str, question: str, category: str) -> list[Group]:
        parts, telling = self._tallies[question].get(code, {}), question in QUESTIONS
        if category:
            return category_groups(parts, category, telling)
        return groups({quarter: total(of.values()) for quarter, of in parts.items()}, telling)

    def left_out(self, codes: tuple[str, ...], period: Period) -> bool:
        """Whether any answer of the period stands in none of its numbers."""
        return any(
            self.tally(codes, period, question).n < self._answers(codes, period, question, self.category)
            for question in QUESTIONS
        )

    def categories(self) -> list[str]:
        """Every category with somebody asked or answered in the range."""
        cells = (quarters for by_code in self._tallies.values() for quarters in by_code.values())
        months = self.view.period.months
        return sorted({name for quarters in cells for q, parts in quarters.items() if q in months for name in parts})

    def months_missing(self, codes: Iterable[str], period: Period) -> int:
        return sum(len(set(period.months) - self._delivered[code]) for code in codes)

    def complete(self, codes: Iterable[str], period: Period) -> bool:
        """It has ended, and everybody has delivered all of it."""
        ended = self.as_of is None or period.end <= self.as_of + dt.timedelta(days=1)
        return ended and self.months_missing(codes, period) == 0


def _added_up(each: list[list[Group]]) -> list[Group]:
    found: dict[frozenset[int], list[Tally]] = defaultdict(list)
    for group in chain.from_iterable(each):
        found[group.quarters].append(group.tally)
    return [Group(quarters, total(tallies)) for quarters, tallies in found.items()]


Cells = dict[str, dict[str, dict[int, dict[str, Tally]]]]  # question → municipality → quarter → category


# Which sums of queries.trust are a question's number of answers, their sum, and the sum of their squares.
_OF: dict[str, tuple[str, str, str]] = {
    "coordinator": ("coordinator_valid", "coordinator_agree", "coordinator_agree"),
    "municipality": ("municipality_valid", "municipality_agree", "municipality_agree"),
    SCORE: ("scored", "score60_sum", "score60_square_sum"),
    "respondents": ("respondents", "respondents", "respondents"),
    "response_rate": ("invited", "invited_answered", "invited_answered"),
}


def _tallies(counts: pd.DataFrame) -> Cells:
    columns = {name: counts[name].tolist() for name in counts.columns}
    keys = list(zip(columns["municipality_code"], columns["quarter"], columns["category"], strict=True))
    return {question: _by_place(keys, map(Tally, *(columns[name] for name in of))) for question, of in _OF.items()}


def _by_place(keys: list[tuple[str, int, str]], tallies: Iterable[Tally]) -> dict[str, dict[int, dict[str, Tally]]]:
    found: dict[str, dict[int, dict[str, Tally]]] = {}
    for (code, quarter, category), tally in zip(keys, tallies, strict=True):
        found.setdefault(code, {}).setdefault(quarter, {})[category] = tally
    return found


def _number(question: str, tally: Tally) -> Number:
    n = tally.n
    if question == "respondents":
        return Number(n, n=n, numerator=n)
    if question == SCORE:
        points, squares, _ = score_points(tally)
        lower, upper = mean_interval(points, squares, n)
        return Number(points / n, n, "ok", max(lower, 0.0), min(upper, 100.0), points, n)
    return Number(tally.total / n, n, "ok", *wilson(tally.total, n), numerator=tally.total, denominator=n)


def score_points(tally: Tally) -> tuple[float, float, int]:
    """The sum of 0-100 scores, the sum of their squares, and their number."""
    return tally.total / SCORE_UNIT, tally.square / SCORE_UNIT**2, tally.n
