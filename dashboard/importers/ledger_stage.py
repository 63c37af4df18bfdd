"""A ledger understood and held against the rules, before a row of it is written anywhere.

The rules are those of every source: they are given the distinct values with the rows that they stand for, and what
they find is turned into rows of the file again, by one more scan where there is something to find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from dashboard.importers import ledger, ledger_totals
from dashboard.importers.choices import Decimal
from dashboard.importers.codes import folded
from dashboard.importers.declared import Declared, declared
from dashboard.importers.dialect import ASKED
from dashboard.importers.ledger_amounts import SHAPES, odd_sql, plain_shapes, shape_sql
from dashboard.importers.ledger_no_data import rows_without_data
from dashboard.importers.ledger_periods import resolve_periods
from dashboard.importers.ledger_rows import LedgerRows
from dashboard.importers.ledger_sets import TOGETHER, Basis, Distinct, filled_sql, read_sets, told_of, wanted
from dashboard.importers.ledger_sides import says_as_signed, signed
from dashboard.importers.ledger_signs import name_question, rounded, sign_of
from dashboard.importers.ledger_totals import Total, read_totals, total_sql
from dashboard.importers.ledger_twice import disagreeing
from dashboard.importers.no_data import LeftOut, rows_left_out
from dashboard.importers.numerals import Sign
from dashboard.importers.reading import Sheet
from dashboard.importers.report import MOST_FAULTS, Fault, Remark, Severity, shown
from dashboard.importers.table import Cell, Said, Table, known_headings, understand
from dashboard.importers.template import Finding, Rows, Template
from dashboard.importers.values import Reading

MEMORY = "500MB"


class Wrong(NamedTuple):
    """A fault of every row that a distinct value stands for, or (once) of its first row alone."""

    group: int
    value: int
    cell: Cell
    severity: Severity = "error"
    n: int = 1
    once: bool = False
    whole: bool = False  # of the whole delivery: at no row of it


@dataclass
class Staged:
    """One ledger: headings holds what is said of the whole file; sets what its rows hold, each value once."""

    rows: LedgerRows
    top: int
    places: dict[str, int]  # the column of each key
    headings: Table
    sets: list[Distinct]
    rows_in: int
    wrong: list[Wrong] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)  # rows that say what the others come to; they are none of them
    left_out: dict[int, LeftOut] = field(default_factory=dict)  # by n, rows that hold no data
    reading: Reading = field(default_factory=lambda: Reading(","))  # of the amounts

    def set_of(self, key: str) -> Distinct | None:
        return next((one for one in self.sets if key in one.keys), None)

    @property
    def time(self) -> Distinct | None:
        """Municipality, month, year and kind."""
        return next((one for one in self.sets if set(one.keys) & set(TOGETHER[0])), None)

    @property
    def account(self) -> Distinct | None:
        return next((one for one in self.sets if {"account", "function"} & set(one.keys)), None)

    @property
    def faulty(self) -> bool:
        """Whether something in it cannot be read."""
        wrong = any(wrong.severity == "error" for wrong in self.wrong)
        return wrong or any(cell.code != "no_rows" for cell in self.headings.faults)

    def place(self, home: str | None) -> bool:
        """Give rows without a municipality the one of the command; returns whether there were any."""
        if self.time is None:
            return True
        column = self.time.table.columns["municipality"]
        at_fault = {w.value for w in self.wrong if w.cell.code == "unknown_municipality"}
        unplaced = [i for i, code in enumerate(column) if code is None and i not in at_fault]
        for index in unplaced:
            column[index] = home
        return bool(unplaced)

    @property
    def municipality(self) -> str:
        """Of a ledger that is of one municipality, else ''."""
        codes = set(self.time.table.columns["municipality"]) if self.time else set()
        return str(codes.pop() or "") if len(codes) == 1 else ""

    def filled(self) -> str:
        """SQL that is true of a row with anything in it, and of none that says a sum of others or holds no data."""
        amount = self.places.get("amount")
        filled = [filled_sql(None if amount is None else f"c{amount}", self.rows.width)]
        filled += [f"not {total_sql(self.places)}"] if self.totals else []
        filled += [f"n not in ({', '.join(map(str, self.left_out))})"] if self.left_out else []
        return f"({' and '.join(filled)})"


def open_connection() -> duckdb.DuckDBPyConnection:
    """DuckDB in memory alone: what has not been looked through for CPR numbers is never written to a disk."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": ""})
    prepare(connection)
    return connection


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    # The optimizer cannot know how long a CSV file is and would build its joins on the twenty million rows.
    connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
    connection.execute("set enable_progress_bar = false")


