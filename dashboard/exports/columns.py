"""The columns of each measure's table, for page, file and terminal alike.

Every column has a value per row of answer.table: a number, or None with the words that stand in its place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.findings.caveats import remarks
from dashboard.findings.left_out import left_out_remarks
from dashboard.findings.published import place_name
from dashboard.findings.words import state_words
from dashboard.language import _, formats
from dashboard.measures import CONTACT_DAYS
from dashboard.shapes import POOLED, Answer

Kind = Literal["text", "whole", "days", "one", "percent", "kroner", "score"]
FILE_DECIMALS: dict[Kind, int] = {"text": 0, "whole": 0, "days": 1, "one": 1, "percent": 1, "kroner": 0, "score": 1}


@dataclass(frozen=True)
class Column:
    """One column: its heading, how it is written, a value or None per row, and the words where there is none."""

    heading: str
    kind: Kind
    values: Sequence[float | str | None]
    words: Sequence[str]

    @property
    def file_decimals(self) -> int:
        return FILE_DECIMALS[self.kind]

    def texts(self) -> list[str]:
        """What a reader sees in each row."""
        written = iter(WRITE[self.kind]([value for value in self.values if value is not None]))
        return [words if value is None else next(written) for value, words in zip(self.values, self.words, strict=True)]


# Percentages and money are held as people read them (percent, whole kroner), so that a file needs no formatting.
WRITE: dict[Kind, Callable[[list[Any]], list[str]]] = {
    "text": list,
    "whole": formats.numbers,
    "days": lambda days: _days(days),
    "one": lambda values: formats.numbers(values, 1),
    "percent": lambda values: formats.percents((value / 100 for value in values), 1),
    "kroner": lambda values: formats.all_kroner([100 * value for value in values]),
    "score": lambda values: formats.numbers(values, 1),
}


def _days(days: Sequence[float]) -> list[str]:
    """Whole ones without a decimal; half lies between two days."""
    written = zip(days, formats.numbers(days), formats.numbers(days, 1), strict=True)
    return [whole if float(value).is_integer() else tenths for value, whole, tenths in written]


def table_columns(answer: Answer) -> list[Column]:
    """The columns of the answer's table in the order they are shown, in the reader's language."""
    if answer.publication:
        return [*_place_and_period(answer), *_PUBLISHED[answer.measure](answer), _state(answer)]
    make = {
        "caseload": _caseload,
        "time_to_first_contact": _first_contact,
        "spending": _spending,
        "trust": _trust,
    }[answer.measure]
    return [*_place_and_period(answer), *make(answer), _state(answer)]


def municipality_text(answer: Answer, code: str) -> str:
    if answer.publication:
        return place_name(answer, code)
    if code != POOLED:
        return answer.municipality_names.get(code, code)
    return _("The chosen municipalities together")


def _place_and_period(answer: Answer) -> list[Column]:
    table = answer.table
    return [
        _texts(_("Municipality"), _each(table["municipality_code"], lambda code: municipality_text(answer, code))),
        _texts(_("Period"), _each(table["period"], formats.period)),
    ]


def _each(keys: Sequence[str], words: Callable[[str], str]) -> list[str]:
    """The words of every row; of keys that stand in hundreds of rows each is worded once."""
    worded = {key: words(key) for key in set(keys)}
    return [worded[key] for key in keys]


def _state(answer: Answer) -> Column:
    """Why there is no number, what it leaves out, and what the number that there is does not stand for."""
    words = _each(answer.table["state"], lambda state: "" if state == "ok" else state_words(state))
    rows = zip(words, left_out_remarks(answer), remarks(answer), strict=True)
    return _texts(_("Remark"), ["; ".join(filter(None, row)) for row in rows])


def _texts(heading: str, values: Sequence[str]) -> Column:
    return Column(heading, "text", list(values), [""] * len(values))


def _numbers(  # noqa: PLR0913 - a column has so many properties
    answer: Answer, heading: str, kind: Kind, name: str, factor: float | list[float] = 1, none: str = ""
) -> Column:
    """A numeric column of the tidy table; NaN becomes the row's state in words. factor: of every row, or of each.

    none: what is said instead where there is something to count, and yet no such number.
    """
    found = answer.table[name]
    factors = factor if isinstance(factor, list) else [factor] * len(found)
    values = [None if math.isnan(value) else value * times for value, times in zip(found, factors, strict=True)]
    words = _each(answer.table["state"], lambda state: state_words(state if state != "ok" else "not_estimable"))
    if none:
        words = [none if n > 0 else word for word, n in zip(words, answer.table["n"], strict=True)]
    return Column(heading, kind, values, words)


def _caseload(answer: Answer) -> list[Column]:
    left_out = _("Left out: the coordinator's hours are not known, mean")
    if answer.filters.programme or answer.filters.target_group:  # nothing is divided there, and nobody left out
        left_out = _("Of the cases: the coordinator's hours are not known, mean")
    return [
        _numbers(answer, _("Cases per coordinator (full-time)"), "one", "value"),
        _numbers(answer, _("Children per coordinator"), "one", "children_per_fte"),
        _numbers(answer, _("Cases, mean"), "one", "numerator"),
        _numbers(answer, _("Full-time positions on cases"), "one", "denominator"),
        _numbers(answer, _("Cases without a coordinator, mean"), "one", "unassigned"),
        _numbers(answer, left_out, "one", "unknown_fte"),
        _numbers(answer, _("Cases with an unknown coordinator, mean"), "one", "unknown"),
    ]


def _first_contact(answer: Answer) -> list[Column]:
    """Half, 9 of 10 and, where a target is decided, the share within it: each with its interval."""
    none, unbounded = _("not reached"), _("none yet")
    half = _numbers(answer, _("Half have had contact within, days"), "days", "half_within", none=none)
    nine = _numbers(answer, _("9 of 10 within, days"), "days", "value", none=none)
    columns = [
        half,
        _limit(answer, _("Half, lower limit"), "half_lower", half, unbounded),
        _limit(answer, _("Half, upper limit"), "half_upper", half, unbounded),
        nine,
        _limit(answer, _("9 of 10 within, lower limit"), "lower", nine, unbounded),
        _limit(answer, _("9 of 10 within, upper limit"), "upper", nine, unbounded),
        _numbers(answer, _("Followed when 9 of 10 is reached"), "whole", "at_risk", none=none),
        _numbers(answer, _("Received"), "whole", "denominator"),
        _numbers(answer, _("Had contact"), "whole", "numerator"),
        _numbers(answer, _("Still waiting"), "whole", "waiting"),
        _numbers(answer, _("Closed without contact"), "whole", "closed_without_contact"),
        _numbers(answer, _("No longer on the case list"), "whole", "unlisted"),
        _numbers(answer, _("Left out: contact before the receipt"), "whole", "errors"),
    ]
    if answer.target:
        columns[3:3] = _within_target(answer, formats.number(answer.target.value))
    return columns


def _within_target(answer: Answer, days: str) -> list[Column]:
    return [
        _numbers(answer, _("Contact within {days} days", days=days), "percent", "share_within_target", 100),
        _numbers(answer, _("Contact within {days} days, lower limit", days=days), "percent", "share_lower", 100),
        _numbers(answer, _("Contact within {days} days, upper limit", days=days), "percent", "share_upper", 100),
    ]


def _limit(answer: Answer, heading: str, name: str, of: Column, unbounded: str) -> Column:
    """One end of the interval of a column; unbounded: what is said where there is a number, and no such end."""
    values = _numbers(answer, heading, "days", name).values
    words = [none if value is None else unbounded for value, none in zip(of.values, of.words, strict=True)]
    return Column(heading, "days", values, words)


def _spending(answer: Answer) -> list[Column]:
    from dashboard.findings.spending import class_name

    per_child = answer.filters.unit == "child"
    heading = _("DKK per 0-22-year-old per year") if per_child else _("DKK")
    return [
        _texts(_("Kind"), _each(answer.table["spending_class"], class_name)),
        _numbers(answer, heading, "kroner", "value", 0.01),
    ]


def _trust(answer: Answer) -> list[Column]:
    from dashboard.findings.trust import question_name

    columns = [_texts(_("Question"), _each(answer.table["question"], question_name))]
    factor = [1.0 if question == "score" else 100.0 for question in answer.table["question"]]
    for heading, name in (
        (_("Agree (%) or score (0-100)"), "value"),
        (_("lower limit"), "lower"),
        (_("upper limit"), "upper"),
    ):
        columns.append(_numbers(answer, heading, "one", name, factor))
    return [
        *columns,
        _numbers(answer, _("Respondents"), "whole", "n"),
        _numbers(answer, _("Answers left out"), "whole", "left_out"),
        _numbers(answer, _("Response rate"), "percent", "response_rate", 100),
    ]


def _published_caseload(answer: Answer) -> list[Column]:
    columns = [_numbers(answer, _("Cases, mean"), "one", "numerator")]
    if answer.filters.programme or answer.filters.target_group:
        return columns
    positions = _numbers(answer, _("Full-time positions on cases"), "one", "denominator")
    return [_numbers(answer, _("Cases per coordinator (full-time)"), "one", "value"), *columns, positions]


def _published_first_contact(answer: Answer) -> list[Column]:
    heading = _("Contact within {days} days", days=CONTACT_DAYS)
    return [_numbers(answer, heading, "percent", "value", 100), _numbers(answer, _("Received"), "whole", "n")]


def _published_trust(answer: Answer) -> list[Column]:
    return [
        _numbers(answer, _("Trust in the coordinator"), "percent", "value", 100),
        _numbers(answer, _("lower limit"), "percent", "lower", 100),
        _numbers(answer, _("upper limit"), "percent", "upper", 100),
        _numbers(answer, _("Respondents"), "whole", "n"),
        _left_out(answer),
        _numbers(answer, _("Response rate"), "percent", "response_rate", 100),
    ]


def _left_out(answer: Answer) -> Column:
    """The number, or what is told instead of it."""
    column = _numbers(answer, _("Answers left out"), "whole", "left_out")
    told = {"few": _("up to nine"), "some": _("not told")}
    words = [told.get(word, none) for word, none in zip(answer.table["left_out_word"], column.words, strict=True)]
    return Column(column.heading, column.kind, column.values, words)


_PUBLISHED = {
    "caseload": _published_caseload,
    "time_to_first_contact": _published_first_contact,
    "spending": _spending,
    "trust": _published_trust,
}
