"""Who a request comes from: known before anything answers, and forgotten after. Nobody known, nothing answered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

import flask

from dashboard import answers
from dashboard.access.identity import Identity, set_identity
from dashboard.access.viewer import LOCAL_HEAD, Viewer, set_viewer
from dashboard.language import _
from dashboard.settings import settings
from dashboard.web import confirm, proxy, session_cookie
from dashboard.web.faults import for_machines, turned_away
from dashboard.web.plain_page import plain_page
from dashboard.web.start import real_data_sentence

# What anybody gets: scripts, styles and fonts and the sign of life, for which nobody is looked up; and the way in.
NOBODYS = ("/assets/", "/_dash-component-suites/", "/healthz", "/livez", "/readyz", "/_favicon.ico")
PUBLIC = (*NOBODYS, "/log-ind", "/log-ud")
CALLBACK = "/_dash-update-component"
LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Known:
    viewer: Viewer
    identity: Identity | None


def know_viewer(server: flask.Flask, local: Viewer, clock: Callable[[], float]) -> None:
    """local: who sits at this machine, where nobody has to log in. clock: seconds since 1970, for sessions."""

    @server.before_request
    def _known() -> flask.typing.ResponseReturnValue | None:
        answers.unpin_version()  # what the request before may have left
        found = None if flask.request.path.startswith(NOBODYS) else _find(local, clock)
        if isinstance(found, Known):
            set_viewer(found.viewer)
            set_identity(found.identity)
            return None
        set_viewer(None)
        set_identity(None)
        return None if flask.request.path.startswith(PUBLIC) else found or _log_in_first()

    @server.teardown_request
    def _unknown(_error: BaseException | None) -> None:
        set_viewer(None)
        set_identity(None)


def _find(local: Viewer, clock: Callable[[], float]) -> Known | flask.typing.ResponseReturnValue | None:
    """Who it is, or why it can be nobody; None where they can log in."""
    match settings().login:
        case "oidc":
            session = session_cookie.current(clock)
            if session and session.to_confirm and not flask.request.path.startswith(PUBLIC):
                return confirm.first()
            return Known(session.viewer, Identity(session.name, logs_out=True)) if session else None
        case "proxy":
            viewer = proxy.sent_viewer(flask.request, settings())
            return Known(viewer, Identity(proxy.name(flask.request))) if viewer else _not_by_proxy()
        case _:
            return _local(local)


def _local(viewer: Viewer) -> Known | flask.Response:
    if flask.request.remote_addr not in LOOPBACK or _by_proxy():
        return turned_away(403, _("Without login Trinvis only answers on the machine where it runs."), "not local")
    if flask.request.path == CALLBACK and not viewer.shared:
        with suppress(answers.NoData, answers.DamagedData):  # the pages say so
            answers.pin_version()  # reply_cache lets go of it
    if real_data() and not (settings().local_real_data and viewer == LOCAL_HEAD):
        return _say_real()
    return Known(viewer, None if viewer == LOCAL_HEAD else Identity())


def _by_proxy() -> bool:
    """Whether a proxy on this machine passes on what somebody elsewhere asks."""
    named = flask.request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return bool(named) and named not in LOOPBACK


def real_data() -> bool:
    """Whether what is shown is about real people."""
    try:
        return answers.current_version().origin != "sample"
    except (answers.NoData, answers.DamagedData):
        return False  # nothing to see; the pages say so


def _say_real() -> flask.Response:
    sentence = real_data_sentence()
    if for_machines():
        return turned_away(403, sentence, "real data without login")
    return plain_page(_("Real data need a login"), [sentence], status=403)


def _not_by_proxy() -> flask.Response:
    return turned_away(
        403, _("The proxy has not said who you are, or what you may see. Ask the one who runs Trinvis."), "proxy"
    )


def _log_in_first() -> flask.typing.ResponseReturnValue:
    if for_machines():
        return {"error": _("You are not logged in. Reload the page, and log in.")}, 401
    asked = flask.request.full_path.rstrip("?")
    if flask.request.path.startswith(("/csv/", "/tabel/", "/skabelon/")):
        return turned_away(401, _("You are not logged in. Reload the page, and log in."), "anonymous")
    return flask.redirect("/log-ind?" + urlencode({"next": asked}))
