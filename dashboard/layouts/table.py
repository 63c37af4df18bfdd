"""Tables that read aloud well: a caption, headings with scope, numbers to the right, a scroll region with a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.exports.columns import Column
from dashboard.layouts.aria import aria


def table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[Any]], *, numeric_from: int = 1) -> html.Div:
    """An html table of ready texts or components; the first column is each row's heading."""
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(text, scope="col", className=_align(i, numeric_from))
                            for i, text in enumerate(headings)
                        ]
                    )
                ),
                html.Tbody([_row(row, numeric_from) for row in rows]),
            ],
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
    numeric_from = next((i for i, c in enumerate(shown) if c.kind != "text"), len(shown))
    rows = [[c.text(i) for c in shown] for i in range(len(shown[0].values) if shown else 0)]
    return table(caption, [c.heading for c in shown], rows, numeric_from=numeric_from)


def _align(index: int, numeric_from: int) -> str:
    return "number" if index >= numeric_from else ""


def _row(cells: Sequence[Any], numeric_from: int) -> html.Tr:
    first, *others = cells
    return html.Tr(
        [
            html.Th(first, scope="row", className=_align(0, numeric_from)),
            *(html.Td(cell, className=_align(i, numeric_from)) for i, cell in enumerate(others, start=1)),
        ]
    )
