"""How long families wait for the first contact, in sentences: levels and uncertainty, never what caused them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard.findings.words import municipalities_words, state_words
from dashboard.language import _, formats, plural
from dashboard.measures import MEASURES
from dashboard.shapes import MISSING, POOLED, Answer, Card, Note, Number


def ending_name(reason: str) -> str:
    """Why a case was closed without contact, as it stands in a table (measures.CLOSE_REASONS)."""
    return {
        "completed": _("completed"),
        "no_contact": _("contact could not be made"),
        "moved": _("moved away"),
        "turned_18": _("turned 18"),
        "died": _("died"),
        "other": _("other reason"),
    }.get(reason, _("reason not given"))


def days_words(days: float) -> str:
    """`1 dag`, `27 dage`; `12,5 dage` where the half lies between two days."""
    return plural("{n} day", "{n} days", days, n=formats.number(days, 0 if float(days).is_integer() else 1))


def headline(answer: Answer) -> str:
    """The finding; where there is none, why."""
    nine, half = answer.now.get("nine_of_ten", MISSING), answer.now.get("half", MISSING)
    if nine.value is not None:
        return _("In 9 of 10 cases the family has had contact within {days}", days=days_words(nine.value))
    if half.value is not None:
        days = days_words(half.value)
        return _("In half the cases the family has had contact within {days}; 9 of 10 is not reached", days=days)
    if nine.state == "missing":
        return _("No cases have been delivered for the period")
    if nine.state == "suppressed":
        return state_words(nine.state)
    return _("Not yet half the families have had contact") if nine.n else _("No cases were received in the period")


def subtitle(answer: Answer) -> str:
    """What is measured, where, and when."""
    return _(
        "Share of cases with a first contact, by days since received · {place} · {period}",
        place=municipalities_words(answer),
        period=formats.period(answer.filters.period),
    )


def summary(answer: Answer) -> str:
    """The chart in words: how many, how fast and how sure, who waits, the change, and the periods without a number."""
    if not answer.now.get("received", MISSING).value:
        return " ".join(_sentence(part) for part in (headline(answer), _waiting(answer)))
    parts = [_counted(answer), _quantile(answer, "half"), _quantile(answer, "nine_of_ten"), _within(answer)]
    parts += [_waiting(answer), change(answer), *_periods(answer)]
    return " ".join(_sentence(part) for part in parts)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _counted(answer: Answer) -> str:
    received, contacted, closed = (
        answer.now[name].value or 0.0 for name in ("received", "contacted", "closed_without_contact")
    )
    return _(
        "{received} cases received: {contacted} had contact, {closed} were closed without it, {waiting} still wait",
        received=formats.number(received),
        contacted=formats.number(contacted),
        closed=formats.number(closed),
        waiting=formats.number(received - contacted - closed),
    )


def _quantile(answer: Answer, name: str) -> str:
    found = answer.now[name]
    what = _("half within") if name == "half" else _("9 of 10 within")
    if found.value is None:
        return _("{what}: not reached", what=what)
    if found.upper is None or found.lower is None:
        return _(
            "{what}: {days}, with an uncertainty that has no upper end yet", what=what, days=days_words(found.value)
        )
    limits = f"{formats.number(found.lower)}–{days_words(found.upper)}"
    return _("{what}: {days} (uncertainty {limits})", what=what, days=days_words(found.value), limits=limits)


def _within(answer: Answer) -> str:
    """The share within the target, or within the day on which years are compared."""
    found = answer.now["within"]
    days = days_words(answer.now["compared_on"].value or 0.0)
    if found.value is None:
        return _("within {days}: {why}", days=days, why=state_words(found.state))
    limits = f"{formats.number(100 * (found.lower or 0.0))}–{formats.percent(found.upper or 0.0)}"
    share = formats.percent(found.value)
    if answer.now["within_target"].value is not None:
        return _("within the target of {days}: {share} (uncertainty {limits})", days=days, share=share, limits=limits)
    return _("within {days}: {share} (uncertainty {limits})", days=days, share=share, limits=limits)


def _waiting(answer: Answer) -> str:
    """`7 venter nu, længst 41 dage`: on the as-of date, whenever they came."""
    waiting, longest = answer.now.get("waiting", MISSING), answer.now.get("longest_wait", MISSING)
    if waiting.value is None:
        return _("how many wait now: {why}", why=state_words(waiting.state))
    if not waiting.value or longest.value is None:
        return _("nobody waits now")
    count = plural("{n} waits now", "{n} wait now", waiting.value, n=formats.number(waiting.value))
    return _("{count}, longest {days}", count=count, days=days_words(longest.value))


def _periods(answer: Answer) -> list[str]:
    """The periods without a number, and those whose number may still change."""
    rows = _line(answer)
    reached, kinds = rows["state"] == "ok", []
    for chosen, why in (
        (rows["state"] == "missing", _("no data")),
        ((rows["state"] == "not_estimable") & (rows["n"] == 0), _("no cases received")),
        ((rows["state"] == "not_estimable") & (rows["n"] > 0), _("9 of 10 not reached")),
        (reached & ~rows["complete"].astype(bool), _("not complete yet")),
    ):
        names = [formats.period(key) for key in rows[chosen]["period"]]
        if names:
            kinds.append(_("{periods}: {why}", periods=", ".join(names), why=why))
    return kinds


def _line(answer: Answer) -> pd.DataFrame:
    """The municipality by period, or all together."""
    code = answer.filters.municipalities[0] if answer.filters.one_municipality else POOLED
    return answer.table[answer.table["municipality_code"] == code]


def change(answer: Answer) -> str:
    """Against the same range a year earlier: the share with contact within one and the same day.

    A change is one only where the 95 % interval of the difference leaves out no change (survival.difference). The day
    is the target, or 14: the share by a fixed day is known and has an interval where 9 of 10 is not yet reached.
    """
    if not answer.before:
        return _("cannot be compared: no data for the year before")
    found: Number = answer.now.get("change", MISSING)
    now, before = answer.now.get("within", MISSING).value, answer.before.get("within", MISSING).value
    if found.value is None or found.lower is None or found.upper is None or now is None or before is None:
        return _("cannot be compared: too few cases")
    if found.lower <= 0 <= found.upper:
        return _("no clear change from the year before")
    message = _("more have had contact within {days} than the year before: {now} against {before}")
    if found.value < 0:
        message = _("fewer have had contact within {days} than the year before: {now} against {before}")
    days = days_words(answer.now["compared_on"].value or 0.0)
    return message.format(days=days, now=formats.percent(now), before=formats.percent(before))


def card(answer: Answer) -> Card:
    """The overview's card: 9 of 10, or half where that is not reached; how many wait now stands beside."""
    nine, half = answer.now.get("nine_of_ten", MISSING), answer.now.get("half", MISSING)
    received = answer.now.get("received", MISSING)
    if nine.value is not None:
        value, unit = days_words(nine.value), _("until 9 of 10 have had contact")
    elif half.value is not None:
        value, unit = days_words(half.value), _("until half have had contact; 9 of 10 is not reached")
    elif received.value:
        value, unit = _("not reached"), _("not yet half have had contact")
    else:
        value, unit = (state_words(nine.state), "") if received.value is None else (_("none received"), "")
    counted = [_("{n} received", n=formats.number(received.value))] if received.value else []
    trend, trend_text = _trend(answer)
    return Card(
        name=_(MEASURES["time_to_first_contact"].name),
        value=value,
        unit=unit,
        n=" · ".join([*counted, _waiting(answer)]),
        change=change(answer),
        trend=trend,
        trend_text=trend_text,
    )


