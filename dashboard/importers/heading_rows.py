"""In which rows of a sheet do the headings stand, and whose are they?

Many lines may stand above them. They may fill two rows (`Regnskab` above `Kr.`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from dashboard.importers import codes
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Refused, shown
from dashboard.importers.template import Column, Template

LOOKED_THROUGH = 100  # rows above the headings: a title, what was asked for, the day it was made
_FEWEST = 2  # columns that make a row one of headings

Score = tuple[bool, int]


class Headed(NamedTuple):
    """row: the headings, of two rows put together where they fill two; top: the index of the last of them."""

    template: Template
    top: int
    row: list[Any]


def headed(sheet: Sheet, templates: Sequence[Template], named: str = "") -> tuple[Template, int] | None:
    """Which template, and in which row its headings stand: where most columns are recognised; None if under two.

    named: what the file and the sheet are called, which tells where two templates fit alike. Raises Refused where
    nothing does.
    """
    found = _best(_single(sheet, templates), named)
    return (found.template, found.top) if found else None


def in_one_row(sheet: Sheet, templates: Sequence[Template]) -> Sheet:
    """The sheet with headings that fill two rows in the lower of them; as it is where one row says as much."""
    single = max((_score(one) for one in _single(sheet, templates)), default=(False, 1))
    both = max(_double(sheet, templates), key=_score, default=None)
    if both is None or _score(both) <= single or not _whole(sheet.rows[both.top]):
        return sheet
    rows = [*sheet.rows[: both.top], both.row, *sheet.rows[both.top + 1 :]]
    return replace(sheet, rows=rows)


def missing(template: Template, keys: set[str]) -> list[str]:
    """Headings of required columns that are not there."""
    needed = [column for column in template.columns if column.required]
    alone = [column.heading for column in needed if keys.isdisjoint((column.key, *column.told_by))]
    groups = [group for group in template.either if not keys.intersection(group)]
    return alone + [" / ".join(template.column(key).heading for key in group) for group in groups]


def nearest(sheet: Sheet, templates: Sequence[Template]) -> dict[str, str]:
    """Of a sheet that is no template's: which is nearest, what is understood and what lacks; nothing where none is."""
    tried = [Headed(template, top, row) for top, row in _rows(sheet) for template in templates]
    found = [one for one in tried if _needed(one.template) & _keys(one)]
    if not found:
        return {}
    best = max(found, key=lambda one: (len(_keys(one)), -len(missing(one.template, _keys(one)))))
    there = [shown(cell) for cell in best.row if best.template.under(cell)]
    lacking = missing(best.template, _keys(best))
    return {"template": best.template.name, "there": ", ".join(there), "lacking": ", ".join(lacking)}


def _needed(template: Template) -> set[str]:
    return {column.key for column in template.columns if column.required}.union(*template.either)


def _best(candidates: Iterator[Headed], named: str) -> Headed | None:
    found = list(candidates)
    if not found:
        return None
    best = max(_score(one) for one in found)
    fitting: dict[str, Headed] = {one.template.name: one for one in reversed(found) if _score(one) == best}
    if len(fitting) > 1 and best[0]:
        said = [one for name, one in fitting.items() if name in codes.folded(named)]
        if len(said) != 1:
            raise Refused("fits_several", templates=", ".join(sorted(fitting)))
        return said[0]
    in_order: list[Headed] = list(fitting.values())[::-1]
    return max(in_order, key=lambda one: len(_keys(one)) / len(one.template.columns))


def _single(sheet: Sheet, templates: Sequence[Template]) -> Iterator[Headed]:
    for top, row in _rows(sheet):
        yield from (one for template in templates if len(_keys(one := Headed(template, top, row))) >= _FEWEST)


def _double(sheet: Sheet, templates: Sequence[Template]) -> Iterator[Headed]:
    for (_, upper), (top, lower) in pairwise(_rows(sheet)):
        if _texts(upper) and _texts(lower):
            for template in templates:
                yield Headed(template, top, list(_together(template, upper, lower)))


def _together(template: Template, upper: Sequence[Any], lower: Sequence[Any]) -> Iterator[Any]:
    """The lower heading where it stands alone; else with what stands above it, or above a column to its left."""
    group = None
    for position in range(max(len(upper), len(lower))):
        above = upper[position] if position < len(upper) else None
        below = lower[position] if position < len(lower) else None
        group = above if above is not None else group
        if template.under(below) or (group is None and below is not None):
            yield below
        elif below is None:
            yield above
        else:
            yield f"{group} {below}"


def _texts(row: Sequence[Any]) -> bool:
    there = [cell for cell in row if cell is not None]
    return bool(there) and all(isinstance(cell, str) and not cell[0].isdigit() for cell in there)


def _whole(row: Sequence[Any]) -> bool:
    return sum(cell is not None for cell in row) >= _FEWEST


def _rows(sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
    return enumerate(sheet.rows[:LOOKED_THROUGH])


def _columns(one: Headed) -> list[Column]:
    return [column for cell in one.row if (column := one.template.under(cell))]


def _keys(one: Headed) -> set[str]:
    return {column.key for column in _columns(one)}


def _score(one: Headed) -> Score:
    keys = _keys(one)
    return not missing(one.template, keys), len(keys)
