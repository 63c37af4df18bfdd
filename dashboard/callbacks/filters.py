"""From the filter bar to the address: one press of *Vis* is one entry in the browser's history."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash
from dash import Input, Output, State
from dash.exceptions import PreventUpdate

from dashboard.callbacks.view import read_view
from dashboard.layouts.filter_bar import NO_CHOICE

# Control → the address' word, in canonical order.
CONTROLS = {
    "filter-municipality": "kommune",
    "filter-from": "fra",
    "filter-to": "til",
    "filter-interval": "interval",
    "filter-team": "team",
    "filter-programme": "projekt",
    "filter-target-group": "maalgruppe",
    "filter-unit": "enhed",
    "filter-prices": "priser",
}


def register(app: dash.Dash) -> None:
    """Write the address when *Vis* is pressed."""

    @app.callback(
        Output("url", "search"),
        Input("filter-apply", "n_clicks"),
        [State(control, "value") for control in CONTROLS],
        prevent_initial_call=True,
    )
    def show(clicks: Any, *values: Any) -> str:
        if not clicks:  # Dash also calls when the bar is put on the page
            raise PreventUpdate
        words = dict(zip(CONTROLS.values(), values, strict=True))
        codes = words["kommune"] if isinstance(words["kommune"], list) else []
        if len(codes) != 1:
            words["team"] = ""  # teams belong to one municipality; the bar says so
        words["kommune"] = ",".join(str(code) for code in codes)
        chosen = {word: str(value) for word, value in words.items() if value and value != NO_CHOICE}
        return read_view(urlencode(chosen)).query
