"""Why a number does not stand for the whole of its period, in words: the same on page, in chart, file and terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dashboard.language import _, formats, plural
from dashboard.periods import Period
from dashboard.shapes import POOLED, WHOLE, Answer, Caveat


def caveat_words(caveat: Caveat, as_of: dt.date | None, *, together: bool) -> str:
    """`kun en del er valgt; 2 kommuner mangler (marts 2025)`; '' where the number stands for the whole period.

    together: the number is of several municipalities.
    """
    parts = []
    if caveat.cut:
        parts.append(_("only a part is chosen"))
    if caveat.municipalities:
        parts.append(_lacking(caveat, months_words(caveat.months), together=together))
    if caveat.ongoing:
        parts.append(_("not over: data until {day}", day=formats.short_date(as_of)) if as_of else _("not over"))
    if caveat.unsettled:
        parts.append(_("can still change: some are still waiting"))
    return "; ".join(parts)


def _lacking(caveat: Caveat, months: str, *, together: bool) -> str:
    if not together:
        return _("{months} has not been delivered", months=months)
    n = caveat.municipalities
    one, many = "{n} municipality is missing ({months})", "{n} municipalities are missing ({months})"
    return plural(one, many, n, n=formats.number(n), months=months)


def months_words(months: Iterable[int]) -> str:
    """`jan. 2025 – mar. 2025, maj 2025`: months that follow each other as one range."""
    runs: list[Period] = []
    for month in months:
        if runs and runs[-1].last == month - 1:
            runs[-1] = Period(runs[-1].first, month)
        else:
            runs.append(Period(month, month))
    ends = (dict.fromkeys((formats.month(run.first), formats.month(run.last))) for run in runs)
    return ", ".join(" – ".join(run) for run in ends)


def remarks(answer: Answer) -> list[str]:
    """What each row of the table is not whole in; '' where it is, and where nothing is there at all."""
    if "caveat" not in answer.table:
        return [""] * len(answer.table)
    rows = answer.table.rows("municipality_code", "state", "caveat")
    keys = [(WHOLE if state == "missing" else caveat, code == POOLED) for code, state, caveat in rows]
    worded = {key: remark(answer, *key) for key in set(keys)}
    return [worded[key] for key in keys]


def noted(text: str, remark: str) -> str:
    """`Herning: 24,0 (kun en del er valgt)`; the text alone where there is nothing to remark."""
    return f"{text} ({remark})" if remark else text


def remark(answer: Answer, caveat: Caveat, together: bool) -> str:
    """caveat_words of one row. An amount per child of which months are missing cannot be held against another."""
    words = caveat_words(caveat, answer.as_of, together=together)
    if words and caveat.municipalities and answer.measure == "spending" and answer.filters.unit == "child":
        return _("not comparable: {why}", why=words)
    return words


def period_sentences(answer: Answer) -> list[str]:
    """`1. kvt. 2025, 2. kvt. 2025: kun en del er valgt.`: what the periods of the main line are not whole in."""
    code = answer.filters.municipalities[0] if answer.filters.one_municipality else POOLED
    found: dict[str, dict[str, None]] = {}
    for place, period, words in zip(answer.table["municipality_code"], answer.table["period"], remarks(answer), strict=True):
        if place == code and words:
            found.setdefault(words, {})[formats.period(period)] = None
    told = [_("{periods}: {why}.", periods=", ".join(periods), why=why) for why, periods in found.items()]
    return [f"{sentence[0].upper()}{sentence[1:]}" for sentence in told]
