"""Every measure's own page."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output

from dashboard.access import audit_asked
from dashboard.callbacks.view import read_view
from dashboard.layouts import faults
from dashboard.layouts.pages import dashed
from dashboard.layouts.views import measure_panel
from dashboard.measures import MEASURES, MeasureId


def register(app: dash.Dash) -> None:
    """One callback per measure, which asks for the answer once."""
    for measure in MEASURES:
        _register(app, measure)


def _register(app: dash.Dash, measure: MeasureId) -> None:
    name = dashed(measure)

    @app.callback(Output(f"{name}-page", "children"), Input("url", "search"))
    def show_page(search: Any) -> Any:
        view = read_view(search)
        if view.not_there:
            return faults.not_there()
        answer = view.answer(measure)
        panel = measure_panel(answer, view.file_query(measure), prefix="page", whole=True)
        if "coordinators" in answer.parts:  # the page names them, so the log of look-ups does
            place = answer.filters.municipalities[0]
            audit_asked.name("coordinator", ((place, who) for who in answer.parts["coordinators"]["coordinator_id"]))
        return panel
