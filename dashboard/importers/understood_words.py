"""The lines of a report that say what was understood, each figure beside that of the delivery before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.findings.spending import class_name
from dashboard.importers.report import Understood
from dashboard.importers.understood import together
from dashboard.language import _, formats, plural
from dashboard.measures import MAIN_CLASSES

SIDE_BY_SIDE = 5  # municipalities; more are said as one

# Figure → what it is, in the order of the lines. Message ids.
NAMES: dict[str, dict[str, str]] = {
    "ledger": {"sum": "Sum", "month": "Months", "accounts": "Accounts posted on"},
    "budget": {
        "original": "Original budget",
        "supplement": "Supplements",
        "corrected": "Corrected budget",
        "expected": "Expected accounts",
        "year": "Years",
        "lines": "Lines",
    },
    "cases": {
        "cases": "Cases",
        "open": "Open",
        "contacts": "With first contact",
        "closings": "Closed",
        "coordinators": "Coordinators",
        "day": "Received",
    },
    "coordinators": {"coordinators": "Coordinators", "positions": "Full-time positions on cases"},
    "surveys": {"invitations": "Invitations", "answers": "Answered", "rounds": "Rounds", "day": "Sent"},
    "services": {"services": "Services", "lasting": "Lasting", "day": "Begun"},
    "population": {"persons": "Persons of 0-22 years", "year": "Years"},
    "cost_centres": {"cost_centres": "Cost centres"},
}
_ORE = frozenset({"sum", "original", "supplement", "corrected", "expected", *MAIN_CLASSES})


def said(several: Sequence[Understood]) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """By source and municipality: the source, the place, and of each figure its name, value and code."""
    by_source: dict[str, list[Understood]] = {}
    for one in several:
        by_source.setdefault(one.source, []).append(one)
    for source, found in by_source.items():
        if len(found) > SIDE_BY_SIDE:
            place = plural("{n} municipality", "{n} municipalities", len(found), n=formats.number(len(found)))
            found = [Understood(source, place, together([one.figures for one in found]), {})]
        for one in found:
            name = MUNICIPALITIES[one.municipality].name if one.municipality in MUNICIPALITIES else one.municipality
            yield source, name, list(_lines(one))


def _lines(one: Understood) -> Iterator[tuple[str, str, str]]:
    for code, name in NAMES[one.source].items():
        yield from _line(one, code, _(name))
    for spending_class in MAIN_CLASSES if one.source == "ledger" else ():
        yield from _line(one, spending_class, class_name(spending_class), _("no postings"))


def _line(one: Understood, code: str, name: str, without: str = "") -> Iterator[tuple[str, str, str]]:
    now, before = _value(one.figures, code) or without, _value(one.before, code) or (without if one.before else "")
    if now or before:
        now = now or _("none")
        yield name, now + (" " + _("(last time {before})", before=before) if before else ""), code


def _value(figures: Mapping[str, int], code: str) -> str:
    """The figure as people write it; '' where there is none."""
    if f"first_{code}" in figures:
        ends = [_time(code, figures[f"{end}_{code}"]) for end in ("first", "last")]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} – {ends[1]}"
    if code not in figures:
        return ""
    value = figures[code]
    if code in _ORE:
        return formats.kroner(value, 2)
    return formats.number(value / 1000, 2) if code == "positions" else formats.number(value)


def _time(code: str, value: int) -> str:
    if code == "month":
        return formats.month(value)
    return formats.short_date(dt.date.fromordinal(value)) if code == "day" else str(value)
