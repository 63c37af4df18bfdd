"""The sign before the decimals of a ledger's amounts, told by the shapes that its one scan found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from dashboard.importers import values
from dashboard.importers.choices import Decimal
from dashboard.importers.dialect import ASKED, Numbers, Question, decide
from dashboard.importers.ledger_amounts import SHAPES
from dashboard.importers.ledger_rows import LedgerRows
from dashboard.importers.ledger_sets import Distinct
from dashboard.importers.numerals import Sign, tells, written
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.table import Cell
from dashboard.importers.units import Unit
from dashboard.importers.values import Reading

FIRST = 2  # the row of a distinct value's table where its first value stands


def sign_of(amounts: Distinct | None, rows: LedgerRows, unit: Unit | None, said: Decimal) -> tuple[Sign, Question | None]:
    """The sign ('' while it is asked about), and what has to be asked; its rows are those of the distinct values."""
    if amounts is None:
        return ",", None
    cells = [(index + FIRST, rows.cell(raw[0])) for index, raw in enumerate(amounts.raw)]
    return decide([Numbers(str(amounts.headings[0]), cells, 2, unit)], said)


class OneOfSeveral(Protocol):
    """A column of amounts beside others, read as a ledger of its own (ledger_stage.Staged)."""

    rows: LedgerRows
    reading: Reading

    def set_of(self, key: str) -> Distinct | None: ...


def sign_of_all(several: Sequence[OneOfSeveral]) -> tuple[Sign, list[Cell]]:
    """The sign that one column's amounts prove for all ('' where nothing does), and what is wrong where two differ."""
    proofs: dict[Sign, dict[str, str]] = {}
    for one in several:
        amounts = one.set_of("amount")
        sign, question = sign_of(amounts, one.rows, one.reading.unit, "")
        for index, raw in enumerate(amounts.raw if amounts and question is None else ()):
            if tells_of(one.rows.cell(raw[0])) == sign != "" and sign not in proofs and amounts is not None:
                row = one.rows.row_numbers([amounts.first[index]])[amounts.first[index]]
                proofs[sign] = {"value": shown(raw[0]), "row": str(row), "column": str(amounts.headings[0])}
    if len(proofs) < 2:
        return next(iter(proofs), ""), []
    first, last = proofs.values()
    return "", [Cell(int(last["row"]), last["column"], "decimal_signs_differ",
                     {**first, "value": last["value"], "other": first["value"]})]  # fmt: skip


def tells_of(cell: Any) -> Sign:
    try:
        return tells(written(cell).digits) if isinstance(cell, str) else ""
    except Bad:
        return ""


def name_question(connection: Any, select: str, amounts: Distinct, rows: LedgerRows, question: Question) -> None:
    """Put the cells that stand in the file, and their rows, in place of the shapes that the question is of.

    select: SQL of n and the amount of every row.
    """
    seen = [question.at, question.other] if question.other else [question.at]
    first = [amounts.first[one.row - FIRST] for one in seen]
    found = connection.execute(f"{select} where n in ({', '.join(map(str, first))})").fetchall()
    texts, numbers = {n: rows.cell(text) for n, text in found}, rows.row_numbers(first)
    there = [
        one._replace(row=numbers[n], digits=_digits(texts[n], one.digits)) for one, n in zip(seen, first, strict=True)
    ]
    said = replace(question, at=there[0], other=there[1] if question.other else None).said()
    faults = amounts.table.faults
    faults[:] = [cell if cell.code not in ASKED else Cell(cell.row, cell.heading, cell.code, said) for cell in faults]


def _digits(cell: Any, shape: str) -> str:
    return cell if isinstance(cell, str) and shape in SHAPES else shape


def rounded(amounts: Distinct, rows: LedgerRows, reading: Reading) -> list[Remark]:
    """How many amounts had more decimals than øre."""
    each = zip(amounts.raw, amounts.counts, strict=True)
    count = sum(n for raw, n in each if raw[0] is not None and values.has_more_than_ore(rows.cell(raw[0]), reading))
    named = {"count": str(count), "columns": str(amounts.headings[0])}
    return [Remark("rounded_to_ore", named)] if count else []

