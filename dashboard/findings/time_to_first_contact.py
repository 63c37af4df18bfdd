"""How long families wait for the first contact, in sentences: levels and uncertainty, never what caused them."""

from __future__ import annotations

import math

from dashboard.findings.caveats import noted, period_sentences, remark
from dashboard.findings.words import municipalities_words, state_words
from dashboard.language import _, formats, plural
from dashboard.measures import MEASURES
from dashboard.shapes import MISSING, POOLED, Answer, Card, Caveat, Note, Number


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
        return _("In 9 of 10 cases the family has had contact within {days}", days=_sure_days(nine))
    if half.value is not None:
        days = _sure_days(half)
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
    return " ".join([*(_sentence(part) for part in parts), *period_sentences(answer)])


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _counted(answer: Answer) -> str:
    received, contacted, closed, unlisted = (
        answer.now[name].value or 0.0 for name in ("received", "contacted", "closed_without_contact", "unlisted")
    )
    return _(
        "{received} cases received: {contacted} had contact, {closed} were closed without it, {waiting} still wait",
        received=formats.number(received),
        contacted=formats.number(contacted),
        closed=formats.number(closed),
        waiting=formats.number(received - contacted - closed - unlisted),
    )


def _sure_days(number: Number) -> str:
    """`27 dage`; with its uncertainty where it rests on few who are still followed."""
    days = days_words(number.value or 0.0)
    return f"{days} ({_uncertainty(number)})" if number.few else days


def _uncertainty(number: Number) -> str:
    """`usikkerhed 5–9 dage`, or `usikkerhed fra 5 dage og op` where the band never gets there."""
    return uncertainty_words(number.lower or 0.0, math.nan if number.upper is None else number.upper)


def uncertainty_words(lower: float, upper: float) -> str:
    """The 95 % interval of a number of days; upper NaN: the band's lower edge does not get there yet."""
    if math.isnan(upper):
        return _("uncertainty from {days} and up, with no upper end yet", days=days_words(lower))
    return _("uncertainty {limits}", limits=f"{_day(lower)}–{days_words(upper)}")


def _day(days: float) -> str:
    return formats.number(days, 0 if float(days).is_integer() else 1)


def _quantile(answer: Answer, name: str) -> str:
    found = answer.now[name]
    what = _("half within") if name == "half" else _("9 of 10 within")
    if found.value is None:
        return _("{what}: not reached", what=what)
    return f"{what}: {days_words(found.value)} ({_uncertainty(found)})"


def _within(answer: Answer) -> str:
    """The share within the target, or within the day on which years are compared."""
    found = answer.now["within"]
    days = days_words(answer.now["compared_on"].value or 0.0)
    if found.value is None:
        return _("within {days}: {why}", days=days, why=state_words(found.state))
    limits, share = _limits(found), formats.percent(found.value)
    if answer.now["within_target"].value is not None:
        return _("within the target of {days}: {share} (uncertainty {limits})", days=days, share=share, limits=limits)
    return _("within {days}: {share} (uncertainty {limits})", days=days, share=share, limits=limits)


def _limits(share: Number) -> str:
    return f"{formats.number(100 * (share.lower or 0.0))}–{formats.percent(share.upper or 0.0)}"


def _sure_share(number: Number) -> str:
    """`80 %`; with its uncertainty where it rests on few who are still followed."""
    share = formats.percent(number.value or 0.0)
    return _("{share} (uncertainty {limits})", share=share, limits=_limits(number)) if number.few else share


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
    """The periods without a number."""
    found: dict[str, list[str]] = {}
    for key, state, n in _line(answer):
        if why := _why(state, n):
            found.setdefault(why, []).append(formats.period(key))
    order = (_("no data"), _("no cases received"), _("9 of 10 not reached"))
    return [_("{periods}: {why}", periods=", ".join(found[why]), why=why) for why in order if why in found]


def _why(state: str, n: float) -> str:
    if state == "missing":
        return _("no data")
    if state == "not_estimable":
        return _("9 of 10 not reached") if n else _("no cases received")
    return ""


def _line(answer: Answer) -> list[tuple[str, str, float]]:
    """Period, state and n of the municipality by period, or of all together."""
    code = answer.filters.municipalities[0] if answer.filters.one_municipality else POOLED
    rows = answer.table.rows("municipality_code", "period", "state", "n")
    return [(period, state, n) for found, period, state, n in rows if found == code]


def change(answer: Answer) -> str:
    """Against the same range a year earlier: the share with contact within one and the same day.

    A change is one only where the 95 % interval of the difference leaves out no change (survival.difference). The day
    is the target, or 14: the share by a fixed day is known and has an interval where 9 of 10 is not yet reached.
    """
    if not answer.before:
        return _("cannot be compared: no data for the year before")
    found: Number = answer.now.get("change", MISSING)
    now, before = answer.now.get("within", MISSING), answer.before.get("within", MISSING)
    known = now.value is not None and before.value is not None
    if found.value is None or found.lower is None or found.upper is None or not known:
        return _("cannot be compared: too few cases")
    if found.lower <= 0 <= found.upper:
        return _("no clear change from the year before")
    message = _("more have had contact within {days} than the year before: {now} against {before}")
    if found.value < 0:
        message = _("fewer have had contact within {days} than the year before: {now} against {before}")
    days = days_words(answer.now["compared_on"].value or 0.0)
    return message.format(days=days, now=_sure_share(now), before=_sure_share(before))


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
    if (shown := nine if nine.value is not None else half).value is not None:
        counted.insert(0, _uncertainty(shown))
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
    trend = answer.parts["trend"]
    half, nine = (tuple(None if math.isnan(v) else v for v in trend[name]) for name in ("half", "nine_of_ten"))
    shows_half = half.count(None) < nine.count(None)
    values = half if shows_half else nine
    name = "half" if shows_half else "nine_of_ten"
    limits = zip(trend[f"{name}_lower"], trend[f"{name}_upper"], strict=True)
    columns = (trend["period"], trend["state"], trend["n"], limits, trend["caveat"])
    points = [
        f"{formats.period(key)} {_gap(state, n) if value is None else _point(answer, value, band, caveat)}"
        for value, key, state, n, band, caveat in zip(values, *columns, strict=True)
    ]
    what = _("half within") if shows_half else _("9 of 10 within")
    return values, _("{what}, by period: {points}", what=what, points=", ".join(points))


def _point(answer: Answer, days: float, limits: tuple[float, float], caveat: Caveat) -> str:
    return days_noted(days, *limits, remark(answer, caveat, not answer.filters.one_municipality))


def days_noted(days: float, lower: float, upper: float, remark: str) -> str:
    """`27 dage (usikkerhed 20–41 dage; kun en del er valgt)`."""
    return noted(days_words(days), "; ".join(filter(None, (uncertainty_words(lower, upper), remark))))


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
    if note.code == "first_contact_unlisted":
        return plural(
            "{n} case is no longer on the case list, and nobody has said why: it counts as waiting until the last list with it.",
            "{n} cases are no longer on the case list, and nobody has said why: they count as waiting until the last list with them.",
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
