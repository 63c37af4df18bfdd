"""What an import understood of each source: sums, months and counts that whoever delivers can hold against their own.

A wrong unit, a sheet left out or a filter left on is seen by its sum. Each figure stands beside that of the delivery
before, which the version keeps (delivery_figure). Whole numbers: øre, counts, thousandths of a position, and months,
years and days by number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.database.accounts import ACCOUNT_CLASSES
from dashboard.importers.again.kinds import Span
from dashboard.importers.context import Context
from dashboard.importers.template import Rows
from dashboard.measures import MAIN_CLASSES

Figures = dict[str, int]
Where = tuple[str, str]  # municipality and source
Account = tuple[str, str, int, str]  # municipality, function, dranst, grouping
FIRST = frozenset({"first_month", "first_year", "first_day"})  # of several together the least
LAST = frozenset({"last_month", "last_year", "last_day"})  # and the greatest; every other is added up


def of_ledger(sums: Mapping[Account, int], months: Iterable[Span]) -> dict[Where, Figures]:
    """sums: what is booked on each account. A class without a posting has no figure: that is not 0 kr."""
    found: dict[Where, Figures] = {}
    for span in months:
        own = found.setdefault((span.municipality, "ledger"), {"sum": 0, "first_month": span.period, "last_month": span.period})
        own["first_month"] = min(own["first_month"], span.period)
        own["last_month"] = max(own["last_month"], span.period)
    for (code, function, dranst, grouping), ore in sums.items():
        own = found[code, "ledger"]
        own["sum"] += ore
        own["accounts"] = own.get("accounts", 0) + 1
        spending_class = _class_of(function, dranst, grouping, own["last_month"])
        if spending_class in MAIN_CLASSES:
            own[spending_class] = own.get(spending_class, 0) + ore
    return found


def _class_of(function: str, dranst: int, grouping: str, month: int) -> str:
    """As the rollup translates: the grouping's own row decides before the one for all groupings."""
    for own in (grouping, ""):
        for row in ACCOUNT_CLASSES:
            if row[:3] == (function, own, dranst) and row.from_month <= month <= (row.to_month or month):
                return row.spending_class
    return "unknown"


def of_budget(lines: Iterable[tuple[str, int, int, int, int | None]]) -> dict[Where, Figures]:
    """lines: municipality, year, original, supplement and expected in øre; the newest of each."""
    found: dict[Where, Figures] = {}
    for code, year, original, supplement, expected in lines:
        own = found.setdefault((code, "budget"), {"first_year": year, "last_year": year, "lines": 0})
        own["first_year"], own["last_year"] = min(own["first_year"], year), max(own["last_year"], year)
        own["lines"] += 1
        own["original"] = own.get("original", 0) + original
        own["supplement"] = own.get("supplement", 0) + supplement
        own["corrected"] = own.get("corrected", 0) + original + supplement
        if expected is not None:
            own["expected"] = own.get("expected", 0) + expected
    return found


def of_rows(rows: Rows, context: Context) -> dict[Where, Figures]:
    """Of every source but the ledger and the budget, by municipality."""
    source, count = rows.template.source, _COUNTED.get(rows.template.source)
    by_place: dict[str, list[int]] = {}
    for index, code in enumerate(rows["municipality"]):
        if code is not None:
            by_place.setdefault(code, []).append(index)
    return {(code, source): count(rows, found, context) for code, found in by_place.items()} if count else {}


def _taken(rows: Rows, indices: Sequence[int], key: str) -> list[Any]:
    column = rows[key]
    return [column[index] for index in indices if column[index] is not None]


def _between(name: str, values: Sequence[Any]) -> Figures:
    whole = [value.toordinal() if isinstance(value, dt.date) else value for value in values]
    return {f"first_{name}": min(whole), f"last_{name}": max(whole)} if whole else {}


def _cases(rows: Rows, indices: Sequence[int], _context: Context) -> Figures:
    closed = len(_taken(rows, indices, "closed"))
    return {
        "cases": len(indices),
        "open": len(indices) - closed,
        "contacts": len(_taken(rows, indices, "contact")),
        "closings": closed,
        "coordinators": len(set(_taken(rows, indices, "coordinator"))),
        **_between("day", _taken(rows, indices, "received")),
    }


def _coordinators(rows: Rows, indices: Sequence[int], context: Context) -> Figures:
    """The positions of those who work on the day that is described."""
    day = context.as_of or context.today
    spans = zip(*([rows[key][index] for index in indices] for key in ("hours", "start", "end")), strict=True)
    at_work = [hours for hours, start, end in spans if hours and start and start <= day and (end is None or end >= day)]
    return {"coordinators": len(set(_taken(rows, indices, "coordinator"))), "positions": sum(at_work)}


def _surveys(rows: Rows, indices: Sequence[int], context: Context) -> Figures:
    code = rows["municipality"][indices[0]]
    forms = [form for form in context.forms if form.place[0] == code]
    sent, answered = [form for form in forms if form.sent_here], [form for form in forms if form.answered is not None]
    return {
        "invitations": len(sent),
        "answers": len(answered),
        "rounds": len({form.wave for form in forms}),
        **_between("day", [form.wave[2] for form in forms if form.wave[2] is not None]),
    }


def _services(rows: Rows, indices: Sequence[int], _context: Context) -> Figures:
    ended = len(_taken(rows, indices, "end"))
    return {"services": len(indices), "lasting": len(indices) - ended, **_between("day", _taken(rows, indices, "start"))}


def _population(rows: Rows, indices: Sequence[int], _context: Context) -> Figures:
    return {"persons": sum(_taken(rows, indices, "persons")), **_between("year", _taken(rows, indices, "year"))}


def _cost_centres(rows: Rows, indices: Sequence[int], _context: Context) -> Figures:
    return {"cost_centres": len(set(_taken(rows, indices, "cost_centre")))}


_COUNTED = {
    "cases": _cases,
    "coordinators": _coordinators,
    "surveys": _surveys,
    "services": _services,
    "population": _population,
    "cost_centres": _cost_centres,
}


def together(several: Sequence[Mapping[str, int]]) -> Figures:
    """The figures of many municipalities as one."""
    found: Figures = {}
    for figures in several:
        for name, value in figures.items():
            if name in FIRST or name in LAST:
                found[name] = (min if name in FIRST else max)(found.get(name, value), value)
            else:
                found[name] = found.get(name, 0) + value
    return found
