"""A template's column under a foreign heading, whose cells are translated before they are parsed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.importers import codes, values
from dashboard.importers.codes import folded
from dashboard.importers.profiles.model import Profile
from dashboard.importers.profiles.rows import listed, place
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.template import Column
from dashboard.periods import month_key

EVERY_OTHER = "*"  # as a foreign word: each one that is not named


@dataclass(frozen=True)
class Absent(Column):
    """A column that the profile finds nowhere: under no heading."""

    @property
    def headings(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Foreign(Column):
    """exempt: what the template's own column says of may_look_like_cpr, which is told by its parser."""

    exempt: bool = False

    @property
    def may_look_like_cpr(self) -> bool:
        return self.exempt


def foreign(column: Column, heading: str, profile: Profile) -> Foreign:
    return Foreign(
        column.key,
        heading,
        _parser(column, profile),
        column.help,
        required=column.required,
        blanks_pass=column.blanks_pass,
        longest=column.longest,
        exempt=column.may_look_like_cpr,
    )


def _parser(column: Column, profile: Profile) -> Callable[[Any], Any]:
    """The column's own parser wherever nothing is to be translated; always that of amounts, which are told by it."""
    said = profile.values.get(column.key, {})
    own = _own(column, profile.dates)
    unnamed = column.key in profile.leave_names_out
    if column.parse is values.ore or not (said or profile.empty or unnamed):
        return own
    words = {folded(word): meaning for word, meaning in said.items() if word != EVERY_OTHER}
    nothing = {folded(word) for word in profile.empty}

    def parse(cell: Any) -> Any:
        text = folded(str(cell))
        word = words.get(text, said.get(EVERY_OTHER, cell))
        if text in nothing or word == "" or (unnamed and _is_name(word)):
            return None
        return own(word)

    return parse


def _own(column: Column, forms: Sequence[str]) -> Callable[[Any], Any]:
    if forms and column.parse is values.date:
        return _dated(forms)
    if forms and column.parse is values.month_or_period:
        return _month_of(_dated(forms))
    return column.parse


def _month_of(dated: Callable[[Any], dt.date]) -> Callable[[Any], int]:
    """The month of a day in the profile's forms; what the template reads as a month or a period stays that."""

    def parse(cell: Any) -> int:
        try:
            return values.month_or_period(cell)
        except Bad:
            return month_key(dated(cell))

    return parse


def _is_name(cell: Any) -> bool:
    return not values.reads(codes.key, cell)


def _dated(forms: Sequence[str]) -> Callable[[Any], dt.date]:
    """Dates in the profile's forms alone: 03/04/2025 is never guessed at."""

    def parse(cell: Any) -> dt.date:
        if isinstance(cell, dt.date):
            return values.date(cell)
        for form in forms:
            try:
                return values.date(dt.datetime.strptime(str(cell), form).date())
            except ValueError:
                continue
        raise Bad("bad_date")

    return parse


def words_in(chosen: dict[str, str], sheet: Sheet, top: int) -> Iterator[tuple[str, str, Counter[str]]]:
    """Key, heading and cells of each column that is there."""
    for key, heading in chosen.items():
        at = place(sheet.rows[top], heading)
        if at is not None:
            yield (
                key,
                heading,
                Counter(str(row[at]) for row in sheet.rows[top + 1 :] if at < len(row) and row[at] is not None),
            )


def of_words(profile: Profile, columns: Iterable[tuple[str, str, Counter[str]]]) -> Iterator[Remark]:
    """What was done with words that the profile does not know one by one, and with names."""
    for key, heading, cells in columns:
        said = profile.values.get(key, {})
        known = {folded(word) for word in (*said, *profile.empty)}
        others = Counter({shown(word): n for word, n in cells.items() if folded(word) not in known})
        if EVERY_OTHER in said and others:
            values = {"heading": heading, "word": said[EVERY_OTHER], "words": listed(others)}
            yield Remark("words_lumped" if said[EVERY_OTHER] else "words_unused", values)
        if key in profile.leave_names_out and any(map(_is_name, others)):
            yield Remark("names_left_out", {"heading": heading, "key": key})
