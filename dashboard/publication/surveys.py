"""Parents' answers as they are published: sums of whole groups of the one partition, as everybody else sees them.

A group stands as a cell of its own: a quarter that stands alone under its own key, several together under one like
`2025K2+4`. A year is the sum of its groups. What the categories of a group leave is a cell too (REST), and so is what a
category has in a year beside the groups in which it stands apart (DIVIDED). No table shows these, but they can be worked
out, so where one is small it is protected like any other. What only totals over municipalities hold (POOLED) must not
be found at all.

A quarter or category that stands in no group of its own is hidden without a proof: nothing shown holds part of a group.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.publication.lattice import NATION, Cell, Figures, Sum, part_sums
from dashboard.queries.publication import NONE

REST = "-rest"  # no name that a file can give: those that begin so are refused
DIVIDED, POOLED = "D", "P"  # after a year: keys that are no table's period
DIVISIONS = ("programme", "target_group")
LEFT_OUT = "left_out"  # the figure of answers that a year's number leaves out
EXACT = 10  # so many are told: fewer would tell what those said who all said the same
UNTOLD = -1
EVERYBODY = ("all", "")
Kind = tuple[str, str]  # kind and category
Group = tuple[int, ...]  # quarters
Figure = tuple[int, int]  # of a system's whole, and of its part


class _Year:
    """The groups of one municipality in one calendar year, and the figures of its rows."""

    def __init__(self, rows: pd.DataFrame, figures: Figures) -> None:
        self.whole = rows["quarter"].nunique() == 4
        self.figures: dict[Kind, dict[int, Figure]] = {}
        self.groups: dict[Kind, list[Group]] = {}
        self.pooled: dict[Kind, Group] = {}
        for (kind, category), of in rows.groupby(["kind", "category"]):
            named = str(kind), str(category)
            counts = zip(of["quarter"], of[figures.whole], of[figures.part], strict=True)
            self.figures[named] = {int(quarter): (int(n), int(k)) for quarter, n, k in counts}
            for (first, _last, together, size), group in of.groupby(list(GROUP)):
                quarters = tuple(sorted(group["quarter"]))
                if together:
                    self.pooled[named] = quarters
                elif first and len(quarters) == size:  # part of a group is never shown
                    self.groups.setdefault(named, []).append(quarters)

    def figure(self, kind: Kind, quarters: Iterable[int]) -> Figure:
        return _added(self.figures[kind].get(quarter, (0, 0)) for quarter in quarters)

    def categories(self, division: str, quarters: Group) -> list[str]:
        """Those with somebody in the quarters; none where nothing is divided."""
        found = {kind[1]: of for kind, of in self.figures.items() if kind[0] == division}
        if not set(found) - {NONE}:
            return []
        return sorted(name for name, of in found.items() if set(of) & set(quarters))


GROUP = ("first_quarter", "last_quarter", "together", "rows_of_group")
Pool = tuple[int, str, str]  # year, kind and category


def with_groups(counts: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """The rows of lattice.quarterly with the columns of GROUP: 0 where nobody was asked or answered."""
    keys = ["municipality_code", "quarter", "kind", "category"]
    return (
        counts.merge(groups, on=keys, how="left").fillna(dict.fromkeys(GROUP, 0)).astype(dict.fromkeys(GROUP, "int64"))
    )


def pooled(places: Mapping[str, pd.DataFrame], nation: Iterable[str]) -> frozenset[Pool]:
    """What the totals of these municipalities hold though none of them shows it: all that have some of it are there."""
    members: dict[Pool, set[str]] = {}
    wanted: dict[Pool, int] = {}
    for code in nation:
        rows = places[code]
        rows = rows[rows["together"] > 0]
        columns = (rows["quarter"] // 12, rows["kind"], rows["category"], rows["together"])
        for *pool, together in zip(*(column.tolist() for column in columns), strict=True):
            members.setdefault((pool[0], pool[1], pool[2]), set()).add(code)
            wanted[pool[0], pool[1], pool[2]] = together
    return frozenset(pool for pool, codes in members.items() if len(codes) == wanted[pool])


def values_of(
    place: str, rows: pd.DataFrame, figures: Figures, kept: Mapping[Cell, int], pooled: Iterable[Pool]
) -> dict[Cell, int]:
    """The cells of one municipality with their exact values.

    rows: of lattice.quarterly, with the columns of GROUP. kept: what an earlier publication settled; where what is
    delivered now says otherwise, only new groups of other quarters come beside it. pooled: years, kinds and categories
    that totals over municipalities hold.
    """
    values = dict(kept)
    for year, of_year in rows.groupby(rows["quarter"] // 12):
        settled = {cell: value for cell, value in kept.items() if cell.period[:4] == str(year)}
        if any(cell.period == str(year) for cell in settled):
            continue
        joined = {(kind, category) for one, kind, category in pooled if one == year}
        found = _of_year(_Year(of_year, figures), Cell(figures.whole, place, str(year), *EVERYBODY), figures, joined)
        if any(found.get(cell) != value for cell, value in settled.items()):
            out = {digit for cell in settled for digit in _quarters(cell.period)}
            found = {cell: n for cell, n in found.items() if "K" in cell.period and not out & _quarters(cell.period)}
        values |= found
    return values


def _quarters(period: str) -> set[str]:
    return set(period[5:].split("+")) if "K" in period else set()


def _of_year(year: _Year, total: Cell, figures: Figures, joined: set[Kind]) -> dict[Cell, int]:
    """The cells of one year. total: the key of everybody in it."""
    found: dict[Cell, Figure] = {}
    units = {group: _key(group) for group in year.groups.get(EVERYBODY, [])}
    for group, key in units.items():
        found[total._replace(period=key)] = year.figure(EVERYBODY, group)
    for division in DIVISIONS:
        for group, key in units.items():
            found |= _of_group(year, total._replace(period=key, kind=division), group)
    if year.whole:
        if units:
            found[total] = _added(of for cell, of in found.items() if cell.kind == "all")
        if EVERYBODY in joined and EVERYBODY in year.pooled:
            found[total._replace(period=total.period + POOLED)] = year.figure(EVERYBODY, year.pooled[EVERYBODY])
        for division in DIVISIONS:
            found |= _of_division(year, total._replace(kind=division), found, joined)
    names = figures.names
    return {
        cell._replace(figure=name): value
        for cell, (n, k) in found.items()
        for name, value in zip(names, (n, k, n - k), strict=True)
    }


def _of_group(year: _Year, at: Cell, group: Group) -> dict[Cell, Figure]:
    """The categories of one group that stand apart, and what they leave."""
    there = year.categories(at.kind, group)
    apart = [name for name in there if _apart(year, (at.kind, name), group)]
    found = {at._replace(category=name): year.figure((at.kind, name), group) for name in apart}
    if rest := [name for name in there if name not in apart]:
        found[at._replace(category=REST)] = _added(year.figure((at.kind, name), group) for name in rest)
    return found


def _apart(year: _Year, kind: Kind, group: Group) -> bool:
    """Whether all that the category has in these quarters is a group, and there is nothing else in it."""
    mine = {quarter for quarter in group if quarter in year.figures[kind]}
    return any(set(of) == mine for of in year.groups.get(kind, []))


def _of_division(year: _Year, at: Cell, found: Mapping[Cell, Figure], joined: set[Kind]) -> dict[Cell, Figure]:
    """The categories over the whole year, and their remainders. at: the year's key. found: the groups' cells."""
    of_groups: dict[str, list[tuple[Cell, Figure]]] = {}
    for cell, figure in found.items():
        if cell.kind == at.kind:
            of_groups.setdefault(cell.category, []).append((cell, figure))
    units = year.groups.get(EVERYBODY, [])
    divided = {
        name: _added(year.figure((kind, name), of) for of in columns)
        for (kind, name), groups in year.groups.items()
        if kind == at.kind and year.categories(kind, tuple(year.figures[kind, name]))
        if (
            columns := [
                of
                for of in groups
                if not any(_apart(year, (kind, name), unit) and set(of) <= set(unit) for unit in units)
            ]
        )
    }
    over = {
        name: year.figure((kind, name), of)
        for (kind, name), of in year.pooled.items()
        if kind == at.kind and (kind, name) in joined
    }
    result = {at._replace(category=name): _added(figure for _cell, figure in of) for name, of in of_groups.items()}
    for name, figure in divided.items():
        result[at._replace(category=name)] = _added((result.get(at._replace(category=name), (0, 0)), figure))
    rest = result.get(at._replace(category=REST))
    for parts, mark in ((divided, DIVIDED), (over, POOLED)):
        if parts and rest is not None:
            key = at._replace(period=at.period + mark)
            result |= {key._replace(category=name): figure for name, figure in parts.items()}
            left = _added(parts.values())
            result[key._replace(category=REST)] = (rest[0] - left[0], rest[1] - left[1])
    return result


def _added(parts: Iterable[Figure]) -> Figure:
    of = list(parts)
    return sum(n for n, _k in of), sum(k for _n, k in of)


def _key(group: Group) -> str:
    return f"{group[0] // 12}K{'+'.join(str(quarter % 12 // 3 + 1) for quarter in group)}"


def sums_of(cells: Iterable[Cell], figures: Figures) -> list[Sum]:
    """How they add up: groups to years, categories and what they leave to their whole, parts to theirs."""
    found: dict[tuple[Cell, str], list[Cell]] = {}
    there = set(cells)
    for cell in sorted(there):
        year = cell._replace(period=cell.period[:4])
        ending = cell.period[4:]
        if ending == DIVIDED and cell.category != REST and year in there:
            found.setdefault((year, "time"), []).append(cell)
        if ending in (DIVIDED, POOLED) and cell.kind != "all":
            found.setdefault((year._replace(category=REST), ending), []).append(cell)
        if "K" in ending:
            if year in there:
                found.setdefault((year, "time"), []).append(cell)
            if cell.kind != "all":
                found.setdefault((cell._replace(kind="all", category=""), cell.kind), []).append(cell)
    sums = [(total, tuple(parts)) for (total, _way), parts in found.items()]
    return [line for line in sums if line[0] in there] + part_sums(there, figures)


def total_of(cell: Cell) -> Cell | None:
    """The total over municipalities that a cell stands in."""
    if _in_no_table(cell) and not cell.period.endswith(POOLED):
        return None
    return cell._replace(place=NATION, period=cell.period.removesuffix(POOLED)) if cell.category != REST else None


def _in_no_table(cell: Cell) -> bool:
    return cell.category == REST or "+" in cell.period or cell.period[4:] in (DIVIDED, POOLED)


def pooled_cells(cells: Iterable[Cell]) -> frozenset[Cell]:
    return frozenset(cell for cell in cells if cell.period.endswith(POOLED))


def unpublished(cells: Iterable[Cell]) -> frozenset[Cell]:
    """Groups that no table shows, though they may be worked out: but for those that only totals hold."""
    return frozenset(cell for cell in cells if _in_no_table(cell) and not cell.period.endswith(POOLED))


def left_out(rows: pd.DataFrame, cells: Iterable[Cell]) -> dict[Cell, int]:
    """By year's cell the answers of the year that its number leaves out, UNTOLD where nobody is told how many.

    cells: the whole's figures of the municipality that are in a group. That something may be left out is said wherever
    a quarter stands in no group of the cell, also if nobody answered: that is not told either.
    """
    by_year = {int(year): of for year, of in rows.groupby(rows["quarter"] // 12)}
    found = {}
    for cell in cells:
        if len(cell.period) == 4:
            of_year = by_year[int(cell.period)]
            mine = of_year[(of_year["kind"] == cell.kind) & (of_year["category"] == cell.category)]
            out = mine[(mine["first_quarter"] == 0) | (mine["together"] > 0)]
            grouped = of_year[(of_year["kind"] == "all") & (of_year["first_quarter"] > 0) & (of_year["together"] == 0)]
            if cell.kind == "all" and len(grouped) < 4:
                n = int(out[cell.figure].sum())
                found[cell] = n if n >= EXACT and not out["together"].any() else UNTOLD
            elif cell.kind != "all" and (len(grouped) < 4 or len(out) or len(mine) < 4):
                found[cell] = UNTOLD
    return found


def left_out_together(
    there: Iterable[Cell], left: Iterable[Cell], nation: Iterable[str], pooled: Iterable[Pool]
) -> dict[Cell, int]:
    """The same of totals over the municipalities `nation`. left: their cells that are hidden or leave something out."""
    within, held = set(nation), set(pooled)
    of = {
        cell._replace(place=NATION)
        for cell in left
        if cell.place in within and (len(cell.period) > 4 or (int(cell.period), cell.kind, cell.category) not in held)
    }
    return dict.fromkeys(of & set(there), UNTOLD)


def beside(hidden: Iterable[Cell], left: Mapping[Cell, int]) -> pd.DataFrame:
    """Cells that are hidden, and LEFT_OUT, with the columns of a publication's cells but the measure."""
    rows = [(*cell, math.nan, "suppressed") for cell in sorted(hidden)]
    for cell, n in sorted(left.items()):
        at = cell._replace(figure=LEFT_OUT)
        rows.append((*at, math.nan, "suppressed") if n == UNTOLD else (*at, float(n), "ok"))
    return pd.DataFrame(rows, columns=[*Cell._fields, "value", "state"])
