"""Which figures are published: the cells of one municipality and measure, and how they add up.

The lattice: a quarter or a year × everybody, a programme or a target group; two categories are never crossed. A share
is published as three figures that hang together: those asked about (n), those who did (k) and those who did not (m).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboard.disclosure.linked import Linked
from dashboard.measures import TARGET_GROUPS
from dashboard.periods import Period
from dashboard.queries.publication import NONE

NATION = "*"  # every municipality of the publication together
YEARS = 5  # what a publication reaches back: the year of its last quarter and the four before it
Sum = tuple["Cell", tuple["Cell", ...]]


class Cell(NamedTuple):
    """One figure. place: a municipality's code or NATION. period: a key of periods. kind: all, programme, target_group."""

    figure: str
    place: str
    period: str
    kind: str
    category: str


@dataclass(frozen=True)
class Figures:
    """The figures of one system: `whole` alone, or with the two parts that it is the sum of.

    by_days: whole is in person-days, so that a quarter's mean is worth as many as it has days.
    """

    whole: str
    part: str = ""
    rest: str = ""
    by_days: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.whole, self.part, self.rest) if self.part else (self.whole,)


def published_quarters(last: int) -> list[int]:
    """The first months of the quarters that a publication holds. last: the first month of the last one."""
    return list(range((last // 12 - YEARS + 1) * 12, last + 1, 3))


def whole_quarters(delivered: pd.DataFrame, quarters: Sequence[int]) -> pd.DataFrame:
    """municipality_code, quarter: those of the quarters whose three months are delivered. delivered: with month."""
    at = delivered.assign(quarter=delivered["month"] - delivered["month"] % 3)
    months = at.groupby(["municipality_code", "quarter"])["month"].nunique().reset_index()
    whole: pd.DataFrame = months.loc[(months["month"] == 3) & months["quarter"].isin(quarters)]
    return whole[["municipality_code", "quarter"]]


def quarterly(counts: pd.DataFrame, delivered: pd.DataFrame, quarters: Sequence[int]) -> pd.DataFrame:
    """The counts by quarter; only quarters that are delivered whole. Columns as before, with quarter for month."""
    rows = counts.assign(quarter=counts["month"] - counts["month"] % 3)
    keys = ["municipality_code", "quarter", "kind", "category"]
    figures = [name for name in counts.columns if name not in ("month", *keys)]
    rows = rows.groupby(keys, as_index=False)[figures].sum()
    found = whole_quarters(delivered, quarters).merge(rows, on=["municipality_code", "quarter"], how="left")
    empty = found["kind"].isna()  # delivered, and nobody in it
    return found.assign(
        kind=found["kind"].where(~empty, "all"),
        category=found["category"].where(~empty, ""),
        **{name: found[name].fillna(0).astype("int64") for name in figures},
    )


def values_of(
    place: str, rows: pd.DataFrame, figures: Figures, joined: Mapping[str, int], kept: Mapping[Cell, int]
) -> dict[Cell, int]:
    """The cells of one municipality with their exact values.

    rows: its rows of `quarterly`. joined: programme → the quarter in which the municipality took it up: until then
    everybody knows that there is nobody in it. kept: what an earlier publication settled of the same quarters.
    A category is there in every quarter, whether anybody is in it or not: which quarter has the one child is not told.
    """
    values = dict(kept)
    settled = {cell.period for cell in kept}
    found = {(kind, category) for kind, category in zip(rows["kind"], rows["category"], strict=True)}
    last = rows["quarter"].max()
    divided = (
        any(since <= last for since in joined.values())
        or (rows["kind"].eq("programme") & rows["category"].ne(NONE)).any()
    )
    for quarter in sorted(set(rows["quarter"].tolist())):
        of_quarter = rows[rows["quarter"] == quarter]
        period = Period.containing(quarter, "quarter").key
        if period not in settled:
            counts: dict[tuple[str, str], Any] = {
                (row["kind"], row["category"]): row for row in of_quarter.to_dict("records")
            }
            programmes = _programmes(found, joined, quarter) if divided else []
            kinds = [
                ("all", ""),
                *(("programme", one) for one in programmes),
                *(("target_group", one) for one in (*TARGET_GROUPS, NONE)),
            ]
            for kind, category in kinds:
                row = counts.get((kind, category), {})
                values |= _figures_of(row, figures, Cell("", place, period, kind, category))
    return values | _years(values, settled)


def _programmes(found: Iterable[tuple[str, str]], joined: Mapping[str, int], quarter: int) -> list[str]:
    """The programmes of a quarter, and none of them. found: kind and category of any quarter."""
    there = {category for kind, category in found if kind == "programme"}
    return sorted(there | {programme for programme, since in joined.items() if since <= quarter} | {NONE})


def _figures_of(row: Mapping[str, int], figures: Figures, at: Cell) -> dict[Cell, int]:
    whole = int(row.get(figures.whole, 0))
    found = {at._replace(figure=figures.whole): whole}
    if figures.part:
        part = int(row.get(figures.part, 0))
        found |= {at._replace(figure=figures.part): part, at._replace(figure=figures.rest): whole - part}
    return found


def _years(values: Mapping[Cell, int], settled: Iterable[str]) -> dict[Cell, int]:
    """The years of which all four quarters are there; divided as all four are divided."""
    quarters: dict[tuple[str, str], set[str]] = {}
    for cell in values:
        if "K" in cell.period:
            quarters.setdefault((cell.period[:4], cell.kind), set()).add(cell.period)
    whole = {key for key, found in quarters.items() if len(found) == 4 and key[0] not in settled}
    found: dict[Cell, int] = {}
    for cell, value in values.items():
        year = cell._replace(period=cell.period[:4])
        if year != cell and (year.period, cell.kind) in whole:
            found[year] = found.get(year, 0) + value
    return found


def sums_of(values: Iterable[Cell], figures: Figures) -> list[Sum]:
    """How the cells of one place add up: quarters to years, categories to everybody, parts to the whole."""
    cells = set(values)
    over_time: dict[Cell, list[Cell]] = {}
    over_kind: dict[tuple[Cell, str], list[Cell]] = {}
    for cell in sorted(cells):
        year = cell._replace(period=cell.period[:4])
        if year != cell and year in cells:
            over_time.setdefault(year, []).append(cell)
        everybody = cell._replace(kind="all", category="")
        if everybody != cell:
            over_kind.setdefault((everybody, cell.kind), []).append(cell)
    sums = [(total, tuple(parts)) for total, parts in over_time.items()]
    sums += [(total, tuple(parts)) for (total, _kind), parts in over_kind.items()]
    return sums + part_sums(cells, figures)


def part_sums(values: Iterable[Cell], figures: Figures) -> list[Sum]:
    """The parts to the whole."""
    wholes = [cell for cell in sorted(values) if cell.figure == figures.whole] if figures.part else []
    return [(one, (one._replace(figure=figures.part), one._replace(figure=figures.rest))) for one in wholes]


def linked_of(  # noqa: PLR0913 - each is a property of the cells
    values: Mapping[Cell, int],
    sums: Iterable[Sum],
    figures: Figures,
    hidden: Iterable[Cell],
    fixed: Iterable[Cell],
    may_be_found: Iterable[Cell] = (),
) -> Linked:
    """The cells as the disclosure core takes them. may_be_found: nobody is harmed if these can be worked out."""
    keys = tuple(sorted(values))
    at = {cell: place for place, cell in enumerate(keys)}
    hide, settled, open_to_all = set(hidden), set(fixed), set(may_be_found)
    return Linked(
        keys=keys,
        values=np.array([values[cell] for cell in keys], dtype="float64"),
        scale=np.array([scale(cell, figures) for cell in keys], dtype="float64"),
        equations=tuple((at[total], tuple(at[part] for part in parts)) for total, parts in sums),
        sensitive=np.array([cell not in open_to_all for cell in keys], bool),
        hidden=np.array([cell in hide for cell in keys], bool),
        fixed=np.array([cell in settled for cell in keys], bool),
    )


def scale(cell: Cell, figures: Figures) -> int:
    """What one person is worth in the cell."""
    return Period.from_key(cell.period).days if figures.by_days else 1
