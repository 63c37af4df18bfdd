"""Which rows of a sheet count, by the words in some of its columns. The others are counted, and their words named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.importers import codes, cpr, values
from dashboard.importers.codes import folded
from dashboard.importers.profiles.model import Profile
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Remark, shown
from dashboard.importers.table import Cell

LISTED = 6  # so many words are named, the commonest first


@dataclass
class Counting:
    """The sheet with the rows that do not count made empty, so that every other row keeps its number."""

    sheet: Sheet
    faults: list[Cell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def counting(profile: Profile, sheet: Sheet, top: int) -> Counting:
    """Nothing counts: that is a fault, for a measure without its facts would look like a measure of nothing."""
    found = Counting(Sheet(sheet.name, list(sheet.rows)))
    asked = [(heading, words, True) for heading, words in profile.only.items()]
    asked += [(heading, words, False) for heading, words in profile.leave_out.items()]
    for heading, words, stays in asked:
        at, these = place(sheet.rows[top], heading), {folded(word) for word in words}
        if at is not None:
            _leave_out(found, top, (heading, at), these, stays)
        elif stays:
            found.faults.append(Cell(None, "", "missing_column", {"column": heading}))
    return found


def place(headings: Sequence[Any], name: str) -> int | None:
    """Which column has the heading, None where none has."""
    return next((at for at, cell in enumerate(headings) if codes.heading(cell or "") == codes.heading(name)), None)


def _leave_out(found: Counting, top: int, column: tuple[str, int], these: set[str], stays: bool) -> None:
    heading, at = column
    rows, others, kept = found.sheet.rows, Counter[str](), 0
    for index in range(top + 1, len(rows)):
        row = rows[index]
        if all(cell is None for cell in row):
            continue
        word = row[at] if at < len(row) else None
        if (folded(str(word or "")) in these) is stays:
            kept += 1
            continue
        found.faults += _leaks(row, index)
        others[word_shown(word)] += 1
        rows[index] = []
    say_left_out(heading, others, kept, found.faults, found.remarks)


def word_shown(word: Any) -> str:
    return shown(word if word is not None else "–")


def say_left_out(heading: str, others: Counter[str], kept: int, faults: list[Cell], remarks: list[Remark]) -> None:
    """others: the words of the rows that are left out."""
    said = {"heading": heading, "count": str(others.total()), "words": listed(others)}
    if others and not kept:
        faults.append(Cell(None, "", "nothing_counts", said))
    elif others:
        remarks.append(Remark("rows_left_out", said))


def listed(words: Counter[str]) -> str:
    """The commonest words, as a remark names them."""
    named = ", ".join(word for word, _count in words.most_common(LISTED))
    return named if len(words) <= LISTED else f"{named} …"


def _leaks(row: Sequence[Any], index: int) -> Iterator[Cell]:
    """A row that is left out may still not carry what must not be sent at all; a day with its time may look like it."""
    if any(cpr.found_in(cell) and not _is_day(cell) for cell in row if cell is not None):
        yield Cell(index + 1, "", "cpr", {})


def _is_day(cell: Any) -> bool:
    return values.reads(values.date, cell)
