"""A publication in sentences: the last published figure of each municipality, side by side and never added up."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from dashboard.findings.caveats import noted
from dashboard.findings.left_out import of_row
from dashboard.findings.spending import amount, class_name
from dashboard.findings.trust import of_ten
from dashboard.findings.words import municipalities_words, state_words
from dashboard.language import _, formats
from dashboard.measures import CONTACT_DAYS, MAIN_CLASSES, MEASURES, MeasureId
from dashboard.shapes import POOLED, Answer, Card

Row = dict[str, Any]
LINES = 4  # places that a reader can tell apart in one chart


def place_name(answer: Answer, code: str) -> str:
    """A municipality's name, or what all of them together are called in a publication."""
    if code != POOLED:
        return answer.municipality_names.get(code, code)
    return _("All municipalities in the project together") if answer.filters.programme else _("The whole publication")


def places(answer: Answer) -> list[str]:
    """The codes of the table in its order."""
    return list(dict.fromkeys(answer.table["municipality_code"]))


def rows_of(answer: Answer, code: str, spending_class: str = "") -> list[Row]:
    """The rows of one place, of spending those of one class, in the order of time."""
    rows = [row for row in answer.table.records() if row["municipality_code"] == code]
    return [row for row in rows if not spending_class or row["spending_class"] == spending_class]


def told_apart(answer: Answer) -> bool:
    """Whether there are so few places that one chart can show them; of spending each has three lines already."""
    return 0 < len(places(answer)) <= (1 if answer.measure == "spending" else LINES)


def headline(answer: Answer) -> str:
    """The finding of one municipality; of several, what stands below."""
    codes = places(answer)
    if len(codes) > 1:
        name = _(MEASURES[answer.measure].name)  # type: ignore[index]
        return _("{name}: {n} places side by side", name=name, n=formats.number(len(codes)))
    return _sentence(answer, codes[0]) if codes else state_words("missing")


def subtitle(answer: Answer) -> str:
    """What is counted, where and when; how small numbers are treated is said below."""
    return _(
        "{what} · {place} · {period}",
        what=_what(answer),
        place=municipalities_words(answer),
        period=formats.period(answer.filters.period),
    )


def _what(answer: Answer) -> str:
    divided = answer.filters.programme or answer.filters.target_group
    return {
        "caseload": _("Open cases, mean over the days")
        if divided
        else _("Open cases per full-time position on cases, mean over the days"),
        "time_to_first_contact": _("Share with first contact within {days} days", days=CONTACT_DAYS),
        "spending": _("Net spending, current prices"),
        "trust": _("Share who agree (4 or 5 of 5) that they trust their coordinator"),
    }[answer.measure]


def summary(answer: Answer) -> str:
    """The chart in words: the last shown figure of each place; of many places these stand in a table of their own."""
    if places(answer) and not told_apart(answer):
        return _("More places than one chart can show.")
    return " ".join(f"{_sentence(answer, code)}." for code in places(answer)) or state_words("missing")


