"""Tables that read aloud well: a caption, headings with scope, numbers to the right, a scroll region with a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.exports.columns import Column
from dashboard.layouts.aria import aria


def table(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[Any]], *, numeric: slice = slice(1, None)
) -> html.Div:
    """An html table of ready texts or components; the first column is each row's heading, `numeric` stand right."""
    right = set(range(len(headings))[numeric])
    head = [html.Th(text, scope="col", className=_align(i, right)) for i, text in enumerate(headings)]
    return html.Div(
        html.Table(
            [html.Caption(caption), html.Thead(html.Tr(head)), html.Tbody([_row(row, right) for row in rows])],
            className="table",
        ),
        className="table-scroll",
        tabIndex=0,
        role="region",
        **aria(label=caption),
    )


def column_table(caption: str, columns: Sequence[Column]) -> html.Div:
    """The measure's own table from its columns; a column that is empty in every row is left out."""
    shown = [c for c in columns if any(c.text(i) for i in range(len(c.values)))]
    right = [i for i, c in enumerate(shown) if c.kind != "text"]
    rows = [[c.text(i) for c in shown] for i in range(len(shown[0].values) if shown else 0)]
    numeric = slice(right[0], right[-1] + 1) if right else slice(0)
    return table(caption, [c.heading for c in shown], rows, numeric=numeric)


def _align(index: int, right: set[int]) -> str:
    return "number" if index in right else ""


def _row(cells: Sequence[Any], right: set[int]) -> html.Tr:
    first, *others = cells
    return html.Tr(
        [
            html.Th(first, scope="row", className=_align(0, right)),
            *(html.Td(cell, className=_align(i, right)) for i, cell in enumerate(others, start=1)),
        ]
    )
