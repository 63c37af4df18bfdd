"""The one factory for charts: nobody writes dcc.Graph elsewhere (a test sees to it)."""

from __future__ import annotations

from typing import Any

from dashboard.figures.theme import locale_config
from dashboard.layouts import plain as html
from dashboard.layouts.aria import aria


def graph(graph_id: str, figure: dict[str, Any], *, height: int, labelled_by: str, described_by: str) -> html.Div:
    """A chart with a name and a description for those who cannot see it, and no upload button.

    plotly.js sends figures to a cloud unless showSendToCloud is off and the server's address empty
    (experience.md 0.1); locale_config says both.
    """
    return html.Div(
        # The box has the height and plotly fills it: its own goes wrong when a page is laid out late.
        html.Graph(
            id=graph_id,
            figure=figure,
            config=locale_config(),
            responsive=True,
            style={"height": f"{height}px"},
        ),
        className="chart",
        role="group",
        **aria(labelledby=labelled_by, describedby=described_by),
    )