def latest(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of a table: of each place the last shown figure, and when that is."""
    kinds = MAIN_CLASSES if answer.measure == "spending" else ("",)
    rows: list[list[str]] = []
    for code in places(answer):
        of_kinds = [rows_of(answer, code, one) for one in kinds]
        shown = [last_shown(of_kind) for of_kind in of_kinds]
        when = next((_when(row) for row in shown if row), "")
        values = [
            _short(answer, row) if row else _why_none(of_kind) for row, of_kind in zip(shown, of_kinds, strict=True)
        ]
        rows.append([place_name(answer, code), *values, when])
    columns = [class_name(one) for one in kinds] if kinds != ("",) else [_what(answer)]
    return [_("Place"), *columns, _("Period")], rows


def _sentence(answer: Answer, code: str) -> str:
    place = place_name(answer, code)
    if answer.measure == "spending":
        return _spending_sentence(answer, code)
    shown = last_shown(rows_of(answer, code))
    if shown is None:
        return f"{place}: {_why_none(rows_of(answer, code))}"
    return _("{place}: {value} in {period}", place=place, value=value_words(answer, shown), period=_when(shown))


def _spending_sentence(answer: Answer, code: str) -> str:
    place, parts, when = place_name(answer, code), [], ""
    for one in MAIN_CLASSES:
        shown = last_shown(rows_of(answer, code, one))
        value = state_words("missing") if shown is None else amount(answer, shown["value"])
        parts.append(f"{class_name(one).lower()} {value}")
        when = when if shown is None else _when(shown)
    if not when:
        return f"{place}: {state_words('missing')}"
    return _("{place}: {value} in {period}", place=place, value=", ".join(parts), period=when)


def _when(row: Row) -> str:
    return formats.period(row["period"])


def last_shown(rows: Sequence[Row]) -> Row | None:
    """The last row with a number."""
    return next((row for row in reversed(rows) if row["state"] == "ok" and not math.isnan(row["value"])), None)


def _why_none(rows: Sequence[Row]) -> str:
    states = {row["state"] for row in rows}
    return state_words(next((one for one in ("suppressed", "not_estimable") if one in states), "missing"))


def value_words(answer: Answer, row: Row) -> str:
    """A figure with what it is a share of."""
    return _VALUES[answer.measure](answer, row)  # type: ignore[index]


def _caseload(answer: Answer, row: Row) -> str:
    value = formats.number(row["value"], 1)
    if math.isnan(row["denominator"]):
        return _("{value} cases", value=value)
    return _("{value} cases per full-time coordinator", value=value)


def _first_contact(answer: Answer, row: Row) -> str:
    share, n = formats.percent(row["value"]), formats.number(row["n"])
    return _("{share} of {n} families had first contact within {days} days", share=share, n=n, days=CONTACT_DAYS)


def _trust(answer: Answer, row: Row) -> str:
    sentence = _("{share} parents trust their coordinator ({n} answers)", share=of_ten(row["value"]), n=formats.number(row["n"]))
    return noted(sentence, of_row(row))


_VALUES: dict[MeasureId, Callable[[Answer, Row], str]] = {
    "caseload": _caseload,
    "time_to_first_contact": _first_contact,
    "trust": _trust,
    "spending": lambda answer, row: amount(answer, row["value"]),
}


def card(answer: Answer) -> Card:
    """The last published figure of one place; several are a matter of the page."""
    codes = places(answer)
    name = _(MEASURES[answer.measure].name)  # type: ignore[index]
    chosen = codes if len(codes) == 1 else [code for code in codes if code == POOLED]
    if not chosen:
        n = _("{n} municipalities side by side on the page", n=formats.number(len(codes)))
        return Card(name=name, value="–", unit="", n=n, change="", trend=(), trend_text="")
    spending_class = "preventive" if answer.measure == "spending" else ""
    rows = rows_of(answer, chosen[0], spending_class)
    shown = last_shown(rows)
    return Card(
        name=name,
        value=_short(answer, shown) if shown else "–",
        unit=_unit(answer, spending_class) if shown else _why_none(rows).removeprefix("– "),
        n=_sentence(answer, chosen[0]),
        change="",
        trend=tuple(None if math.isnan(row["value"]) else row["value"] for row in rows),
        trend_text=_trend(answer, rows),
    )


def _short(answer: Answer, row: Row) -> str:
    return {
        "caseload": lambda: formats.number(row["value"], 1),
        "time_to_first_contact": lambda: formats.percent(row["value"]),
        "trust": lambda: of_ten(row["value"]),
        "spending": lambda: amount(answer, row["value"]),
    }[answer.measure]()


def _unit(answer: Answer, spending_class: str) -> str:
    return class_name(spending_class) if spending_class else _what(answer)


def _trend(answer: Answer, rows: Sequence[Row]) -> str:
    points = [
        f"{_when(row)} {_short(answer, row) if row['state'] == 'ok' else state_words(row['state'])}" for row in rows
    ]
    return _("by period: {points}", points=", ".join(points))
