"""The cookie that says which session a browser has: a random id and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import flask

from dashboard.access.sessions import Session, sessions_of
from dashboard.access.viewer import Viewer
from dashboard.settings import Settings, settings

_LENGTH = 43  # of 32 random bytes; anything else is asked of no table


def secure(held: Settings) -> bool:
    """Whether people reach Trinvis over https; only this machine itself may do without (start.py)."""
    return held.public_url.startswith("https://")


def name(held: Settings) -> str:
    """__Host-: the browser then takes it from this host alone, over https alone."""
    return "__Host-trinvis" if secure(held) else "trinvis"


def current(clock: Callable[[], float]) -> Session | None:
    """The session of this request."""
    token = flask.request.cookies.get(name(settings()), "")
    return sessions_of(settings(), clock).find(token) if len(token) == _LENGTH else None


def confirm(clock: Callable[[], float], viewer: Viewer) -> bool:
    """The login has said again who this is; False where that opens a session of its own."""
    token = flask.request.cookies.get(name(settings()), "")
    return sessions_of(settings(), clock).confirm(token, viewer)


def give(response: flask.Response, token: str) -> None:
    held = settings()
    response.set_cookie(name(held), token, secure=secure(held), httponly=True, samesite="Lax", path="/")


def end(response: flask.Response, clock: Callable[[], float]) -> None:
    """Log out: here and in the browser."""
    held = settings()
    sessions_of(held, clock).end(flask.request.cookies.get(name(held), ""))
    response.delete_cookie(name(held), secure=secure(held), httponly=True, samesite="Lax", path="/")
