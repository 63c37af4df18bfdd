"""What could the columns of an unknown sheet mean? A proposal, which a person reads through before it is used.

Headings are compared with the templates', with those of every known system, and last by their likeness. What a column
holds must agree: a heading that looks like a day's is not taken where the cells are no days.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.importers import codes, cpr, ledger, values
from dashboard.importers.codes import folded
from dashboard.importers.heading_rows import LOOKED_THROUGH
from dashboard.importers.profiles import contacts
from dashboard.importers.profiles.amounts import side_by_side
from dashboard.importers.profiles.matching import (
    CODED,
    FORMS,
    in_form,
    is_day,
    is_month,
    matched,
    names_of,
    parses,
    read_as_it_is,
)
from dashboard.importers.profiles.reader import AMOUNTS_SAY, TARGETS, Entry
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Refused
from dashboard.importers.template import Column, Template

LOOKED_AT = 500  # rows
MOST_WORDS = 30  # a column with more is no vocabulary
# What systems write where they mean nothing.
PLACEHOLDERS = frozenset(
    {
        "Missing Value",
        "NULL",
        "N/A",
        "#N/A",
        "Ikke angivet",
        "1900-01-01",
        "1900-01-01 00:00:00",
        "01-01-1900",
        "31-12-9999",
    }
)


@dataclass(frozen=True)
class Proposal:
    """columns: heading by template key. forms: date forms, empty where the templates read the days as they are.
    empty: words that mean nothing.
    words: by key, the coded words that the template does not know. activities: heading and words, for contacts.
    amounts: of a ledger with amounts side by side, the kind under each heading."""

    template: Template
    sheet: Sheet
    top: int
    columns: dict[str, str]
    forms: tuple[str, ...]
    empty: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    activities: tuple[str, tuple[str, ...]] | None
    amounts: dict[str, str] = field(default_factory=dict)

    @property
    def lacking(self) -> list[tuple[Column, ...]]:
        """Required columns that no heading was found for, and groups of which one would do."""
        found = {*self.columns, *(AMOUNTS_SAY if self.amounts else ())}
        return [group for group in _needed(self.template) if found.isdisjoint(column.key for column in group)]

    @property
    def unused(self) -> list[str]:
        taken = {*self.columns.values(), *self.amounts}
        return [str(cell) for cell in self.sheet.rows[self.top] if cell is not None and str(cell) not in taken]


def propose(sheet: Sheet, source: str | None, known: Iterable[Entry]) -> Proposal:
    """source: what the sheet is to become; None: what most of its headings look like.

    Raises Refused: cpr_somewhere or no_rows.
    """
    top = _headings_row(sheet)
    body = sheet.rows[top + 1 :]
    if not any(cell is not None for row in body for cell in row):
        raise Refused("no_rows")
    cells = _cells(sheet.rows[top], body)
    names = names_of(known)
    templates = [TARGETS[source]] if source else [t for t in TARGETS.values() if t.source != contacts.SOURCE]
    found = [(template, matched(template, cells, names)) for template in templates]
    template, columns = max(found, key=lambda pair: _fitting(*pair))
    columns, amounts = side_by_side(columns, cells) if template is ledger.TEMPLATE else (columns, {})
    _refuse_cpr(sheet, top, _exempt(template, columns, amounts))
    days = [cells[heading] for key, heading in columns.items() if template.column(key).parse is values.date]
    months = [cells[h] for key, h in columns.items() if template.column(key).parse is values.month_or_period]
    days += [[cell for cell in some if not is_month(cell)] for some in months]
    return Proposal(
        template,
        sheet,
        top,
        columns,
        _forms(days),
        _placeholders(body),
        _unknown_words(template, columns, cells),
        _activities(template, cells),
        amounts,
    )


def _headings_row(sheet: Sheet) -> int:
    """The row with the most different texts that are no days and no numbers."""

    def texts(index: int) -> int:
        return len({cell for cell in sheet.rows[index] if isinstance(cell, str) and not is_day(cell, FORMS)})

    return max(range(min(LOOKED_THROUGH, len(sheet.rows))), key=lambda index: (texts(index), -index), default=0)


def _cells(headings: Sequence[Any], body: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
    """The cells that say something under each heading, of the first rows."""
    return {
        str(heading): [row[at] for row in body[:LOOKED_AT] if at < len(row) and _says_something(row[at])]
        for at, heading in enumerate(headings)
        if heading is not None
    }


def _says_something(cell: Any) -> bool:
    return cell is not None and str(cell) not in PLACEHOLDERS


def _placeholders(body: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    return tuple(sorted(PLACEHOLDERS.intersection(str(cell) for row in body[:LOOKED_AT] for cell in row)))


def _fitting(template: Template, columns: dict[str, str]) -> tuple[float, int]:
    needed = _needed(template)
    there = sum(any(column.key in columns for column in group) for group in needed)
    return there / max(1, len(needed)), len(columns)


def _needed(template: Template) -> list[tuple[Column, ...]]:
    """Each required column, and each group of which one has to be there."""
    required = [column for column in template.columns if column.required]
    alone = [(column, *(template.column(key) for key in column.told_by)) for column in required]
    return alone + [tuple(template.column(key) for key in group) for group in template.either]


def _forms(columns: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """Every form that reads all the days: more than one means that a person must choose."""
    days = [cell for cells in columns for cell in cells if not isinstance(cell, dt.date)]
    if all(read_as_it_is(cell) for cell in days):
        return ()
    return tuple(form for form in FORMS if all(in_form(cell, form) for cell in days))


def _unknown_words(
    template: Template, columns: dict[str, str], cells: dict[str, list[Any]]
) -> dict[str, tuple[str, ...]]:
    """Never of keys, names or free text: only what stands in columns with a vocabulary."""
    found = {}
    for key, heading in columns.items():
        column = template.column(key)
        if column.parse in (*CODED, codes.amount_kind):
            words = Counter(str(cell) for cell in cells[heading] if not parses(column, cell))
            if 0 < len(words) <= MOST_WORDS:
                found[key] = tuple(word for word, _count in words.most_common())
    return found


def _activities(template: Template, cells: dict[str, list[Any]]) -> tuple[str, tuple[str, ...]] | None:
    """The column that says what kind of activity a row is: some of them are contacts."""
    if template.source != contacts.SOURCE:
        return None
    for heading, found in cells.items():
        words = Counter(str(cell) for cell in found)
        named = folded(heading).startswith(("aktivitet", "kontakttype", "handling", "type"))
        if named and 0 < len(words) <= MOST_WORDS:
            return heading, tuple(word for word, _count in words.most_common())
    return None


def _exempt(template: Template, columns: dict[str, str], amounts: Iterable[str]) -> dict[str, Column]:
    """By heading, the columns whose cells may look like a CPR number where they parse, as when they are imported."""
    found = {heading: template.column(key) for key, heading in columns.items()}
    found |= {heading: template.column("amount") for heading in amounts}
    return {heading: column for heading, column in found.items() if column.may_look_like_cpr}


def _refuse_cpr(sheet: Sheet, top: int, exempt: dict[str, Column]) -> None:
    """Raises Refused where a CPR number stands anywhere."""
    columns = [exempt.get(str(heading)) for heading in sheet.rows[top]]
    for index, row in enumerate(sheet.rows):
        for at, cell in enumerate(row):
            if cell is None or not cpr.found_in(cell) or is_day(cell, FORMS):
                continue
            column = columns[at] if index > top and at < len(columns) else None
            if column is None or not parses(column, cell):
                raise Refused("cpr_somewhere")
