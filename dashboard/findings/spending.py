"""What was spent, in sentences: always the level of all three classes, never a cause, a verdict or a share of one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dashboard.findings.caveats import noted, period_sentences, remarks
from dashboard.findings.words import municipalities_words, state_words
from dashboard.language import _, formats, plural
from dashboard.measures import MAIN_CLASSES, MEASURES
from dashboard.shapes import MISSING, POOLED, Answer, Card, Number

TOTAL = "total_three"


# Written when asked for, and one at a time: a table asks nine hundred times.
_NAMES: dict[str, Callable[[], str]] = {
    "preventive": lambda: _("Preventive and supporting measures"),
    "placement": lambda: _("Placements outside the home"),
    "compensating": lambda: _("Compensating benefits"),
    "day_offer": lambda: _("Special day offers and clubs"),
    "secured": lambda: _("Secured institutions"),
    "refund": lambda: _("State refund"),
    "authority": lambda: _("Casework and administration"),
    "other": lambda: _("Other spending"),
    "unknown": lambda: _("Unknown accounts"),
    TOTAL: lambda: _("The three kinds together"),
}


def class_name(spending_class: str) -> str:
    """What a class is called in a table, a legend and a sentence."""
    return _NAMES[spending_class]()


class Cell(NamedTuple):
    """One row of the table: value in øre or øre per child, NaN unless state is ok."""

    period: str
    value: float
    state: str
    remark: str


def cells(answer: Answer, codes: Sequence[str]) -> dict[tuple[str, str], list[Cell]]:
    """(municipality, class) → its periods in order, read from the table in one pass: each filter of it costs 0.3 ms."""
    found: dict[tuple[str, str], list[Cell]] = {(code, one): [] for code in codes for one in MAIN_CLASSES}
    names = ("municipality_code", "spending_class", "period", "value", "state")
    for *row, remark in zip(*(answer.table[name] for name in names), remarks(answer), strict=True):
        code, one, *cell = *row, remark
        if (code, one) in found:
            found[code, one].append(Cell(*cell))
    return found


def scope(answer: Answer) -> str:
    """What the accounts hold; belongs to every figure from them (domain.md 3.0)."""
    if answer.filters.target_group:
        return _("covers the cost centres that the municipality has given to the chosen target group alone")
    return _("covers the whole specialised children's area, not children with disabilities alone")


def amount(answer: Answer, value: float) -> str:
    """`12,3 mio. kr.`, or `1.234 kr.` per child."""
    return formats.kroner(value) if answer.filters.unit == "child" else formats.millions(value)


def amounts(answer: Answer, values: Sequence[float]) -> list[str]:
    """amount of each value."""
    return (formats.all_kroner if answer.filters.unit == "child" else formats.all_millions)(values)


def _amount_or_why(answer: Answer, number: Number) -> str:
    return state_words(number.state) if number.value is None else amount(answer, number.value)


def _class_or_why(answer: Answer, spending_class: str) -> str:
    """The amount of a class of the range; of one that nobody ever posted on that it is so, for that is not 0 kr."""
    number = answer.now.get(spending_class, MISSING)
    never = [note.values["classes"] for note in answer.notes if note.code == "never_posted"]
    if number.state == "missing" and never and spending_class in never[0] and _has_any(answer):
        return _("no postings")
    return _amount_or_why(answer, number)


def headline(answer: Answer) -> str:
    """The level of all three, or why there is none."""
    if not _has_any(answer):
        return _no_number(answer)
    if answer.filters.unit == "total":
        return _three(answer)
    return noted(_three(answer) + " " + _("per 0-22-year-old per year"), _not_comparable(answer))


def _not_comparable(answer: Answer) -> str:
    """Why an amount per child of the range cannot be held against another, '' where it can."""
    missing = _months_missing(answer)
    return _("not comparable: {why}", why=missing) if missing and answer.filters.unit == "child" else ""


def _months_missing(answer: Answer) -> str:
    """`regnskabet for 2 måneder mangler`, or ''."""
    months = next((note.values["months"] for note in answer.notes if note.code == "ledger_missing"), 0)
    if not months:
        return ""
    return plural("the accounts of {n} month are missing", "the accounts of {n} months are missing", months)


def _has_any(answer: Answer) -> bool:
    """Whether one of the three has a number: of another nobody may ever have posted anything."""
    return any(answer.now.get(one, MISSING).value is not None for one in MAIN_CLASSES)


def _three(answer: Answer) -> str:
    first, second, third = (_class_or_why(answer, one) for one in MAIN_CLASSES)
    return _(
        "Preventive and supporting {preventive}, placements {placement}, compensating benefits {compensating}",
        preventive=first,
        placement=second,
        compensating=third,
    )


def _no_number(answer: Answer) -> str:
    codes = {note.code for note in answer.notes}
    if answer.now.get(TOTAL, MISSING).state == "not_estimable":
        return _("Fixed prices cannot be calculated for the period")
    if "no_population" in codes:
        return _("Spending per child cannot be calculated: the number of children is missing")
    if "never_posted" in codes:
        return _("Nothing was ever posted on all three kinds")
    return _("No accounts have been delivered for the period")


def subtitle(answer: Answer) -> str:
    """Measure, unit, price level, where, when, and what the accounts hold."""
    per_child = answer.filters.unit == "child"
    return _(
        "Net spending, {unit}, {prices} · {place} · {period} · {scope}",
        unit=_("DKK per 0-22-year-old per year") if per_child else _("DKK"),
        prices=prices_words(answer),
        place=municipalities_words(answer),
        period=formats.period(answer.filters.period),
        scope=scope(answer),
    )


def prices_words(answer: Answer) -> str:
    """`løbende priser`, or `faste priser (2026-pris- og lønniveau)`."""
    if answer.filters.prices == "current":
        return _("current prices")
    years = [note.values["year"] for note in answer.notes if note.code == "fixed_prices"]
    return _("fixed prices ({year} price and wage level)", year=years[0]) if years else _("fixed prices")


def summary(answer: Answer) -> str:
    """The chart in words: each class first, last and in all, the change, and the periods without a number."""
    if not _has_any(answer):
        return _no_number(answer) + "."
    rows = cells(answer, [_together(answer)])
    sentences = [_class_sentence(answer, row, one) for (_code, one), row in rows.items()]
    compared = change(answer) + "."
    gaps = [*_gaps(list(rows.values())), *period_sentences(answer)]
    return " ".join([*sentences, compared[0].upper() + compared[1:], *gaps])


def _together(answer: Answer) -> str:
    """The code under which all the chosen municipalities stand."""
    return answer.filters.municipalities[0] if answer.filters.one_municipality else POOLED


def _class_sentence(answer: Answer, rows: Sequence[Cell], spending_class: str) -> str:
    shown = [row for row in rows if row.state == "ok"]
    whole = _class_or_why(answer, spending_class)
    if len(shown) < 2:
        return _("{name}: {whole}.", name=class_name(spending_class), whole=whole)
    ends = [f"{amount(answer, row.value)} ({formats.period(row.period)})" for row in (shown[0], shown[-1])]
    return _(
        "{name}: {whole} in all, from {first} to {last}.",
        name=class_name(spending_class),
        whole=whole,
        first=ends[0],
        last=ends[1],
    )


def _gaps(classes: Sequence[Sequence[Cell]]) -> list[str]:
    """The periods that nothing is known of."""
    missing = [of[0].period for of in zip(*classes, strict=True) if all(row.state == "missing" for row in of)]
    if not missing:
        return []
    return [_("No data for {periods}.", periods=", ".join(formats.period(key) for key in missing))]


def change(answer: Answer, spending_class: str = TOTAL) -> str:
    """Against the same months a year earlier, in words: more or less, never better or worse."""
    now, before = answer.now.get(spending_class, MISSING).value, answer.before.get(spending_class, MISSING).value
    if missing := _months_missing(answer):
        return _("cannot be compared: {why}", why=missing)
    if now is None and _has_any(answer):
        return _("cannot be compared: nothing was ever posted on one of the kinds")
    if now is None or before is None:
        return _("cannot be compared: the year before is not fully delivered")
    written = amount(answer, abs(now - before))
    if written == amount(answer, 0):
        return _("the same as in the same months a year earlier")
    share = f" ({formats.percent(abs(now - before) / before, 1)})" if before > 0 else ""
    message = _("{difference}{share} more than in the same months a year earlier")
    if now < before:
        message = _("{difference}{share} less than in the same months a year earlier")
    return message.format(difference=written, share=share)


def deviation_words(corrected_ore: float, expected_ore: float) -> str:
    """`Mindreforbrug 4,4 mio. kr. (7,1 %)`: no sign, no colour, for less spent may be help not given."""
    deviation = round(expected_ore - corrected_ore)
    if deviation == 0:
        return _("As budgeted")
    written = _deviation_amount(abs(deviation))
    share = f" ({formats.percent(abs(deviation / corrected_ore), 1)})" if corrected_ore else ""
    message = _("Underspend {amount}{share}") if deviation < 0 else _("Overspend {amount}{share}")
    return message.format(amount=written, share=share)


def _deviation_amount(ore: float) -> str:
    # Under 100.000 kr. one decimal of a million says too little, down to 0,0.
    return formats.millions(ore) if ore >= 10_000_000 else formats.kroner(ore)


def budget_sentence(answer: Answer) -> str:
    """Does the budget hold for the three together; '' where there is none or nobody has said what is expected."""
    budget, asked = answer.parts["budget"], (_together(answer), TOTAL)
    names = ("municipality_code", "spending_class", "corrected", "expected")
    rows = [row[2:] for row in budget.rows(*names) if row[:2] == asked]
    if not rows or math.isnan(rows[0][1]):
        return ""
    words = deviation_words(*rows[0])
    year = answer.filters.period.last // 12
    return _("Expected for {year}: {deviation}", year=year, deviation=words[0].lower() + words[1:])


def card(answer: Answer) -> Card:
    """The overview's card: the three together as the number, each of the three below it."""
    total = answer.now.get(TOTAL, MISSING)
    per_child = answer.filters.unit == "child"
    unit = (
        _("net per 0-22-year-old per year, the three kinds together")
        if per_child
        else _("net, the three kinds together")
    )
    budget, trend = budget_sentence(answer), _trend(answer)
    return Card(
        name=_(MEASURES["spending"].name),
        value=_amount_or_why(answer, total),
        unit=unit if total.ok else "",
        n=noted(_three(answer), _not_comparable(answer)) if _has_any(answer) else _no_number(answer),
        change=change(answer) + (f". {budget}" if budget else ""),
        trend=trend,
        trend_text=_trend_text(answer, trend),
    )


def _trend(answer: Answer) -> tuple[float | None, ...]:
    classes = (answer.parts["trend"][one] for one in MAIN_CLASSES)
    return tuple(None if math.isnan(total) else total for total in map(sum, zip(*classes, strict=True)))


def _trend_text(answer: Answer, trend: Sequence[float | None]) -> str:
    keys = answer.parts["trend"]["period"]
    points = [(key, value) for key, value in zip(keys, trend, strict=True) if value is not None]
    if not points:
        return ""
    chosen = (points[0], points[-1], min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1]))
    first, last, low, high = (f"{amount(answer, value)} ({formats.period(key)})" for key, value in chosen)
    return _(
        "{name} by month: from {first} to {last}; lowest {low}, highest {high}",
        name=class_name(TOTAL),
        first=first,
        last=last,
        low=low,
        high=high,
    )
