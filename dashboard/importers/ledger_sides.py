"""A ledger whose amounts have no sign of their own: debit and credit in two columns, or told by a third (D/K, S/H, +/-).

Credit is subtracted where the file lies, as text: what an amount means is read once, in ledger_sets, for these as for
all others. Where it cannot be told whether an amount has its sign already, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from dashboard.importers import codes, units
from dashboard.importers.ledger_amounts import plain
from dashboard.importers.ledger_rows import LedgerRows
from dashboard.importers.ledger_sets import BLANK
from dashboard.importers.ledger_totals import total_sql
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.sum_rows import COLUMNS
from dashboard.importers.table import Cell, known_headings
from dashboard.importers.template import Column, Template

_PLAIN = f"{plain(',')}|{plain('.')}"  # an amount that SQL reads, whichever sign stands before its decimals
_TURNED = "\x1e"  # before a raw text whose sign is to be turned when it is read, for SQL does not read it
_BOTH = "\x1d"  # before each of two raw texts of which the second is to be subtracted
_SURE = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+(?=,))(?:,\d{1,2})?")  # texts with one reading
_NEGATIVE = r"\x1f?\s*[-−(].*|.*-\s*"
_ZERO = r"\x1f?\s*-?0+([.,]0+)?\s*"


class Signed(NamedTuple):
    """What to read in the place of the rows: amounts with their signs. Unchanged where they had them."""

    rows: LedgerRows
    template: Template
    faults: tuple[Cell, ...] = ()
    remarks: tuple[Remark, ...] = ()


class _Side(NamedTuple):
    """One word of the column of signs, and which amounts stand beside it."""

    raw: str | None
    says: str  # debit, credit; '' where it cannot be read
    negative: bool
    positive: bool
    first: int


def signed(connection: Any, rows: LedgerRows, top: int, template: Template) -> Signed:
    """Raises what reading the rows raises."""
    row = rows.head.rows[top]
    known, _, _ = known_headings(template, row)
    places = {key: position for key, (_, position) in known.items()}
    if "amount" in places and "sign" in places:
        return _by_word(connection, rows, top, template, places)
    if "amount" in places and places.keys() & {"debit", "credit"}:
        return _beside(connection, rows, top, template, places)
    if places.keys() & {"debit", "credit"}:
        return _by_column(connection, rows, top, template, places)
    return Signed(rows, template)


def _by_column(connection: Any, rows: LedgerRows, top: int, template: Template, places: Mapping[str, int]) -> Signed:
    """Debit minus credit, of which each row has one."""
    row = rows.head.rows[top]
    names = [str(row[places[key]]) for key in ("debit", "credit") if key in places]
    if len(names) < 2:
        missing = template.column("credit" if "debit" in places else "debit").heading
        return Signed(rows, template, (Cell(None, names[0], "other_side_missing", {"column": missing}),))
    debit, credit = f"c{places['debit']}", f"c{places['credit']}"
    heading = " ".join(["Beløb", *dict.fromkeys(said for name in names for said in _unit_of(name))])
    derived = _derived(rows, top, {places["debit"]: (heading, _minus(debit, credit)), places["credit"]: (None, "null::varchar")})
    negative = _first(connection, rows, top, f"{_negative(credit)} and not {_zero(credit)} and not {_total(places)}")
    faults = (Cell(negative, shown(names[1]), "credit_is_negative", {}),) if negative is not None else ()
    said = Remark("debit_minus_credit", {"debit": shown(names[0]), "credit": shown(names[1])})
    return Signed(derived, _with_amount(template), faults, (said,))


def _unit_of(name: str) -> list[str]:
    """What a heading says the unit in: it has to stand in the heading of the difference too."""
    return re.findall(r"\([^)]*\)", name) or [f"({name})"] * bool(units.found_in(name))


def _beside(connection: Any, rows: LedgerRows, top: int, template: Template, places: Mapping[str, int]) -> Signed:
    """An amount beside debit and credit: they may only say the same."""
    row = rows.head.rows[top]
    names = ", ".join(shown(row[places[key]]) for key in ("debit", "credit") if key in places)
    debit, credit = (f"c{places[key]}" if key in places else "null::varchar" for key in ("debit", "credit"))
    amount = f"c{places['amount']}"
    other = f"coalesce({_minus(debit, credit)}, '') is distinct from coalesce({amount}, '')"
    differs = _first(connection, rows, top, f"{other} and not ({_zero(amount)} and {_zero(debit)} and {_zero(credit)})")
    if differs is None:
        return Signed(rows, _without(template))
    said = {"columns": names, "amount": shown(row[places["amount"]])}
    return Signed(rows, _without(template), (Cell(differs, "", "amount_beside_sides", said),))


def _by_word(connection: Any, rows: LedgerRows, top: int, template: Template, places: Mapping[str, int]) -> Signed:
    row, amount, word = rows.head.rows[top], f"c{places['amount']}", f"c{places['sign']}"
    heading = shown(row[places["sign"]])
    sides = list(_sides(connection, rows, top, template.column("sign"), places))
    if not any(str(rows.cell(side.raw) or "").strip() for side in sides):
        return Signed(rows, _without(template))  # a template of ours that is filled in without it
    unknown = next((side for side in sides if not side.says), None)
    if unknown is not None:
        value = shown(rows.cell(unknown.raw) if unknown.raw is not None else "–")
        number = rows.row_numbers([unknown.first])[unknown.first]
        return Signed(rows, _without(template), (Cell(number, heading, "unknown_sign", {"value": value}),))
    if already_signed(sides):
        return Signed(rows, _without(template), (), (Remark("signs_already", {"column": heading}),))
    if unclear(sides):
        return Signed(rows, _without(template), (Cell(None, heading, "signs_unclear", {}),))
    texts = [side.raw for side in sides if side.says == "credit" and side.raw is not None]
    turned = f"case when {word} in ({', '.join(map(_literal, texts))}) then {_negated(amount)} else {amount} end"
    derived = _derived(
        rows, top, {places["amount"]: (row[places["amount"]], turned if texts else amount), places["sign"]: (None, "null::varchar")}
    )
    return Signed(derived, template, (), (Remark("credit_subtracted", {"column": heading}),))


def already_signed(sides: Sequence[_Side]) -> bool:
    """Every credit is negative and no debit is: the column says again what the signs do."""
    credits = [side for side in sides if side.says == "credit"]
    debits = [side for side in sides if side.says == "debit"]
    return any(side.negative for side in credits) and not any(
        [*(side.positive for side in credits), *(side.negative for side in debits)]
    )


def unclear(sides: Sequence[_Side]) -> bool:
    """A negative credit is a credit, or what takes one back; debits that are all negative are none."""
    debits = [side for side in sides if side.says == "debit"]
    turned = any(side.negative for side in debits) and not any(side.positive for side in debits)
    return turned or any(side.negative for side in sides if side.says == "credit")


def _sides(connection: Any, rows: LedgerRows, top: int, column: Column, places: Mapping[str, int]) -> Iterator[_Side]:
    amount, word = f"c{places['amount']}", f"c{places['sign']}"
    there = f"not {_blank(amount)} and not {_total(places)} and {word} is distinct from {_literal(rows.head.rows[top][places['sign']])}"
    found = connection.execute(
        f"select {word}, bool_or({_negative(amount)} and not {_zero(amount)}), "  # noqa: S608
        f"bool_or(not {_negative(amount)} and not {_zero(amount)}), min(n) "
        f"from {rows.relation(connection, top)} where {there} group by 1 order by 4"
    ).fetchall()
    for raw, negative, positive, first in found:
        yield _Side(raw, _says(column, rows.cell(raw)), negative, positive, first)


def _says(column: Column, cell: Any) -> str:
    try:
        return "" if cell is None else str(column.parse(cell) or "")
    except Bad:
        return ""


def _first(connection: Any, rows: LedgerRows, top: int, where: str) -> int | None:
    """The row in the file of the first row that `where` is true of."""
    (n,) = connection.execute(f"select min(n) from {rows.relation(connection, top)} where {where}").fetchone()  # noqa: S608
    return None if n is None else rows.row_numbers([n])[n]


def _minus(debit: str, credit: str) -> str:
    return (
        f"case when {_blank(credit)} then {debit} when {_blank(debit)} then {_negated(credit)} "
        f"when {_zero(credit)} then {debit} when {_zero(debit)} then {_negated(credit)} "
        f"else '{_BOTH}' || {debit} || '{_BOTH}' || {credit} end"
    )


def _negated(text: str) -> str:
    bare = f"case when starts_with({text}, '-') then substr({text}, 2) else '-' || {text} end"
    return f"case when {_blank(text)} then {text} when regexp_full_match({text}, '{_PLAIN}') then {bare} else '{_TURNED}' || {text} end"


def _total(places: Mapping[str, int]) -> str:
    return total_sql(places) if places.keys() & set(COLUMNS) else "false"


def _blank(text: str) -> str:
    return f"coalesce(regexp_full_match({text}, '{BLANK}'), true)"


def _zero(text: str) -> str:
    return f"coalesce({text} is null or regexp_full_match({text}, '{BLANK}|{_ZERO}'), true)"


def _negative(text: str) -> str:
    return f"coalesce(regexp_full_match({text}, '{_NEGATIVE}'), false)"


def _literal(text: Any) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _with_amount(template: Template) -> Template:
    """The template with an amount of its own, which a profile that has debit and credit does not name."""
    return _changed(template, {"amount": Column("amount", "Beløb", template.column("amount").parse, "", required=True)})


def _without(template: Template) -> Template:
    """The template without the columns of signs, which then are looked through like all that are not used."""
    return replace(template, columns=tuple(c for c in template.columns if c.key not in ("debit", "credit", "sign")))


def _changed(template: Template, columns: Mapping[str, Column]) -> Template:
    return replace(template, columns=tuple(columns.get(column.key, column) for column in template.columns))


def _derived(rows: LedgerRows, top: int, changed: Mapping[int, tuple[Any, str]]) -> Derived:
    row = list(rows.head.rows[top])
    cells = [f"c{at}" for at in range(rows.width)]
    for at, (heading, sql) in changed.items():
        row[at], cells[at] = heading, sql
    return Derived(rows, Sheet(rows.head.name, [*rows.head.rows[:top], row]), cells)


@dataclass
class Derived:
    """The rows with some cells worked out from others; as ledger_rows.LedgerRows says."""

    rows: LedgerRows
    head: Sheet
    cells: list[str]  # SQL of each

    @property
    def width(self) -> int:
        return len(self.cells)

    @property
    def about(self) -> int:
        return self.rows.about

    def relation(self, connection: Any, top: int) -> str:
        selected = ", ".join(f"{cell} as c{at}" for at, cell in enumerate(self.cells))
        return f"(select n, {selected} from {self.rows.relation(connection, top)})"  # noqa: S608

    def cell(self, raw: str | None) -> Any:
        if raw is not None and raw.startswith(_BOTH):
            _, debit, credit = raw.split(_BOTH)
            return _difference(self.rows.cell(debit), self.rows.cell(credit))
        if raw is None or not raw.startswith(_TURNED):
            return self.rows.cell(raw)
        cell = self.rows.cell(raw[1:])
        if isinstance(cell, int | float):
            return -cell
        return f"-{cell}" if cell is not None else None

    def row_numbers(self, n: list[int]) -> dict[int, int]:
        return self.rows.row_numbers(n)


def _difference(debit: Any, credit: Any) -> Any:
    """Of a row with both, as a sum has; where either can be read in two ways, a text that is no amount."""
    one, other = _sure(debit), _sure(credit)
    return f"{debit} / {credit}" if one is None or other is None else float(one - other)


def _sure(cell: Any) -> Decimal | None:
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    found = _SURE.fullmatch(str(cell))
    return Decimal(found[0].replace(".", "").replace(",", ".")) if found else None


def says_as_signed(connection: Any, rows: LedgerRows, top: int, places: Mapping[str, int], position: int) -> bool:
    """Whether a column of debit and credit that nobody named so says no more than the signs of the amounts."""
    column = Column("sign", "", codes.sign, "")
    return "amount" in places and already_signed(list(_sides(connection, rows, top, column, {**places, "sign": position})))
