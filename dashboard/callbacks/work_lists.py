"""The lists of cases that need action, and what is missing in the data."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output

from dashboard import answers
from dashboard.answers import LISTS, ListName
from dashboard.callbacks.view import read_view
from dashboard.language import _
from dashboard.layouts import faults
from dashboard.layouts.deliveries import missing_table
from dashboard.layouts.quality import block, quality
from dashboard.layouts.work_list import work_list


def register(app: dash.Dash) -> None:
    """One callback per list page, and the data page."""

    @app.callback(Output("data-page", "children"), Input("url", "search"))
    def show_missing(search: Any) -> Any:
        view = read_view(search)
        if view.not_there:
            return faults.not_there()
        missing = answers.missing_data(view.filters, view.viewer)
        return [
            *quality(answers.deliveries(view.filters, view.viewer), view.choices),
            block(_("What is missing"), missing_table(missing, view.filters, view.choices)),
        ]

    for name in LISTS:
        _register_list(app, name)


def _register_list(app: dash.Dash, name: ListName) -> None:
    @app.callback(Output(f"list-{name.replace('_', '-')}", "children"), Input("url", "search"))
    def show_list(search: Any) -> Any:
        view = read_view(search)
        if view.not_there:
            return faults.not_there()
        return work_list(answers.cases(name, view.filters, view.viewer), view.choices)
