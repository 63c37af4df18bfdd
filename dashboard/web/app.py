"""The application: Dash with our own router, headers and language, and nothing from outside the machine."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

import dash
import flask
from dash import html, set_props

from dashboard.access.viewer import LOCAL_HEAD, Refused, Viewer
from dashboard.callbacks import filters, measures, navigation, overview, spot_check, work_lists
from dashboard.language import current_language
from dashboard.layouts import faults
from dashboard.layouts.filter_bar import filter_bar
from dashboard.layouts.pages import ALL_FILTERS, NOT_FOUND, PAGES
from dashboard.layouts.plain import as_component
from dashboard.layouts.shell import BRAND, shell
from dashboard.settings import PROJECT, settings
from dashboard.web import (
    assets,
    audit,
    downloads,
    headers,
    language,
    login,
    origin,
    rate,
    reply_cache,
    request_check,
    start,
    uploads,
    who,
)
from dashboard.web import (
    faults as web_faults,
)
from dashboard.web.validation import sample_view

VENDOR = "/assets/vendor"  # filled by scripts/front_end.sh

log = logging.getLogger("trinvis")


class Server(flask.Flask):
    """Flask without a look, at every function of every request, whether it is one of asyncio's: none is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


class Trinvis(dash.Dash):
    """Dash whose page says which language it is in."""

    def interpolate_index(self, *args: Any, **parts: Any) -> Any:
        page: str = super().interpolate_index(*args, **parts)  # type: ignore[no-untyped-call]
        return page.replace("<html>", f'<html lang="{current_language()}">', 1)


def create_app(viewer: Viewer = LOCAL_HEAD, clock: Callable[[], float] = time.time) -> Trinvis:
    """A new application; several in one process do not disturb each other. Raises NotStarted for unsafe settings.

    viewer: who sits at this machine, where nobody has to log in. clock: seconds since 1970, for sessions.
    """
    start.check_start(settings())
    start.check_wall(settings())
    start.check_folder(settings())
    server = Server("trinvis", static_folder=None)
    _stand_before(server, viewer, clock, lambda: app.callback_map)
    audit.keep_log(server)
    reply_cache.keep_replies(server)
    app = Trinvis(
        __name__,
        server=server,  # type: ignore[arg-type]
        title=BRAND,
        update_title="",
        assets_folder=str(PROJECT / "assets"),
        # Dash links a folder's own files before its subfolders', which would put Bootstrap over our styles; and a
        # plotly.js that is there before the renderer spares the page Dash's own three times larger one.
        assets_path_ignore=["^vendor$"],
        external_stylesheets=[f"{VENDOR}/bootstrap.min.css"],
        external_scripts=[f"{VENDOR}/plotly-cartesian.min.js"],
        serve_locally=True,
        compress=True,
        enable_mcp=False,  # would show layout and callbacks to any client
        health_endpoint="healthz",
        on_error=_tell,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    login.register(app.server, clock)
    app.server.config["MAX_CONTENT_LENGTH"] = 256 * 1024
    assets.read_whole(app.server)
    downloads.register(app.server)
    uploads.register(app.server)
    headers.protect(app)
    app.layout = shell
    app.validation_layout = _everything()  # type: ignore[assignment]
    for part in (navigation, filters, overview, measures, work_lists, spot_check):
        part.register(app)
    return app


def _stand_before(
    server: flask.Flask, viewer: Viewer, clock: Callable[[], float], callbacks: Callable[[], request_check.Callbacks]
) -> None:
    """What a request passes before anything answers it, in this order."""
    web_faults.handle(server)
    language.read_language(server)
    origin.check_origin(server)
    who.know_viewer(server, viewer, clock)
    rate.limit_rate(server)
    request_check.check_requests(server, callbacks)


def _everything() -> html.Div:
    """Every id there is, so that Dash checks each callback against it."""
    view, choices = sample_view()
    bodies = [as_component(page.body()) for page in (*PAGES.values(), NOT_FOUND)]
    return html.Div([shell(), as_component(filter_bar(view, choices, ALL_FILTERS, "/")), *bodies])


def _tell(error: Exception) -> Any:
    """Show a sentence and a number where an error happened; the rest goes to the log."""
    flask.g.failed = True  # such a reply is not kept
    if isinstance(error, Refused):
        flask.g.refused = True
        set_props("error", {"children": faults.refused()})
        return dash.no_update
    number = secrets.token_hex(4)
    log.error("incident %s at %s", number, flask.request.path, exc_info=error)
    set_props("error", {"children": faults.incident(number)})
    return dash.no_update