def stage(
    rows: LedgerRows, top: int, template: Template = ledger.TEMPLATE, decimal: Decimal = "", sign: Sign = ""
) -> Staged:
    """Read the ledger through. Raises Refused, NotForDuckDB or duckdb.Error where that cannot be done.

    template: the ledger's own columns, under its headings or a profile's. decimal: what is said of the sign (choices).
    sign: that another column of amounts has told.
    """
    with open_connection() as connection:
        rows, template, faults, remarks = signed(connection, rows, top, template)
    staged = _staged(rows, top, template, Said(decimal, sign=sign))
    said = {cell.heading for cell in faults}
    staged.headings.faults[:] = [cell for cell in staged.headings.faults if cell.code != "sign_unused" or cell.heading not in said]
    staged.headings.faults.extend(faults)
    staged.headings.remarks.extend(remarks)
    return staged


def _staged(rows: LedgerRows, top: int, template: Template, said: Said) -> Staged:
    staged = _stage(rows, top, template, said, frozenset())
    # "Art" and "Type" mean many things in a ledger: a column without any kind of amount in it is somebody's own.
    kinds = staged.set_of("kind")
    if kinds is None or folded(kinds.table.headings["kind"]) == folded(template.column("kind").heading):
        return staged
    if any(kind is not None for kind in kinds.table.columns["kind"]):
        return staged
    staged = _stage(rows, top, template, said, frozenset({"kind"}))
    staged.headings.remarks.append(Remark("ignored_columns", {"columns": kinds.table.headings["kind"]}))
    return staged


def _stage(rows: LedgerRows, top: int, template: Template, outside: Said, unused: frozenset[str]) -> Staged:
    row = rows.head.rows[top]
    known, _, _ = known_headings(template, row)
    beside = declared(template, known, rows.head.rows, top)
    said = replace(outside, declared=Declared(units=beside.units))
    headings = understand(Sheet("", rows.head.rows[: top + 1]), template, top, replace(outside, declared=beside))
    places = {key: position for key, (_, position) in known.items() if key not in unused}
    staged = Staged(rows, top + beside.below, places, headings, [], 0)
    staged.reading = Reading(",", beside.units.get("amount"), rounded=bool(outside.decimal))
    with open_connection() as connection:
        _scan(connection, staged, row, Basis(rows, template, said))
    staged.wrong = [
        Wrong(g, value, cell, once=cell.code in (*ASKED, "units_mixed"))
        for g, one in enumerate(staged.sets)
        for value, cell in one.faults()
    ]
    if staged.time is not None and (late := resolve_periods(staged.time)):
        headings.remarks.append(Remark("year_end_periods", {"count": str(late)}))
    return staged


def _scan(connection: duckdb.DuckDBPyConnection, staged: Staged, headings: Sequence[Any], basis: Basis) -> None:
    """Fill in sets, rows_in and totals; the file is looked through again where the first look shows that it must be."""
    rows, relation, unit = staged.rows, staged.rows.relation(connection, staged.top), staged.reading.unit

    def read(amount_sql: Callable[[str], str], sign: Sign = "") -> None:
        asked = wanted(staged.places, headings, rows.width, amount_sql)
        now = replace(basis, said=replace(basis.said, sign=sign))
        staged.sets, staged.rows_in = read_sets(connection, f"{relation} where {staged.filled()}", asked, now)

    by_shape, known = partial(shape_sql, unit=unit), basis.said.sign
    read(by_shape, known)
    if any(one.faults() for one in staged.sets):
        chosen = f"{relation} where {staged.filled()}"
        staged.left_out, faults = rows_without_data(connection, chosen, basis, headings, staged.places)
        staged.headings.faults.extend(faults)
        staged.headings.remarks.extend(rows_left_out([*staged.left_out.values()]))
        if staged.left_out:
            read(by_shape, known)
    sign, question = (known, None) if known else sign_of(staged.set_of("amount"), rows, unit, basis.said.decimal)
    staged.reading = replace(staged.reading, sign=sign)
    if ledger_totals.are_there(staged.sets):
        chosen = f"{relation} where {staged.filled()} and {total_sql(staged.places)}"
        staged.totals, faults = read_totals(connection, chosen, staged.places, rows, staged.reading)
        staged.headings.faults.extend(faults)
        read(by_shape, sign)
    chosen = f"{relation} where {staged.filled()}"
    staged.headings.faults.extend(disagreeing(connection, chosen, rows, headings, basis.template))
    staged.headings.faults.extend(_of_unused(connection, chosen, staged))
    amounts = staged.set_of("amount")
    if amounts is None:
        return
    if question is not None:
        select = f"select n, c{staged.places['amount']} from {relation}"  # noqa: S608 - a number
        name_question(connection, select, amounts, rows, question)
    elif not {raw[0] for raw in amounts.raw}.isdisjoint({*SHAPES}.difference(plain_shapes(sign))):
        read(partial(odd_sql, sign=sign, unit=unit), sign)
        amounts = staged.set_of("amount") or amounts
    staged.headings.remarks.extend(rounded(amounts, rows, staged.reading))


