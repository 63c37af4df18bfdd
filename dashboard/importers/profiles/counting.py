"""Which rows of a ledger count, told where it lies: lines of sums are left out, and looked through all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.importers import codes, values
from dashboard.importers.codes import folded
from dashboard.importers.ledger_rows import LedgerRows
from dashboard.importers.ledger_sets import BLANK, Basis, Wanted, filled_sql, read_sets, suspicious
from dashboard.importers.profiles.amounts import Aside
from dashboard.importers.profiles.rows import place, say_left_out, word_shown
from dashboard.importers.report import Bad, Remark
from dashboard.importers.table import Cell
from dashboard.importers.template import Template


@dataclass
class Counting:
    """Which rows count, whatever column of amounts they are of. keep: SQL that is true of them."""

    rows: LedgerRows
    top: int
    template: Template  # under the profile's headings, with the first column of amounts
    amounts: frozenset[str]  # the headings of all of them, as codes.heading writes them
    keep: str = ""
    faults: list[Cell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        amount = self._at(self.template.column("amount").heading)
        self.keep = filled_sql(None if amount is None else f"c{amount}", self.rows.width)

    def _at(self, heading: str) -> int | None:
        return place(self.rows.head.rows[self.top], heading)

    def keep_of(self, aside: Aside) -> str:
        """A row without this amount is another column's; one without any is named at the first."""
        own, others = self._at(aside.heading), [at for name in aside.others if (at := self._at(name)) is not None]
        if own is None or not others:
            return self.keep
        elsewhere = " or ".join(f"not {_blank(at)}" for at in others)
        unless = f" or not ({elsewhere})" if aside.first else ""
        return f"{self.keep} and (not {_blank(own)}{unless})"

    def leave_out(self, connection: Any, heading: str, words: Sequence[str], *, stays: bool) -> None:
        """Rows with these words there are those that count (stays), or those that do not."""
        at, these = self._at(heading), {folded(word) for word in words}
        if at is None:
            self.faults += [Cell(None, "", "missing_column", {"column": heading})] if stays else []
            return
        relation = self.rows.relation(connection, self.top)
        counts = connection.execute(f"select c{at}, count(*) from {relation} where {self.keep} group by all").fetchall()  # noqa: S608
        cells = [(raw, self.rows.cell(raw), count) for raw, count in counts]
        named = [raw for raw, cell, _count in cells if folded(str(cell or "")) in these]
        others = Counter[str]()
        for raw, cell, count in cells:
            if (raw in named) is not stays:
                others[word_shown(cell)] += count
        if not others:
            return
        gone = f"not {_is_one_of(f'c{at}', named)}" if stays else _is_one_of(f"c{at}", named)
        self._look_through(connection, relation, f"{self.keep} and {gone}")
        self.keep += f" and not {gone}"
        kept = sum(count for *_, count in cells) - others.total()
        say_left_out(heading, others, kept, self.faults, self.remarks)

    def _look_through(self, connection: Any, relation: str, where: str) -> None:
        """A row that is left out may still not carry what must not be sent at all."""
        headings = [*self.rows.head.rows[self.top], *[None] * self.rows.width][: self.rows.width]
        asked = [Wanted(("",), (suspicious(f"c{at}"),), (heading,)) for at, heading in enumerate(headings)]
        sets, _count = read_sets(connection, f"{relation} where {where}", asked, Basis(self.rows, self.template))
        leaking = {
            one.first[value]
            for at, one in enumerate(sets)
            for value, fault in one.faults()
            if fault.code == "cpr" and not self._exempt(headings[at], self.rows.cell(one.raw[value][0]))
        }
        numbers = self.rows.row_numbers(sorted(leaking))
        self.faults += [Cell(numbers[n], "", "cpr", {}) for n in sorted(leaking)]

    def _exempt(self, heading: Any, cell: Any) -> bool:
        """An amount, an account or a day, which may look like a CPR number."""
        is_amount = codes.heading(heading or "") in self.amounts
        column = self.template.column("amount") if is_amount else self.template.under(heading)
        parsers = [values.date, *([column.parse] if column is not None and column.may_look_like_cpr else [])]
        return any(_reads(parse, cell) for parse in parsers)


def _reads(parse: Any, cell: Any) -> bool:
    try:
        parse(cell)
    except Bad:
        return False
    return True


def _blank(at: int) -> str:
    return f"coalesce(regexp_full_match(c{at}, '{BLANK}'), true)"


def _is_one_of(cell: str, texts: Sequence[str | None]) -> str:
    """SQL that is true or false, never null."""
    literals = ", ".join("'" + text.replace("'", "''") + "'" for text in texts if text is not None)
    parts = [f"coalesce({cell} in ({literals}), false)"] if literals else []
    parts += [f"{cell} is null"] if None in texts else []
    return f"({' or '.join(parts) or 'false'})"
