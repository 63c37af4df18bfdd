"""What a delivery is known by: what its rows say, in whatever file, format or order they stand.

The same case list is the same in another workbook, under another name or saved as CSV, and delivered again it changes
nothing. Within one command that is not enough: two teams may have spent the same, so there only a sheet that equals
another to its last cell is its copy, and one that merely says the same is refused until somebody says what it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.importers import ledger
from dashboard.importers.ledger_sums import fingerprint_of
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Fault, Refused, Remark
from dashboard.importers.sources import BY_DAY, SOURCES
from dashboard.importers.statbank import Published
from dashboard.importers.table import Table

if TYPE_CHECKING:
    from dashboard.importers.parts import Part

_COPIED = re.compile(r"\(\d+\)$|kopi|copy", re.IGNORECASE)  # what Excel and people call the copy of a sheet
# Rows of a ledger: above it the file's own bytes are what it is known by, for one scan more would take seconds.
MOST_LOOKED_THROUGH = 1_000_000
# A delivery of these takes the place of what there is: one sheet of it alone would take the others away.
WHOLE = frozenset((*SOURCES, ledger.TEMPLATE.source))


def of_texts(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def of_cells(sheet: Sheet) -> str:
    """Of the sheet as it stands, whatever it is called; cells that are only formatted are none."""
    return of_texts(repr(_ending(row)) for row in sheet.rows)


def _ending(row: Sequence[Any]) -> list[Any]:
    last = max((at for at, cell in enumerate(row) if cell is not None), default=-1)
    return list(row[: last + 1])


def say_whose(parts: Sequence[Part], digest: str) -> None:
    """digest: of the sheet or file as it stands; a part's own sha256 says so far what it means beside that."""
    for part in parts:
        part.stands = of_texts([digest, part.sha256])


def mark_loaded(parts: Sequence[Part], loaded: Collection[tuple[str, str]], as_of: dt.date | None) -> None:
    """Which parts change nothing: copies of another in the command, and what the data hold already.

    loaded: source and sha256 of what was imported. as_of: the day that whoever delivers has said. Municipalities have
    been given to the rows.
    """
    for part in parts:
        if part.reports is None:
            part.sha256 = _of_content(part)
            if part.source in BY_DAY and as_of is not None:  # the same list on another day says another thing
                part.sha256 = of_texts([part.sha256, f"pr={as_of.isoformat()}"])
    _mark_copies(parts)
    of_days = ledger.TEMPLATE.source  # the same ledger may be delivered again of another day: delivery.py
    for source in {part.source for part in parts if part.source and part.contacts is None} - {of_days}:
        of_source = [part for part in parts if part.source == source and not part.already_loaded]
        known = [(source, part.sha256) in loaded for part in of_source]
        for part, is_known in zip(of_source, known, strict=True):
            if is_known and (all(known) or source not in WHOLE):
                part.already_loaded = True
                part.remarks = [*part.remarks, Remark("already_loaded")]


def _mark_copies(parts: Sequence[Part]) -> None:
    standing: dict[tuple[str, str, str], Part] = {}
    saying: dict[tuple[str, str], Part] = {}
    for part in parts:
        if not part.source or part.contacts is not None:
            continue
        # The file's name may be part of the meaning: sha256 beside stands.
        first = standing.setdefault((part.source, part.stands, part.sha256), part)
        alike = saying.setdefault((part.source, part.sha256), part)
        if first is not part and _may_be_another(part, first):
            part.faults.append(Fault(part.file, None, "", "same_amounts", {"file": first.file}))
        elif first is not part:
            part.already_loaded = True
            part.faults.append(Fault(part.file, None, "", "copy", {"file": first.file}, severity="warning"))
        elif alike is not part and part.rows_in and part.source in WHOLE:
            part.faults.append(Fault(part.file, None, "", "says_the_same", {"file": alike.file}))
        elif alike is not part:
            part.already_loaded = True
            part.remarks = [*part.remarks, Remark("already_loaded")]


def _may_be_another(part: Part, first: Part) -> bool:
    """Amounts have no keys: two sheets of one workbook that hold the same may be of two teams that spent the same."""
    book, sheet = _named(part)
    return part.ledger is not None and book == _named(first)[0] and bool(sheet) and not _COPIED.search(sheet)


def _named(part: Part) -> tuple[str, str]:
    book, _, sheet = part.file.partition(" › ")
    return book, sheet


def _of_content(part: Part) -> str:
    if part.table is not None:
        return _of_table(part.table)
    if part.published is not None:
        return _of_published(part.published)
    staged = part.ledger
    if staged is None or staged.faulty or any(fault.is_error for fault in part.faults):
        return part.stands
    if staged.rows.about > MOST_LOOKED_THROUGH:
        return part.stands
    try:
        return fingerprint_of(staged)
    except Refused:  # it is being written; whoever loads it is told
        return part.stands


def _of_table(table: Table) -> str:
    """Of the rows in whatever order, as they were understood."""
    keys = sorted(table.columns)
    rows = sorted(map(repr, zip(*(table.columns[key] for key in keys), strict=True)))
    return of_texts([table.template.source, *keys, *rows])


def _of_published(published: Published) -> str:
    frame = published.frame
    rows = sorted(pd.util.hash_pandas_object(frame, index=False)) if len(frame) else []
    return of_texts([published.table_id, *map(str, rows)])
