"""A ledger under a finance system's own headings, read where it lies.

The rows stay where they are, as those of the template do (ledger_rows): a profile's constants stand as columns behind
the file's own, rows that do not count are left out by the scan, and its words are translated as the distinct cells are
understood. So a fault names the row, the heading and the word of the file, and twenty million rows take no more memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dashboard.importers import codes, ledger, statbank
from dashboard.importers.across import is_across
from dashboard.importers.choices import Decimal
from dashboard.importers.heading_rows import headed, in_one_row
from dashboard.importers.ledger_rows import LedgerRows, NotForDuckDB, csv_rows
from dashboard.importers.ledger_signs import sign_of_all
from dashboard.importers.ledger_stage import Staged, open_connection, stage
from dashboard.importers.numerals import Sign
from dashboard.importers.profiles.amounts import Aside, each
from dashboard.importers.profiles.apply import chosen_headings, read_with, recognised
from dashboard.importers.profiles.counting import Counting
from dashboard.importers.profiles.reader import Entry, Shelf
from dashboard.importers.profiles.rows import place
from dashboard.importers.profiles.translate import Absent, foreign, of_words
from dashboard.importers.reading import Sheet
from dashboard.importers.sources import ALL_TEMPLATES
from dashboard.importers.template import Column, Template


class Read(NamedTuple):
    """A ledger as it was read. aside: the column of amounts and the profile; None: with the template."""

    staged: Staged
    aside: Aside | None = None


def of_file(path: Path, shelf: Shelf, decimal: Decimal = "") -> list[Read]:
    """A CSV file of any size, where it is a ledger; nothing where it is another file, or one that is read row by row."""
    rows = csv_rows(path)
    if rows is None or statbank.recognises(rows.head):
        return []
    mapped = recognised(rows.head, shelf)
    if not mapped and is_across(rows.head):
        return []
    rows = rows if mapped else replace(rows, head=in_one_row(rows.head, ALL_TEMPLATES))
    found = None if mapped else headed(rows.head, ALL_TEMPLATES, path.name)
    try:
        if mapped:
            return of_profile(mapped[0], rows, mapped[1], decimal) if mapped[0].template is ledger.TEMPLATE else []
        return [Read(stage(rows, found[1], decimal=decimal))] if found and found[0] is ledger.TEMPLATE else []
    except (NotForDuckDB, duckdb.Error):
        return []


def of_profile(entry: Entry, rows: LedgerRows, top: int, decimal: Decimal = "") -> list[Read]:
    """One for each column of amounts that holds any. Raises what ledger_stage.stage raises.

    What is said of all rows is said at the first.
    """
    counted = _counted(entry, rows, top)
    reads = [Read(_staged(aside, counted, decimal), aside) for aside in each(entry)]
    if len(reads) > 1 and not decimal:
        sign, faults = sign_of_all([read.staged for read in reads])
        reads = [
            Read(_staged(read.aside, counted, decimal, sign), read.aside)
            if sign and read.aside and read.staged.reading.sign != sign
            else read
            for read in reads
        ]
        counted.faults += faults
    found = [read for read in reads if read.staged.rows_in] or reads[:1]
    found[0].staged.headings.faults.extend(counted.faults)
    found[0].staged.headings.remarks[1:1] = counted.remarks
    return found


def _counted(entry: Entry, rows: LedgerRows, top: int) -> Counting:
    profile = entry.profile
    first = next(each(entry)).entry
    template = _template(first, chosen_headings(first.profile, rows.head.rows[top]))
    amounts = frozenset(map(codes.heading, (template.column("amount").heading, *profile.amounts)))
    counted = Counting(rows, top, template, amounts)
    with open_connection() as connection:
        for heading, words in profile.only.items():
            counted.leave_out(connection, heading, words, stays=True)
        for heading, words in profile.leave_out.items():
            counted.leave_out(connection, heading, words, stays=False)
    return counted


def _staged(aside: Aside, counted: Counting, decimal: Decimal, sign: Sign = "") -> Staged:
    profile, rows, top = aside.entry.profile, counted.rows, counted.top
    chosen = chosen_headings(profile, rows.head.rows[top])
    template = _template(aside.entry, chosen)
    constants = [(template.column(key).heading, word) for key, word in profile.constants.items()]
    staged = stage(_mapped(rows, top, aside, constants, counted.keep_of(aside)), top, template, decimal, sign)
    words = list(of_words(profile, _words_in(staged, chosen)))
    staged.headings.remarks[:] = [read_with(aside.entry), *words, *staged.headings.remarks]
    return staged


def _template(entry: Entry, chosen: Mapping[str, str]) -> Template:
    """The ledger's columns: under the profile's headings, behind the file's own for a constant, or nowhere."""

    def under(column: Column) -> Column:
        if column.key in entry.profile.constants:
            return replace(column, heading=f"{column.heading}, profil", aliases=())
        if column.key in chosen:
            return foreign(column, chosen[column.key], entry.profile)
        return Absent(column.key, column.heading, column.parse, column.help)

    there = {*chosen, *entry.profile.constants}
    either = tuple(tuple(key for key in group if key in there) for group in entry.template.either)
    columns = tuple(under(column) for column in entry.template.columns)
    return replace(entry.template, columns=columns, either=either, proposes=False)


def _words_in(staged: Staged, chosen: Mapping[str, str]) -> Iterator[tuple[str, str, Counter[str]]]:
    """Key, heading and cells of the columns whose cells are told apart; amounts are not among them."""
    for key, heading in chosen.items():
        one = staged.set_of(key)
        if one is not None and key != "amount":
            at, cells = one.keys.index(key), Counter[str]()
            for raw, count in zip(one.raw, one.counts, strict=True):
                if (cell := staged.rows.cell(raw[at])) is not None:
                    cells[str(cell)] += count
            yield key, heading, cells


def _mapped(rows: LedgerRows, top: int, aside: Aside, constants: list[tuple[str, str]], keep: str) -> Mapped:
    headings = rows.head.rows[top]
    gone = {at for name in aside.others if (at := place(headings, name)) is not None}
    row = [None if at in gone else cell for at, cell in enumerate(headings)]
    head = Sheet(rows.head.name, [*rows.head.rows[:top], [*row, *(heading for heading, _word in constants)]])
    cells = [f"c{at}" if at not in gone else "null::varchar" for at in range(len(headings))]
    cells += ["'" + word.replace("'", "''") + "'" for _heading, word in constants]
    cells += [f"c{at}" for at in range(len(headings), rows.width)]
    return Mapped(rows, head, cells, keep)


@dataclass
class Mapped:
    """The rows that count, with the constants behind the file's own columns; as ledger_rows.LedgerRows says."""

    rows: LedgerRows
    head: Sheet
    cells: list[str]  # SQL of each
    keep: str

    @property
    def width(self) -> int:
        return len(self.cells)

    @property
    def about(self) -> int:
        return self.rows.about

    def relation(self, connection: duckdb.DuckDBPyConnection, top: int) -> str:
        selected = ", ".join(f"{cell} as c{at}" for at, cell in enumerate(self.cells))
        counting = f"(select * from {self.rows.relation(connection, top)} where {self.keep})"  # noqa: S608 - before the names change
        return f"(select n, {selected} from {counting})"  # noqa: S608

    def cell(self, raw: str | None) -> Any:
        return self.rows.cell(raw)

    def row_numbers(self, n: list[int]) -> dict[int, int]:
        return self.rows.row_numbers(n)