def _trend(answer: Answer) -> tuple[tuple[float | None, ...], str]:
    """9 of 10 by period, or half where that is reached in more periods; and the same in words."""
    rows = answer.parts["trend"]
    name = "half" if rows["half"].notna().sum() > rows["nine_of_ten"].notna().sum() else "nine_of_ten"
    values = tuple(None if pd.isna(v) else float(v) for v in rows[name])
    points = [
        f"{formats.period(row['period'])} {_point(row, value)}"
        for row, value in zip(rows.to_dict("records"), values, strict=True)
    ]
    what = _("half within") if name == "half" else _("9 of 10 within")
    return values, _("{what}, by period: {points}", what=what, points=", ".join(points))


def _point(row: Mapping[Hashable, Any], value: float | None) -> str:
    if value is None:
        return _gap(row["state"], row["n"])
    return days_words(value) if row["complete"] else _("{text} (not complete yet)", text=days_words(value))


def _gap(state: str, n: float) -> str:
    if state == "missing":
        return _("no data")
    return _("not reached") if n else _("no cases received")


def note_sentence(note: Note) -> str:
    """The words of the notes that only first contact has (analysis.time_to_first_contact); '' for any other."""
    if note.code == "date_before_receipt":
        return plural(
            "{n} case has a date before it was received. That is an error in the data; the case is left out.",
            "{n} cases have a date before they were received. That is an error in the data; they are left out.",
            note.values["n"],
            n=formats.number(note.values["n"]),
        )
    if note.code == "first_contact_months_missing":
        return plural(
            "{n} month of cases has not been delivered.",
            "{n} months of cases have not been delivered.",
            note.values["missing"],
            n=formats.number(note.values["missing"]),
        )
    return ""
