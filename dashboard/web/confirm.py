"""Does the person still have the role? Asked of the login every quarter of an hour, in silence (`prompt=none`).

The browser passes by the login and comes back to where it was. So a role that was taken away there is gone here
within `confirm_minutes`, and no token of the login is kept.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

import flask

from dashboard.language import _
from dashboard.web.oidc import Provider

PATH = "/log-ind/igen"
_TABS = 4  # that may be on their way at once; what they carry stands in one cookie
_HELD = "again"


def start(provider: Provider, place: str) -> flask.typing.ResponseReturnValue:
    """Send the browser by the login. place: where it goes on to. Raises LoginFailed."""
    state = secrets.token_urlsafe(16)
    others = list(flask.session.get(_HELD, {}).items())[1 - _TABS :]
    flask.session[_HELD] = {**dict(others), state: place}
    return provider.start(prompt="none", state=state)


def place_of_answer() -> str | None:
    """Where the browser goes on to that comes back from the login now; None where somebody pressed a button."""
    held = dict(flask.session.get(_HELD, {}))
    place: str | None = held.pop(flask.request.args.get("state", ""), None)
    if place is not None:
        flask.session[_HELD] = held
    return place


def first() -> flask.typing.ResponseReturnValue:
    """What a request gets that comes too late: scripts are told, a person is sent by the login."""
    if flask.request.method != "GET" or flask.request.path.startswith(("/_", "/tabel/")):
        return {"error": _("The login has to confirm who you are. Reload the page."), "again": True}, 401
    return flask.redirect(f"{PATH}?" + urlencode({"next": flask.request.full_path.rstrip("?")}))
