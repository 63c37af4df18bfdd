"""One measure's panel: the finding, the chart, the same numbers as a table, what the number is, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.exports.columns import table_columns
from dashboard.language import _
from dashboard.layouts import plain as html
from dashboard.layouts.about import about
from dashboard.layouts.aria import aria
from dashboard.layouts.graph import graph
from dashboard.layouts.table import column_table, later_table
from dashboard.measures import MEASURES
from dashboard.shapes import Answer


@dataclass(frozen=True)
class Shown:
    """What an answer brings to a panel.

    headline: the finding; subtitle: measure and unit; summary: the chart in words; figure None: there is nothing to
    draw, and the summary says why; notes: what a reader must know; more: blocks below the chart.
    later: the table is fetched when somebody opens it.
    """

    headline: str
    subtitle: str
    summary: str
    figure: dict[str, Any] | None
    notes: Sequence[str] = ()
    more: Sequence[Any] = ()
    later: bool = False


def panel(panel_id: str, answer: Answer, shown: Shown, *, query: str, height: int) -> html.Section:
    """The panel of one answer; query is the view's address, for the file."""
    title, summary = f"{panel_id}-title", f"{panel_id}-summary"
    return html.Section(
        [
            html.H2(shown.headline, id=title),
            html.P(shown.subtitle, className="subtitle"),
            html.P(shown.summary, id=summary, className="visually-hidden" if shown.figure else "empty"),
            graph(f"{panel_id}-graph", shown.figure, height=height, labelled_by=title, described_by=summary)
            if shown.figure
            else None,
            *(html.P(note, className="note") for note in shown.notes),
            *shown.more,
            _details(panel_id, answer, shown, query),
        ],
        className="panel",
        **aria(labelledby=title),
    )


def _details(panel_id: str, answer: Answer, shown: Shown, query: str) -> html.Div:
    measure = MEASURES[answer.measure]  # type: ignore[index]
    return html.Div(
        [
            html.Details(
                [
                    html.Summary(_("Show the numbers as a table")),
                    later_table(shown.subtitle, f"/tabel/{measure.path}{query}")
                    if shown.later
                    else column_table(shown.subtitle, table_columns(answer)),
                ],
                id=f"{panel_id}-table",
            ),
            html.Details([html.Summary(_("About this number")), about(answer)], id=f"{panel_id}-about"),
            html.A(
                _("Download CSV"),
                href=f"/csv/{measure.path}{query}",
                className="download",
                **aria(label=_("Download {name} as CSV", name=_(measure.name))),
            ),
        ],
        className="panel-foot",
    )
