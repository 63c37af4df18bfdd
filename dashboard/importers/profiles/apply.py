"""A foreign sheet read with a profile: the template's columns under the system's own headings.

Nothing is rewritten: cells stay where they are and are translated as they are parsed, so that a fault names the row,
the heading and the word that stand in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.importers import codes
from dashboard.importers.choices import Decimal
from dashboard.importers.heading_rows import LOOKED_THROUGH
from dashboard.importers.profiles.keys import distinct, made_of
from dashboard.importers.profiles.latest import latest
from dashboard.importers.profiles.model import Profile
from dashboard.importers.profiles.reader import Entry, Shelf
from dashboard.importers.profiles.rows import counting, place
from dashboard.importers.profiles.translate import foreign, of_words, words_in
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Remark
from dashboard.importers.table import Said, Table, understand
from dashboard.importers.template import Column, Template


def recognised(sheet: Sheet, shelf: Shelf) -> tuple[Entry, int] | None:
    """The profile that reads the sheet, and the row of its headings: own ones before others, then who asks most."""
    best: tuple[tuple[bool, int], Entry, int] | None = None
    for top, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        there = {codes.heading(cell) for cell in row if cell is not None}
        for entry in shelf.entries:
            score = (entry.own, len(entry.profile.recognise.headings))
            if matches(entry.profile, there) and (best is None or score > best[0]):
                best = (score, entry, top)
    return (best[1], best[2]) if best else None


def matches(profile: Profile, there: set[str]) -> bool:
    """there: the row's headings, as codes.heading writes them."""
    asked = profile.recognise
    return there.issuperset(map(codes.heading, asked.headings)) and there.isdisjoint(map(codes.heading, asked.without))


def lacking(sheet: Sheet, shelf: Shelf) -> list[tuple[str, list[str]]]:
    """Profiles that a row has some of the headings of, and those that it lacks: the nearest first."""
    near: dict[str, list[str]] = {}
    for row in sheet.rows[:LOOKED_THROUGH]:
        there = {codes.heading(cell) for cell in row if cell is not None}
        for entry in shelf.entries:
            asked = entry.profile.recognise.headings
            missing = [heading for heading in asked if codes.heading(heading) not in there]
            if 0 < len(missing) < len(asked) and len(missing) < len(near.get(entry.name, asked)):
                near[entry.name] = missing
    return sorted(near.items(), key=lambda pair: len(pair[1]))


def apply(entry: Entry, sheet: Sheet, top: int, decimal: Decimal = "") -> Table:
    """The sheet as a table of the profile's template, with every fault and remark that this reading has."""
    profile, template = entry.profile, entry.template
    chosen = chosen_headings(profile, sheet.rows[top])
    counts = counting(profile, sheet, top)
    table = understand(counts.sheet, _foreign(entry, chosen), top, Said(decimal))
    columns = {column.key: table.columns.get(column.key, [None] * len(table.numbers)) for column in template.columns}
    for key, word in profile.constants.items():
        columns[key] = [template.column(key).parse(word)] * len(table.numbers)
    for key, names in profile.made_of.items():
        columns[key] = made_of(names, sheet, top, table.numbers)
    faults = [fault for fault in table.faults if fault.code != "no_rows" or not counts.faults] + counts.faults
    remarks = [
        read_with(entry),
        *counts.remarks,
        *of_words(profile, words_in(chosen, counts.sheet, top)),
        *table.remarks,
    ]
    table = replace(table, template=template, columns=columns, faults=faults, remarks=remarks)
    table = distinct(table) if profile.distinct else table
    return latest(table) if profile.one_row_per_case and not faults else table


def read_with(entry: Entry) -> Remark:
    code = "read_with_profile" if entry.profile.tested else "read_with_untested_profile"
    return Remark(code, {"profile": entry.profile.title})


def chosen_headings(profile: Profile, headings: Sequence[Any]) -> dict[str, str]:
    """By template key, the first of its headings that is there; where none is, the first, for faults to name."""
    there = {codes.heading(cell) for cell in headings if cell is not None}
    return {
        key: next((name for name in names if codes.heading(name) in there), names[0])
        for key, names in profile.columns.items()
    }


def places_used(entry: Entry, headings: Sequence[Any]) -> dict[int, Column | None]:
    """The columns that the profile reads, by place; None: for something else than a column of the template."""
    profile = entry.profile
    others = [name for names in profile.made_of.values() for name in names]
    used: dict[int, Column | None] = {}
    for name in (*others, *profile.only, *profile.leave_out):
        if (at := place(headings, name)) is not None:
            used[at] = None
    for name in profile.amounts:
        if (at := place(headings, name)) is not None:
            used[at] = entry.template.column("amount")
    for key, name in chosen_headings(profile, headings).items():
        if (at := place(headings, name)) is not None:
            used[at] = entry.template.column(key)
    return used


def _foreign(entry: Entry, chosen: dict[str, str]) -> Template:
    """The template with the chosen columns alone; what a constant gives is asked of no column."""
    columns = tuple(
        foreign(column, chosen[column.key], entry.profile) for column in entry.template.columns if column.key in chosen
    )
    groups = (
        group
        for group in entry.template.either
        if not {*entry.profile.constants, *entry.profile.made_of}.intersection(group)
    )
    either = tuple(tuple(key for key in group if key in chosen) for group in groups)
    return replace(entry.template, columns=columns, either=either, proposes=False)
