"""The choices every page shares ⇄ the page's address. The Danish words of the address stand here alone.

`?kommune=657,730&fra=2024-01&til=2026-09&interval=kvartal&team=…&projekt=…&maalgruppe=…&enhed=barn&priser=faste`

A value that is left out is the default. Of a value nobody knows there is a notice, and no numbers are shown: never
another's in its place; the nearest valid view is what the filter bar then stands at.
The words are written in one canonical order, so that one view has one address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import parse_qsl, quote

from dashboard.measures import FilterName, Measure
from dashboard.periods import Interval, Period, month_text, parse_month

Reason = Literal[
    "unknown",
    "outside",
    "order",
    "needs_one_municipality",
    "no_such_word",
    "twice",
    "too_long",
    "not_published",
    "not_divided",
    "quarters",
]
Unit = Literal["total", "child"]
Prices = Literal["current", "fixed"]

INTERVAL_WORDS: dict[str, Interval] = {"maaned": "month", "kvartal": "quarter", "aar": "year"}
UNIT_WORDS: dict[str, Unit] = {"kr": "total", "barn": "child"}
PRICES_WORDS: dict[str, Prices] = {"loebende": "current", "faste": "fixed"}
ALL_WORD = "alle"
WORDS = ("kommune", "fra", "til", "interval", "team", "projekt", "maalgruppe", "enhed", "priser")
LONGEST = 4000  # characters of an address; every municipality by name takes 500


@dataclass(frozen=True)
class Choices:
    """What there is to choose between for one viewer, and what stands chosen when the address says nothing."""

    municipalities: Mapping[str, str]  # code → name, in the order they are shown
    home: tuple[str, ...]  # the municipalities of a bare address
    groups: Mapping[str, tuple[str, ...]]  # regions and programmes: name → codes, to choose many at once
    teams: Mapping[str, Mapping[str, str]]  # municipality code → team id → name
    programmes: Mapping[str, str]
    target_groups: tuple[str, ...]
    period: Period  # every month that can be chosen
    default_period: Period  # the last 12 whole months
    intervals: tuple[Interval, ...] = ("month", "quarter", "year")
    by_team: bool = True  # whether numbers can be asked for by team at all
    month_step: int = 1  # 3: a period begins and ends with a quarter
    divided: tuple[str, ...] = ()  # municipalities that have said which target group their cost centres are of


@dataclass(frozen=True)
class Notice:
    """A value in the address that could not be used: which word, what stood there, why (worded in layouts).

    not_published: what is published is not divided so. not_divided: the measure is not. quarters: it is by whole
    quarters alone.
    """

    word: str
    value: str
    reason: Reason

    @property
    def refuses(self) -> bool:
        """Whether an answer would be to something else than what was asked; two ends that changed places are not."""
        return self.reason != "order"


@dataclass(frozen=True)
class Filters:
    """One view. municipalities are sorted four-digit codes, never empty; '' means no choice made."""

    municipalities: tuple[str, ...]
    period: Period
    interval: Interval = "quarter"
    team: str = ""
    programme: str = ""
    target_group: str = ""
    unit: Unit = "total"
    prices: Prices = "current"
    coordinator: str = ""  # never from an address: the gate sets it for a coordinator who sees their own cases

    @property
    def one_municipality(self) -> bool:
        return len(self.municipalities) == 1

    @classmethod
    def default(cls, choices: Choices) -> Filters:
        return cls(tuple(sorted(choices.home)), choices.default_period)

    @classmethod
    def from_query_string(cls, query: str, choices: Choices) -> tuple[Filters, tuple[Notice, ...]]:
        """The nearest valid view to any text at all, and what had to be left out. Never raises."""
        reader = _Reader(query, choices)
        municipalities = reader.municipalities()
        filters = cls(
            municipalities=municipalities,
            period=reader.period(),
            interval=reader.word("interval", INTERVAL_WORDS, "quarter"),
            team=reader.team(municipalities),
            programme=reader.one_of("projekt", choices.programmes),
            target_group=reader.one_of("maalgruppe", choices.target_groups),
            unit=reader.word("enhed", UNIT_WORDS, "total"),
            prices=reader.word("priser", PRICES_WORDS, "current"),
        )
        return filters, tuple(reader.notices)

    def to_query_string(self, choices: Choices) -> str:
        """The canonical address, '' for the default view, else starting with '?'."""
        default = Filters.default(choices)
        words: list[tuple[str, str]] = []
        if self.municipalities != default.municipalities:
            words.append(("kommune", _municipality_words(self.municipalities, choices)))
        if self.period != default.period:
            words += [("fra", month_text(self.period.first)), ("til", month_text(self.period.last))]
        if self.interval != default.interval:
            words.append(("interval", _word_of(INTERVAL_WORDS, self.interval)))
        words += [(w, v) for w, v in (("team", self.team), ("projekt", self.programme)) if v]
        if self.target_group:
            words.append(("maalgruppe", self.target_group))
        if self.unit != default.unit:
            words.append(("enhed", _word_of(UNIT_WORDS, self.unit)))
        if self.prices != default.prices:
            words.append(("priser", _word_of(PRICES_WORDS, self.prices)))
        return "?" + "&".join(f"{w}={quote(v, safe=',')}" for w, v in words) if words else ""

    def narrowed(self, honours: frozenset[Any]) -> Filters:
        """These filters without those that a measure cannot answer for: one key for one set of numbers."""
        return replace(
            self,
            team=self.team if "team" in honours else "",
            programme=self.programme if "programme" in honours else "",
            target_group=self.target_group if "target_group" in honours else "",
            unit=self.unit if "unit" in honours else "total",
            prices=self.prices if "prices" in honours else "current",
        )


def honoured(measure: Measure, filters: Filters, choices: Choices) -> frozenset[FilterName]:
    """Which filters a measure can answer for here: accounts are divided where all the chosen have said how."""
    divided = measure.id == "spending" and set(filters.municipalities) <= set(choices.divided)
    return measure.honours | {"target_group"} if divided else measure.honours


def _word_of(words: Mapping[str, str], value: str) -> str:
    return next(word for word, meaning in words.items() if meaning == value)


def _municipality_words(codes: tuple[str, ...], choices: Choices) -> str:
    if set(codes) == set(choices.municipalities):
        return ALL_WORD
    return ",".join(code.lstrip("0") for code in codes)


def asked(query: str) -> list[tuple[str, str]]:
    """The words of an address and their values, in their order; a word without a value asks for nothing."""
    # parse_qsl replaces bad %-codes instead of raising.
    pairs = parse_qsl(query[:LONGEST].lstrip("?"), keep_blank_values=False, errors="replace")
    return [(word, value.strip()) for word, value in pairs if value.strip()]


@dataclass
class _Reader:
    """Reads one address word by word and keeps a notice for everything it could not use."""

    query: str
    choices: Choices
    notices: list[Notice] = field(default_factory=list)

    def __post_init__(self) -> None:
        pairs = asked(self.query)
        self.values = dict(reversed(pairs))
        if len(self.query) > LONGEST:
            self._notice("", "", "too_long")
        for word, value in dict.fromkeys(pairs):
            if word not in WORDS:
                self._notice(word[:40], value, "no_such_word")
            elif value != self.values[word]:
                self._notice(word, value, "twice")

    def _notice(self, word: str, value: str, reason: Reason) -> None:
        self.notices.append(Notice(word, value[:40], reason))

    def municipalities(self) -> tuple[str, ...]:
        home = tuple(sorted(self.choices.home))
        text = self.values.get("kommune", "")
        if not text:
            return home
        if text == ALL_WORD:
            return tuple(sorted(self.choices.municipalities))
        found = []
        for part in [part for one in text.split(",") if (part := one.strip())] or [text]:
            code = part.zfill(4)
            if code in self.choices.municipalities:
                found.append(code)
            else:
                self._notice("kommune", part, "unknown")
        return tuple(sorted(set(found))) or home

    def period(self) -> Period:
        whole, default = self.choices.period, self.choices.default_period
        first = self._month("fra", None)
        last = self._month("til", None)
        if first is None and last is None:
            return default
        # One end alone: the other is the default, or lies so that the range keeps its 12 months.
        last = last if last is not None else default.last
        first = first if first is not None else max(whole.first, min(default.first, last - 11))
        if first > last:
            self._notice("fra", month_text(first), "order")
            first, last = last, first
        return Period(first, last)

    def _month(self, word: str, missing: int | None) -> int | None:
        text = self.values.get(word)
        if not text:
            return missing
        try:
            month = parse_month(text)
        except ValueError:
            self._notice(word, text, "unknown")
            return missing
        nearest = min(max(month, self.choices.period.first), self.choices.period.last)
        if nearest != month:
            self._notice(word, text, "outside")
        return nearest

    def word(self, word: str, words: Mapping[str, Any], default: Any) -> Any:
        text = self.values.get(word)
        if text is None or text in words:
            return words[text] if text else default
        self._notice(word, text, "unknown")
        return default

    def one_of(self, word: str, known: Any) -> str:
        text = self.values.get(word, "")
        if text and text not in known:
            self._notice(word, text, "unknown")
            return ""
        return text

    def team(self, municipalities: tuple[str, ...]) -> str:
        text = self.values.get("team", "")
        if text and len(municipalities) != 1:
            self._notice("team", text, "needs_one_municipality")
            return ""
        return self.one_of("team", self.choices.teams.get(municipalities[0], {})) if text else ""
