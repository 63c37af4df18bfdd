"""What a sheet says of its numbers beside the numbers: in headings, in lines above them, in a row of units below.

Whatever could change a number and is not understood refuses it. Anything else in a heading that is not understood is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dashboard.importers import codes, units, values
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.template import Column, Template
from dashboard.importers.units import Unit
from dashboard.importers.unused import CUMULATED

NUMBERS: dict[Callable[..., Any], int] = {values.ore: 2, values.hours: values.MOST_DECIMALS, values.count: 0}
# What may stand in brackets behind a heading and changes no number.
_NEUTRAL: dict[Callable[..., Any], frozenset[str]] = {
    values.ore: frozenset({"netto", "løbende priser", "årets priser"}),
    values.hours: frozenset({"pr. uge", "om ugen", "ugentligt", "timer", "timer pr. uge", "på sager"}),
    values.count: frozenset({"0-22 år", "0-22-årige", "personer", "børn og unge", "pr. 1. januar", "1. januar"}),
}
TO_DATE_IN_TEXT = re.compile(r"\b(?:år[- ]til[- ]dato|åtd|ytd|year[- ]to[- ]date|akkumuleret|kumuleret)\b", re.IGNORECASE)
READ_AS = {-2: "in_ore", 3: "in_thousands", 6: "in_millions", 9: "in_billions"}


class Found(NamedTuple):
    """As table.Cell: row in the file (None: no row of it), heading, code and what its sentence names."""

    row: int | None
    heading: str
    code: str
    values: dict[str, str]


@dataclass
class Declared:
    """units: by template key, of amounts. below: how many rows under the headings say units and hold no data.

    years: by template key, the year that stands in its heading.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    below: int = 0
    years: dict[str, int] = field(default_factory=dict)
    faults: list[Found] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def declared(template: Template, known: Mapping[str, tuple[str, int]], rows: Sequence[Sequence[Any]], top: int) -> Declared:
    """known: by template key, its heading and column. rows: at least those down to the one under the headings, `top`."""
    found = Declared()
    for key, (heading, _position) in known.items():
        _look_beside(template.column(key), heading, found)
    amounts = {key: heading for key, (heading, _at) in known.items() if template.column(key).parse is values.ore}
    _look_to_date(template, known, rows[top], found)
    if not amounts:
        return found
    above = [*_above(rows[:top], found)]
    below = _units_row(template, known, rows[top + 1]) if len(rows) > top + 1 else {}
    found.below = int(bool(below))
    for key, heading in amounts.items():
        said = [*units.found_in(heading), *([below[key]] if key in below else []), *above]
        factors = {unit.factor for unit in said}
        if None in factors:
            found.faults.append(Found(None, heading, "foreign_currency", {}))
        elif len(factors) > 1:
            found.faults.append(Found(None, heading, "units_differ", {}))
        elif said:
            found.units[key] = next((unit for unit in said if unit.sign), said[0])
    found.remarks += _said(found.units, amounts)
    return found


def _said(of: Mapping[str, Unit], headings: Mapping[str, str]) -> Iterator[Remark]:
    for power, code in READ_AS.items():
        columns = [headings[key] for key, unit in of.items() if values.decimals_of(unit) == power]
        if columns:
            yield Remark(code, {"columns": ", ".join(columns)})


def _above(rows: Sequence[Sequence[Any]], found: Declared) -> Iterator[Unit]:
    for index, row in enumerate(rows):
        for cell in row:
            if not isinstance(cell, str):
                continue
            if TO_DATE_IN_TEXT.search(cell):
                found.faults.append(Found(index + 1, "", "title_to_date", {}))
            try:
                yield from units.in_title(cell)
            except Bad as bad:
                found.faults.append(Found(index + 1, "", bad.code, {"value": shown(cell)}))


def _units_row(template: Template, known: Mapping[str, tuple[str, int]], row: Sequence[Any]) -> dict[str, Unit]:
    """The units in the row under the headings, by key; nothing where it is a row of data."""
    found = {}
    for key, (_heading, at) in known.items():
        cell, column = row[at] if at < len(row) else None, template.column(key)
        if cell is None:
            continue
        if not isinstance(cell, str) or not re.search(r"[^\W\d]", cell):
            return {}
        if column.parse is values.ore:
            unit = units.exactly(cell)
            if unit is None:
                return {}
            found[key] = unit
        elif column.parse not in (codes.name, codes.key) and values.reads(column.parse, cell):
            return {}
    return found


def _look_beside(column: Column, heading: str, found: Declared) -> None:
    """What stands in a heading's brackets beside a unit."""
    if codes.heading(heading) in {codes.heading(text) for text in column.headings}:
        return
    parts = [units.rest(text) for text in re.findall(r"[(\[]([^)\]]*)[)\]]", heading)]
    for part in filter(None, parts):
        if column.parse not in NUMBERS:
            found.remarks.append(Remark("heading_part", {"column": shown(heading), "part": shown(part)}))
        elif re.fullmatch(r"(?:19|20)\d\d", part) and column.parse is values.ore:
            found.years[column.key] = int(part)
        elif part.casefold() not in _NEUTRAL[column.parse]:
            code = "year_to_date" if CUMULATED.search(part) else "heading_unclear"
            found.faults.append(Found(None, shown(heading), code, {"part": shown(part)}))


def _look_to_date(
    template: Template, known: Mapping[str, tuple[str, int]], headings: Sequence[Any], found: Declared
) -> None:
    """A sum since January is no month's amount: beside one it is left out (unused), in its place it is refused."""
    taken = {at for _heading, at in known.values()}
    amounts = {codes.heading(text): c for c in template.columns if c.parse is values.ore for text in c.headings}
    for at, cell in enumerate(headings):
        if at in taken or cell is None or not CUMULATED.search(str(cell)):
            continue
        bare = units.without(re.sub(r"[()\[\]]", " ", CUMULATED.sub(" ", str(cell))))
        column = amounts.get(codes.heading(bare)) if codes.heading(bare) else None
        if column is None and codes.heading(bare):
            continue
        if any(c.parse is values.ore and c.required and c.key not in known for c in template.columns):
            found.faults.append(Found(None, shown(cell), "year_to_date", {}))
