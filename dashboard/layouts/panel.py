"""One measure's panel: the finding, the chart, the same numbers as a table, what the number is, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.exports.columns import table_columns
from dashboard.language import _
from dashboard.layouts.about import about
from dashboard.layouts.graph import graph
from dashboard.layouts.table import column_table
from dashboard.measures import MEASURES
from dashboard.shapes import Answer


@dataclass(frozen=True)
class Words:
    """A panel's sentences: the finding as heading, measure and unit below it, the chart in words."""

    headline: str
    subtitle: str
    summary: str


def panel(
    panel_id: str,
    answer: Answer,
    words: Words,
    figure: dict[str, Any] | None,
    *,
    query: str,
    height: int = 320,
    notes: Sequence[str] = (),
    more: Sequence[Any] = (),
) -> html.Section:
    """The panel of one answer. figure None: there is nothing to draw, and the summary says why."""
    title, summary = f"{panel_id}-title", f"{panel_id}-summary"
    drawn = (
        graph(f"{panel_id}-graph", figure, height=height, labelled_by=title, described_by=summary)
        if figure is not None
        else html.P(words.summary, className="empty")
    )
    return html.Section(
        [
            html.H2(words.headline, id=title),
            html.P(words.subtitle, className="subtitle"),
            html.P(words.summary, id=summary, className="visually-hidden" if figure is not None else "d-none"),
            drawn,
            *(html.P(note, className="note") for note in notes),
            *more,
            _details(panel_id, answer, words, query),
        ],
        className="panel",
        **{"aria-labelledby": title},
    )


def _details(panel_id: str, answer: Answer, words: Words, query: str) -> html.Div:
    measure = MEASURES[answer.measure]  # type: ignore[index]
    return html.Div(
        [
            html.Details(
                [
                    html.Summary(_("Show the numbers as a table")),
                    column_table(words.subtitle, table_columns(answer)),
                ],
                id=f"{panel_id}-table",
            ),
            html.Details([html.Summary(_("About this number")), about(answer)], id=f"{panel_id}-about"),
            html.A(
                _("Download CSV"),
                href=f"/csv/{measure.path}{query}",
                className="download",
                **{"aria-label": _("Download {name} as CSV", name=_(measure.name))},
            ),
        ],
        className="panel-foot",
    )
