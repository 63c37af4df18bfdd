"""A foreign sheet read with a profile: the template's columns under the system's own headings.

Nothing is rewritten: cells stay where they are and are translated as they are parsed, so that a fault names the row,
the heading and the word that stand in the file.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.importers import values
from dashboard.importers.codes import folded
from dashboard.importers.profiles.keys import distinct, made_of
from dashboard.importers.profiles.latest import latest
from dashboard.importers.profiles.model import Profile
from dashboard.importers.profiles.reader import Entry, Shelf
from dashboard.importers.profiles.rows import counting, listed, place
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.table import LOOKED_THROUGH, Table, understand
from dashboard.importers.template import Column, Template

EVERY_OTHER = "*"  # as a foreign word: each one that is not named


@dataclass(frozen=True)
class Foreign(Column):
    """A column of a template under a foreign heading, whose parser translates first."""

    exempt: bool = False

    @property
    def may_look_like_cpr(self) -> bool:
        return self.exempt


def recognised(sheet: Sheet, shelf: Shelf) -> tuple[Entry, int] | None:
    """The profile that reads the sheet, and the row of its headings: own ones before others, then who asks most."""
    best: tuple[tuple[bool, int], Entry, int] | None = None
    for top, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        there = {folded(str(cell)) for cell in row if cell is not None}
        for entry in shelf.entries:
            score = (entry.own, len(entry.profile.recognise.headings))
            if matches(entry.profile, there) and (best is None or score > best[0]):
                best = (score, entry, top)
    return (best[1], best[2]) if best else None


def matches(profile: Profile, there: set[str]) -> bool:
    """there: the row's headings, folded."""
    asked = profile.recognise
    return there.issuperset(map(folded, asked.headings)) and there.isdisjoint(map(folded, asked.without))


def lacking(sheet: Sheet, shelf: Shelf) -> list[tuple[str, list[str]]]:
    """Profiles that a row has some of the headings of, and those that it lacks: the nearest first."""
    near: dict[str, list[str]] = {}
    for row in sheet.rows[:LOOKED_THROUGH]:
        there = {folded(str(cell)) for cell in row if cell is not None}
        for entry in shelf.entries:
            asked = entry.profile.recognise.headings
            missing = [heading for heading in asked if folded(heading) not in there]
            if 0 < len(missing) < len(asked) and len(missing) < len(near.get(entry.name, asked)):
                near[entry.name] = missing
    return sorted(near.items(), key=lambda pair: len(pair[1]))


def apply(entry: Entry, sheet: Sheet, top: int) -> Table:
    """The sheet as a table of the profile's template, with every fault and remark that this reading has."""
    profile, template = entry.profile, entry.template
    chosen = _chosen(profile, sheet.rows[top])
    counts = counting(profile, sheet, top)
    table = understand(counts.sheet, _foreign(entry, chosen), top)
    columns = {column.key: table.columns.get(column.key, [None] * len(table.numbers)) for column in template.columns}
    for key, word in profile.constants.items():
        columns[key] = [template.column(key).parse(word)] * len(table.numbers)
    for key, names in profile.made_of.items():
        columns[key] = made_of(names, sheet, top, table.numbers)
    faults = [fault for fault in table.faults if fault.code != "no_rows" or not counts.faults] + counts.faults
    remarks = [_read_with(entry), *counts.remarks, *_lumped(profile, chosen, counts.sheet, top), *table.remarks]
    table = replace(table, template=template, columns=columns, faults=faults, remarks=remarks)
    table = distinct(table) if profile.distinct else table
    return latest(table) if profile.one_row_per_case and not faults else table


def _read_with(entry: Entry) -> Remark:
    code = "read_with_profile" if entry.profile.tested else "read_with_untested_profile"
    return Remark(code, {"profile": entry.profile.title})


def _chosen(profile: Profile, headings: Sequence[Any]) -> dict[str, str]:
    """By template key, the first of its headings that is there; where none is, the first, for faults to name."""
    there = {folded(str(cell)) for cell in headings if cell is not None}
    return {
        key: next((name for name in names if folded(name) in there), names[0]) for key, names in profile.columns.items()
    }


def _foreign(entry: Entry, chosen: dict[str, str]) -> Template:
    """The template with the chosen columns alone; what a constant gives is asked of no column."""
    columns = tuple(
        Foreign(
            column.key,
            chosen[column.key],
            _parser(column, entry.profile),
            column.help,
            required=column.required,
            longest=column.longest,
            exempt=column.may_look_like_cpr,
        )
        for column in entry.template.columns
        if column.key in chosen
    )
    groups = (
        group
        for group in entry.template.either
        if not {*entry.profile.constants, *entry.profile.made_of}.intersection(group)
    )
    either = tuple(tuple(key for key in group if key in chosen) for group in groups)
    return replace(entry.template, columns=columns, either=either)


def _parser(column: Column, profile: Profile) -> Callable[[Any], Any]:
    """The column's own parser where the profile says nothing of it: amounts are told by it."""
    said = profile.values.get(column.key, {})
    words = {folded(foreign): word for foreign, word in said.items() if foreign != EVERY_OTHER}
    nothing = {folded(word) for word in profile.empty}
    own = _dated(profile.dates) if column.parse is values.date and profile.dates else column.parse
    if not said and not nothing:
        return own

    def parse(cell: Any) -> Any:
        text = folded(str(cell))
        word = words.get(text, said.get(EVERY_OTHER, cell))
        return None if text in nothing or word == "" else own(word)

    return parse


def _lumped(profile: Profile, chosen: dict[str, str], sheet: Sheet, top: int) -> Iterator[Remark]:
    """The words that a profile does not know one by one, and what they were all read as."""
    for key, said in profile.values.items():
        at = place(sheet.rows[top], chosen.get(key, ""))
        if EVERY_OTHER not in said or at is None:
            continue
        known = {folded(word) for word in (*said, *profile.empty)}
        cells = (row[at] for row in sheet.rows[top + 1 :] if at < len(row) and row[at] is not None)
        others = Counter(shown(cell) for cell in cells if folded(str(cell)) not in known)
        if others:
            values = {"heading": chosen[key], "word": said[EVERY_OTHER], "words": listed(others)}
            yield Remark("words_lumped" if said[EVERY_OTHER] else "words_unused", values)


def _dated(forms: Sequence[str]) -> Callable[[Any], dt.date]:
    """Dates in the profile's forms alone: 03/04/2025 is never guessed at."""

    def parse(cell: Any) -> dt.date:
        for form in forms:
            try:
                return values.date(dt.datetime.strptime(str(cell), form).date())
            except ValueError:
                continue
        if isinstance(cell, dt.date):
            return values.date(cell)
        raise Bad("bad_date")

    return parse
