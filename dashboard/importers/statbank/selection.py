"""What to ask of a table: which codes of every variable, and in how many questions."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dashboard.importers.report import Bad
from dashboard.importers.statbank import places
from dashboard.importers.statbank.catalogue import Dimension, Table, plain
from dashboard.importers.statbank.categories import category
from dashboard.importers.statbank.metadata import TableInfo, Variable
from dashboard.importers.statbank.problem import Problem
from dashboard.importers.statbank.tables import PLACES

Selection = dict[str, tuple[str, ...]]  # codes of every variable, in the table's order: a streamed answer needs all


@dataclass(frozen=True)
class Wish:
    """years: none is the newest. municipalities: four-digit codes, none is all; the country always comes along."""

    years: Collection[int] = ()
    municipalities: Collection[str] = ()


def chosen(info: TableInfo, table: Table | None, wish: Wish) -> Selection:
    """Of a table in the catalogue only what is of use (Dimension.wanted): all of REGK31 has millions of cells.

    Raises Problem where a year is not in the table.
    """
    selection: Selection = {}
    for variable in info.variables:
        if variable.time:
            codes = _periods(variable, table, wish.years)
        elif plain(variable.variable) in PLACES:
            codes = _places(variable, table, wish.municipalities)
        else:
            codes = _categories(variable, table)
        selection[variable.variable] = codes
    return selection


def _periods(variable: Variable, table: Table | None, years: Collection[int]) -> tuple[str, ...]:
    ending = table.periods_wanted if table else ""
    periods = [code for code, _ in variable.values if code.endswith(ending)]
    wanted = {str(year) for year in years} or {period[:4] for period in periods[-1:]}
    missing = wanted - {period[:4] for period in periods}
    if missing or not periods:
        raise Problem("no_such_year", first=variable.values[0][0][:4], last=variable.values[-1][0][:4])
    return tuple(period for period in periods if period[:4] in wanted)


def _places(variable: Variable, table: Table | None, municipalities: Collection[str]) -> tuple[str, ...]:
    geography = table.geography if table else "municipalities"
    if not municipalities or geography != "municipalities":
        return tuple(code for code, _ in variable.values)
    return tuple(code for code, _ in variable.values if _code(code) in {places.COUNTRY, *municipalities})


def _code(value: str) -> str:
    try:
        return places.place(value, "municipalities").code
    except Bad:
        return ""


def _categories(variable: Variable, table: Table | None) -> tuple[str, ...]:
    everything = tuple(code for code, _ in variable.values)
    known = (
        [d for d in table.dimensions if plain(variable.variable) in map(plain, (d.variable, *d.headings))]
        if table
        else []
    )
    if not known or not known[0].wanted:
        return everything
    return tuple(code for code in everything if _wanted(known[0], code)) or everything


def _wanted(dimension: Dimension, code: str) -> bool:
    try:
        return dimension.key(category(dimension, code).code) in dimension.wanted
    except Bad:
        return False


def cells(selection: Selection) -> int:
    """As Danmarks Statistik counts them: rows times columns, the figure's own column included."""
    return math.prod(len(codes) for codes in selection.values()) * (len(selection) + 1)


def pieces(selection: Selection, time: str, limit: int) -> Iterator[Selection]:
    """The selection in questions under the limit of cells: year by year, then the longest list of codes in halves."""
    periods = selection[time]
    years = sorted({period[:4] for period in periods})
    if cells(selection) <= limit:
        yield selection
    elif len(years) > 1:
        for year in years:
            yield from pieces(selection | {time: tuple(p for p in periods if p[:4] == year)}, time, limit)
    else:
        longest = max(selection, key=lambda variable: len(selection[variable]))
        codes = selection[longest]
        if len(codes) == 1:
            raise Problem("limit_too_low")
        for half in (codes[: len(codes) // 2], codes[len(codes) // 2 :]):
            yield from pieces(selection | {longest: half}, time, limit)
