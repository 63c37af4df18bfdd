"""The columns of each measure's table, for page, file and terminal alike.

Every column has a value per row of answer.table: a number, or None with the words that stand in its place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

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
    words = _each(answer.table["state"], lambda state: "" if state == "ok" else state_words(state))
    if "complete" in answer.table:
        cut, complete = _("not yet complete"), answer.table["complete"]
        states = answer.table["state"]
        rows = zip(words, states, complete, strict=True)
        words = [cut if state == "ok" and not whole else word for word, state, whole in rows]
    return _texts(_("Remark"), words)


def _texts(heading: str, values: Sequence[str]) -> Column:
    return Column(heading, "text", list(values), [""] * len(values))


def _numbers(answer: Answer, heading: str, kind: Kind, name: str, factor: float | list[float] = 1) -> Column:
    """A numeric column of the tidy table; NaN becomes the row's state in words. factor: of every row, or of each."""
    found = answer.table[name]
    factors = factor if isinstance(factor, list) else [factor] * len(found)
    values = [None if math.isnan(value) else value * times for value, times in zip(found, factors, strict=True)]
    words = _each(answer.table["state"], lambda state: state_words(state if state != "ok" else "not_estimable"))
    return Column(heading, kind, values, words)


def _caseload(answer: Answer) -> list[Column]:
    return [
        _numbers(answer, _("Cases per coordinator (full-time)"), "one", "value"),
        _numbers(answer, _("Children per coordinator"), "one", "children_per_fte"),
        _numbers(answer, _("Cases, mean"), "one", "numerator"),
        _numbers(answer, _("Full-time positions on cases"), "one", "denominator"),
        _numbers(answer, _("Cases without a coordinator, mean"), "one", "unassigned"),
        _numbers(answer, _("Cases with an unknown coordinator, mean"), "one", "unknown"),
    ]


def _first_contact(answer: Answer) -> list[Column]:
    columns = [
        _numbers(answer, _("Half have had contact within, days"), "days", "half_within"),
        _numbers(answer, _("9 of 10 within, days"), "days", "value"),
        _numbers(answer, _("lower limit"), "days", "lower"),
        _numbers(answer, _("upper limit"), "days", "upper"),
        _numbers(answer, _("Received"), "whole", "denominator"),
        _numbers(answer, _("Had contact"), "whole", "numerator"),
        _numbers(answer, _("Still waiting"), "whole", "waiting"),
        _numbers(answer, _("Closed without contact"), "whole", "closed_without_contact"),
        _numbers(answer, _("No longer on the case list"), "whole", "unlisted"),
    ]
    if answer.target:
        heading = _("Contact within {days} days", days=formats.number(answer.target.value))
        columns.insert(2, _numbers(answer, heading, "percent", "share_within_target", 100))
    return columns


def _spending(answer: Answer) -> list[Column]:
    from dashboard.findings.spending import class_name

    per_child = answer.filters.unit == "child"
    heading = _("DKK per 0-22-year-old") if per_child else _("DKK")
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
        _numbers(answer, _("Respondents"), "whole", "n"),
        _numbers(answer, _("Response rate"), "percent", "response_rate", 100),
    ]


_PUBLISHED = {
    "caseload": _published_caseload,
    "time_to_first_contact": _published_first_contact,
    "spending": _spending,
    "trust": _published_trust,
}
