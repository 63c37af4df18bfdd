"""The overview: what needs action, the cards, what changed, and the four charts, in one callback.

One, since each takes Dash and the server a millisecond besides its own work, and all of them ask for the same answers.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output

from dashboard import answers
from dashboard.callbacks.view import View, read_view
from dashboard.layouts.attention import attention
from dashboard.layouts.cards import card
from dashboard.layouts.changes import changes
from dashboard.layouts.pages import OVERVIEW_ORDER, dashed
from dashboard.layouts.views import measure_panel

PARTS = [
    "overview-attention",
    *(f"overview-{dashed(measure)}-card" for measure in OVERVIEW_ORDER),
    "overview-changes",
    *(f"overview-{dashed(measure)}-panel" for measure in OVERVIEW_ORDER),
]


def register(app: dash.Dash) -> None:
    """Fill the overview when the address changes; each measure is asked for once."""

    @app.callback([Output(part, "children") for part in PARTS], Input("url", "search"))
    def show_overview(search: Any) -> list[Any]:
        view = read_view(search)
        found = {measure: view.answer(measure) for measure in OVERVIEW_ORDER}
        cards = [card(answer, view.query) for answer in found.values()]
        panels = [measure_panel(answer, view.query, prefix="overview", whole=False) for answer in found.values()]
        return [_attention(view), *cards, changes(found, view.choices, view.query), *panels]


def _attention(view: View) -> Any:
    counts = answers.case_counts(view.filters, view.viewer)
    missing = answers.missing_data_count(view.filters, view.viewer)
    return attention(counts["waiting"], counts["unassigned"], missing, view.query)
