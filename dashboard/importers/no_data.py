"""Rows under the headings that hold no data: headings again, and what a system prints below or between its rows.

`Antal sager: 12`, `Udskrevet 31-03-2026`, `*** slut ***`. They are left out and named, where that is certain; their text
is not repeated, for it may name who printed the list. What a row of amounts is the sum of is no such row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from dashboard.importers import codes, units, values
from dashboard.importers.codes import folded
from dashboard.importers.report import Bad, Remark
from dashboard.importers.template import Template

Kind = Literal["", "heading", "footer", "unit"]
MOST_NAMED = 20  # rows
MOST_CELLS = 3  # a label, what it says, and a unit or a name
_TOTALS = r"i alt|ialt|total|totalt|sum|hovedtotal|samlet|kontrolsum|subtotal|resultat"
_LABELS = (
    r"antal|udskrevet|udskrift|udtrukket|udtræk|dannet|genereret|printet|eksporteret|rapport|side|kilde|note|noter|bemærk"
    r"|bemærkning|obs|slut|afslutning|end|eof|kørsel|kørselsdato|kørt|bruger|filter|filtre|gennemsnit|opdateret|status"
    r"|data|listen|rækker|records|row count|page|printed|denne"
)
# Also read by DuckDB: no look-around.
LABEL = rf"^[^0-9a-zæøå]*({_LABELS}|{_TOTALS})([ :.,].*)?$"
_IS_LABEL, _IS_TOTAL = re.compile(LABEL, re.DOTALL), re.compile(rf"^\W*({_TOTALS})\b")
_MARK = re.compile(r"[\W_]+")


class LeftOut(NamedTuple):
    """A row in the file that holds no data, and what it looks like."""

    row: int
    kind: Kind


def rows_left_out(rows: Sequence[LeftOut]) -> list[Remark]:
    if not rows:
        return []
    named = ", ".join(str(row.row) for row in rows[:MOST_NAMED]) + " …" * (len(rows) > MOST_NAMED)
    return [Remark("rows_no_data", {"count": str(len(rows)), "rows": named})]


def kind_of(cells: Sequence[Any], headings: Sequence[Any], template: Template, places: Mapping[str, int]) -> Kind:
    """What the row is where it certainly holds no data, else ''. places: the column of each key."""
    filled = [(at, cell) for at, cell in enumerate(cells) if cell is not None]
    if not filled or not isinstance(filled[0][1], str):
        return ""
    if len(filled) > 1 and all(_same(cell, headings[at] if at < len(headings) else None) for at, cell in filled):
        return "heading"
    at, text = filled[0]
    column = next((template.column(key) for key, place in places.items() if place == at), None)
    named = column is None or column.parse in (codes.key, codes.name, codes.label, codes.explanation, codes.question)
    read = column is not None and not named and values.reads(column.parse, text)
    if read or len(filled) > MOST_CELLS:
        return ""
    label = _IS_LABEL.match(text.casefold()) is not None
    if len(filled) == 1:
        words = label or ":" in text or _MARK.fullmatch(text) is not None or len(text.split()) > 3
        unread = re.search(r"[^\W\d]", text) is not None and not (named and _may_be_key(column, text))
        return (_unit_or_footer(text, template)) if words or unread else ""
    sums = _IS_TOTAL.match(text.casefold()) is not None and any(c.parse is values.ore for c in template.columns)
    return "footer" if label and not sums and _lacks_data(cells, template, places, at) else ""


def _may_be_key(column: Any, text: str) -> bool:
    return column is not None and values.reads(column.parse, text)


def _unit_or_footer(text: str, template: Template) -> Kind:
    """A line below that says what the amounts are in may not be passed over."""
    if any(column.parse is values.ore for column in template.columns):
        try:
            said = units.in_title(text)
        except Bad:
            return "unit"
        return "unit" if any(unit.factor != 1 for unit in said) else "footer"
    return "footer"


def _same(cell: Any, heading: Any) -> bool:
    return heading is not None and folded(str(cell)) == folded(str(heading)) != ""


def _lacks_data(cells: Sequence[Any], template: Template, places: Mapping[str, int], label_at: int) -> bool:
    """Whether none of the columns that each row must have, but the label's own, can be read."""
    needed = {column.key for column in template.columns if column.required}.union(*template.either)
    others = [(template.column(key), at) for key, at in places.items() if key in needed and at != label_at]
    return bool(others) and not any(
        at < len(cells) and cells[at] is not None and values.reads(column.parse, cells[at]) for column, at in others
    )
