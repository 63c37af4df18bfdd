"""Tables that read aloud well: a caption, headings with scope, numbers to the right, a scroll region with a name.

A table travels as one text that assets/40-tables.js builds: as Dash components a thousand cells stop the browser.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from dashboard.exports.columns import Column
from dashboard.language import _
from dashboard.layouts import plain as html
from dashboard.layouts.aria import aria, data


def table(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: slice = slice(1, None)
) -> html.Div:
    """A table of ready texts; the first column is each row's heading, `numeric` columns stand to the right."""
    return _place(caption, table=_content(caption, headings, rows, numeric))


def later_table(caption: str, address: str) -> html.Div:
    """A table that is fetched when its <details> is opened: closed ones were a third of the overview."""
    return _place(
        caption, **{"table-from": address, "table-failed": _("The table cannot be fetched. Reload the page.")}
    )


def _place(caption: str, **attributes: str) -> html.Div:
    return html.Div(className="table-scroll", tabIndex=0, role="region", **aria(label=caption), **data(**attributes))


def _content(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: slice) -> str:
    content = {
        "caption": caption,
        "headings": list(headings),
        "rows": [list(row) for row in rows],
        "numeric": list(range(len(headings))[numeric]),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def column_content(caption: str, columns: Sequence[Column]) -> str:
    """The measure's own table as the text that the page builds it from."""
    headings, rows, numeric = _shown(columns)
    return _content(caption, headings, rows, numeric)


def column_table(caption: str, columns: Sequence[Column]) -> html.Div:
    """The measure's own table from its columns."""
    headings, rows, numeric = _shown(columns)
    return table(caption, headings, rows, numeric=numeric)


def _shown(columns: Sequence[Column]) -> tuple[list[str], list[tuple[str, ...]], slice]:
    """Headings, rows and which of them are numbers; a column that is empty in every row is left out."""
    shown = [(column, texts) for column in columns if any(texts := column.texts())]
    right = [i for i, (column, _texts) in enumerate(shown) if column.kind != "text"]
    rows = list(zip(*(texts for _column, texts in shown), strict=True))
    numeric = slice(right[0], right[-1] + 1) if right else slice(0)
    return [column.heading for column, _texts in shown], rows, numeric
