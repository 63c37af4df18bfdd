"""Which heading of an unknown sheet is which column of a template? By name, and by what the cells hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from dashboard.importers import codes, values
from dashboard.importers.profiles.reader import Entry
from dashboard.importers.template import Column, Template

ALIKE = 0.84  # of difflib's ratio: Modtagelsesdag is Modtagelsesdato, Startdato is not Slutdato (0.78)
CODED = (codes.close_reason, codes.target_group, codes.municipality)
FORMS = (
    "%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%y", "%d.%m.%y", "%d%m%Y", "%Y%m%d", "%Y.%m.%d", "%Y/%m/%d",
    "%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%m/%d/%Y", "%d%m%y", "%y%m%d",
)  # fmt: skip


def names_of(known: Iterable[Entry]) -> dict[str, dict[str, set[str]]]:
    """By source and template key, the headings that the known profiles read it from."""
    found: dict[str, dict[str, set[str]]] = {}
    for entry in known:
        for key, headings in entry.profile.columns.items():
            found.setdefault(entry.profile.source, {}).setdefault(key, set()).update(map(codes.heading, headings))
    return found


def matched(template: Template, cells: dict[str, list[Any]], names: dict[str, dict[str, set[str]]]) -> dict[str, str]:
    """The best pairs of heading and column first, each at most once."""
    pairs = []
    for column in template.columns:
        own = {codes.heading(name) for name in column.headings}
        for heading in cells:
            score = _likeness(codes.heading(heading), own, names.get(template.source, {}).get(column.key, set()))
            if score >= ALIKE and _agrees(column, cells[heading]):
                pairs.append((score, column.key, heading))
    found: dict[str, str] = {}
    for _score, key, heading in sorted(pairs, key=lambda pair: -pair[0]):
        if key not in found and heading not in found.values():
            found[key] = heading
    return found


def _likeness(heading: str, own: set[str], others: set[str]) -> float:
    """Equal to the template's name counts above equal to another system's, and that above alike."""
    if heading in own:
        return 3.0
    if heading in others:
        return 2.0
    if heading.endswith("%"):  # a share is like no amount
        return 0.0
    return max((SequenceMatcher(None, heading, name).ratio() for name in own | others), default=0.0)


def _agrees(column: Column, cells: Sequence[Any]) -> bool:
    """Do nine in ten of the cells hold what the column holds? Words of a vocabulary are for the profile to translate."""
    if not cells or column.parse in CODED:
        return True
    if column.parse is codes.amount_kind:  # many a column is called Type or Art
        return any(parses(column, cell) for cell in cells)
    if column.parse is values.date:
        return sum(is_day(cell, FORMS) for cell in cells) >= 0.9 * len(cells)
    if column.parse is values.month_or_period:
        return sum(is_month(cell) or is_day(cell, FORMS) for cell in cells) >= 0.9 * len(cells)
    return sum(parses(column, cell) for cell in cells) >= 0.9 * len(cells)


def parses(column: Column, cell: Any) -> bool:
    """Whether the column can read the cell."""
    return values.reads(column.parse, cell)


def is_day(cell: Any, forms: Sequence[str]) -> bool:
    """Whether it is a day as the templates read them, or in one of the forms."""
    if isinstance(cell, dt.date):
        return True
    return read_as_it_is(cell) or any(in_form(cell, form) for form in forms)


def is_month(cell: Any) -> bool:
    """Whether it is a month or a period of the accounts."""
    return values.reads(values.month_or_period, cell)


def read_as_it_is(cell: Any) -> bool:
    """Whether the templates read it as a day."""
    return values.reads(values.date, cell)


def in_form(cell: Any, form: str) -> bool:
    """Whether it is a day in the form, and of a year that can be meant."""
    try:
        found = dt.datetime.strptime(str(cell), form)
    except ValueError:
        return False
    return values.EARLIEST.year <= found.year <= 2100