def _of_unused(connection: Any, chosen: str, staged: Staged) -> Iterator[Cell]:
    """Columns that are not used and say something of the amounts; what another column says of them is said."""
    unused = [one for one in staged.sets if one.keys == ("",)]
    positions = sorted(set(range(len(unused) + len(staged.places))) - set(staged.places.values()))
    for position, one in zip(positions, unused, strict=True):
        code = "" if one.headings[0] is None else told_of(connection, chosen, one, position)
        known = code == "kind_unused" and "kind" in staged.places
        known |= code == "sign_unused" and says_as_signed(connection, staged.rows, staged.top, staged.places, position)
        if code and not known:
            yield Cell(None, shown(one.headings[0]), code, {})


def whole_file_faults(staged: Staged) -> Iterator[Cell]:
    """What is wrong with the headings, the rows above them, or a ledger without rows."""
    yield from (cell for cell in staged.headings.faults if cell.code != "no_rows")
    if not staged.rows_in and all(cell.code != "nothing_counts" for cell in staged.headings.faults):
        yield Cell(None, "", "no_rows", {})


def rows_of(parts: Sequence[tuple[int, Staged]]) -> tuple[Rows, list[tuple[Staged, int, int]]]:
    """The distinct values as rows for the rules, and which value each of them is."""
    columns: dict[str, list[Any]] = {column.key: [] for column in ledger.TEMPLATE.columns}
    places, counts, origins = [], [], []
    for number, staged in parts:
        for group, one in enumerate(staged.sets):
            if not any(one.keys):
                continue
            for key, values in one.table.columns.items():
                columns[key] += values
            places += [(number, n) for n in one.first]
            counts += one.counts
            origins += [(staged, group, index) for index in range(len(one.raw))]
    return Rows(ledger.TEMPLATE, columns, places, counts=counts), origins


def hold(staged: Staged, value: tuple[int, int], rule_code: str, severity: Severity, finding: Finding) -> None:
    """Take in what a rule found at a value; of a cell with an error no more is said.

    A finding of several rows is said once, at the first of them; any other is said of every row.
    """
    heading = staged.headings.headings.get(finding.key, "")
    if any(w[:2] == value and w.cell.heading == heading and w.severity == "error" for w in staged.wrong):
        return
    cell = Cell(None, heading, rule_code, dict(finding.values))
    whole = not finding.key
    staged.wrong.append(Wrong(*value, cell, severity, finding.n, once=whole or severity != "error", whole=whole))


def list_faults(staged: Staged, file: str) -> tuple[list[Fault], Counter[str]]:
    """The first MOST_FAULTS faults with the rows that they stand in, and by code how many rows more."""
    found: list[tuple[int, Wrong]] = []
    left: Counter[str] = Counter()
    for group, one in enumerate(staged.sets):
        here = [wrong for wrong in staged.wrong if wrong.group == group]
        once = [(one.first[wrong.value], wrong) for wrong in here if wrong.once]
        each = [wrong for wrong in here if not wrong.once]
        for wrong in each:
            left[wrong.cell.code] += one.counts[wrong.value]
        found += once
        if each:
            listed = _rows_with(staged, one, each)
            left.subtract(wrong.cell.code for _, wrong in listed)
            found += listed
    numbers = staged.rows.row_numbers(sorted({n for n, _ in found}))
    faults = [
        Fault(file, None if w.whole else numbers[n], w.cell.heading, w.cell.code, w.cell.values, w.severity, w.n)
        for n, w in found
    ]
    return faults, +left


def _rows_with(staged: Staged, one: Distinct, each: Iterable[Wrong]) -> list[tuple[int, Wrong]]:
    """The first rows that hold the values at fault."""
    by_value: dict[int, list[Wrong]] = {}
    for wrong in each:
        by_value.setdefault(wrong.value, []).append(wrong)
    names = [f"k{i}" for i in range(len(one.expressions))]
    bad = pd.DataFrame([one.raw[value] for value in by_value], columns=names, dtype="str").assign(value=list(by_value))
    selected = ", ".join(f"{text} as {name}" for text, name in zip(one.expressions, names, strict=True))
    same = " and ".join(f"r.{name} is not distinct from bad.{name}" for name in names)
    with open_connection() as connection:
        relation = staged.rows.relation(connection, staged.top)
        connection.register("bad", bad)
        rows = connection.execute(
            f"select n, value from (select n, {selected} from {relation} where {staged.filled()}) r "  # noqa: S608
            f"join bad on {same} order by n limit {MOST_FAULTS}"
        ).fetchall()
    return [(n, wrong) for n, value in rows for wrong in by_value[value]]
