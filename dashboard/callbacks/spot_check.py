"""The controller's page: draw, tick off, save. What is open is kept with the checks, not in the browser."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, ctx

from dashboard.access.viewer import Viewer, current_viewer
from dashboard.language import _
from dashboard.layouts.spot_check import choices, earlier_checks
from dashboard.records import spot_checks
from dashboard.records.targets import Invalid
from dashboard.settings import settings

OUTPUTS = [
    Output("spot-check-ticked", "options"),
    Output("spot-check-ticked", "value"),
    Output("spot-check-remark", "value"),
    Output("spot-check-open", "hidden"),
    Output("spot-check-said", "children"),
    Output("spot-check-earlier", "children"),
]


def register(app: dash.Dash) -> None:
    """One callback: what stands on the page follows from what is saved."""

    @app.callback(
        OUTPUTS,
        Input("spot-check-draw", "n_clicks"),
        Input("spot-check-save", "n_clicks"),
        State("spot-check-ticked", "value"),
        State("spot-check-remark", "value"),
    )
    def show_check(_draw: Any, _save: Any, ticked: Any, remark: Any) -> list[Any]:
        viewer = current_viewer()
        ticked = ticked if isinstance(ticked, list) else []
        try:
            said = _done(viewer, ticked, remark if isinstance(remark, str) else "")
        except Invalid as error:
            return [*_page(viewer, ticked, remark)[:4], str(error), dash.no_update]
        page = _page(viewer, [], "")
        return [*page[:4], said, page[4]]


def _done(viewer: Viewer, ticked: list[Any], remark: str) -> str:
    """What the press of a button did, in words."""
    folder = settings().data_folder
    if ctx.triggered_id == "spot-check-save":
        spot_checks.save(folder, viewer, ticked, remark)
        return _("The check has been saved.")
    if ctx.triggered_id == "spot-check-draw":
        spot_checks.draw(folder, viewer)
        if spot_checks.open_check(folder, viewer) is None:
            return _("There are no entries to draw yet.")
    return ""


def _page(viewer: Viewer, ticked: list[Any], remark: Any) -> list[Any]:
    folder = settings().data_folder
    check = spot_checks.open_check(folder, viewer)
    options = choices(spot_checks.drawn_entries(folder, viewer, check)) if check else []
    earlier = earlier_checks(spot_checks.earlier(folder, viewer))
    return [options, ticked, remark, check is None, earlier]
