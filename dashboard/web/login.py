"""In and out: `/log-ind`, `/log-ind/start`, `/log-ind/svar` and `/log-ud`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import flask

from dashboard.access.claims import NotLetIn, viewer_of
from dashboard.access.identity import set_identity
from dashboard.access.sessions import sessions_of
from dashboard.access.viewer import set_viewer
from dashboard.language import _
from dashboard.settings import settings
from dashboard.web import confirm, rate, session_cookie
from dashboard.web.faults import incident
from dashboard.web.oidc import LoginFailed, Provider
from dashboard.web.plain_page import login_page, plain_page

LOGIN_SECONDS = 600  # from pressing the button to coming back


def register(server: flask.Flask, clock: Callable[[], float]) -> None:
    """Add the ways in and out, where there is a login."""
    held = settings()
    if held.login != "oidc":
        return
    _sign_cookies(server)
    door = _Door(Provider(server, held), clock)
    server.get("/log-ind")(log_in)
    server.get("/log-ind/start")(door.start)
    server.get(confirm.PATH)(door.again)
    server.get("/log-ind/svar")(door.answered)
    server.post("/log-ud")(door.log_out)
    server.get("/log-ud")(logged_out)


def log_in() -> flask.Response:
    return login_page(own_path(flask.request.args.get("next", "/")))


def logged_out() -> flask.Response:
    return plain_page(_("You are logged out"), [_("Close the browser if others use it.")], (_("Log in"), "/log-ind"))


class _Door:
    """What needs the provider."""

    def __init__(self, provider: Provider, clock: Callable[[], float]) -> None:
        self.provider, self.clock = provider, clock

    def start(self) -> flask.typing.ResponseReturnValue:
        flask.session.clear()
        flask.session["next"] = own_path(flask.request.args.get("next", "/"))
        try:
            return self.provider.start()
        except LoginFailed as error:
            return _not_reached(error)

    def again(self) -> flask.typing.ResponseReturnValue:
        try:
            return confirm.start(self.provider, own_path(flask.request.args.get("next", "/")))
        except LoginFailed as error:
            return _not_reached(error)

    def answered(self) -> flask.typing.ResponseReturnValue:
        place = confirm.place_of_answer()
        try:
            return self._let_in(place)
        except LoginFailed as error:
            if place is None or not error.needs_person:
                return _not_reached(error)
            flask.g.nobody_came = True
            return flask.redirect("/log-ind/start?" + urlencode({"next": place}))
        except NotLetIn as error:
            # What they were let in with before is gone.
            sessions_of(settings(), self.clock).end_all(error.subject)
            return _not_let_in(error)

    def log_out(self) -> flask.typing.ResponseReturnValue:
        response = flask.redirect(self.provider.log_out_url("/log-ud"), 303)
        session_cookie.end(response, self.clock)  # type: ignore[arg-type]
        return response

    def _let_in(self, place: str | None) -> flask.typing.ResponseReturnValue:
        """place: where the browser was, if the login was only asked again."""
        claims = self.provider.claims()
        viewer = viewer_of(claims, settings())
        if rate.account_too_often(viewer.subject):
            flask.g.turned_away = viewer.subject
            return rate.too_often()
        if place is None:
            place = own_path(str(flask.session.get("next", "/")))
            flask.session.clear()
        elif session_cookie.confirm(self.clock, viewer):
            flask.g.nobody_came = True
            return flask.redirect(place)
        name = claims.get(settings().claim_name)
        token = sessions_of(settings(), self.clock).begin(viewer, name[:80] if isinstance(name, str) else "")
        set_viewer(viewer)  # so that what is written about this request says who it was
        set_identity(None)
        response = flask.redirect(place)
        session_cookie.give(response, token)  # type: ignore[arg-type]
        return response


def own_path(text: str) -> str:
    """The path to go on to, where it is one of ours; else the overview. Browsers read \\ as /, and skip tabs."""
    parts = urlsplit(text)
    foreign = parts.scheme or parts.netloc or text.startswith(("//", "/\\")) or not text.startswith("/")
    unclean = any(sign <= " " or sign == "\\" for sign in text)
    return "/" if foreign or unclean or text.startswith("/log-") else text


def _sign_cookies(server: flask.Flask) -> None:
    """Flask's cookie holds a login under way, and nothing after it."""
    held = settings()
    secure = session_cookie.secure(held)
    server.secret_key = held.session_key
    server.config.update(
        SESSION_COOKIE_NAME="__Host-trinvis-login" if secure else "trinvis-login",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=dt.timedelta(seconds=LOGIN_SECONDS),
    )


def _not_reached(error: LoginFailed) -> flask.Response:
    flask.g.turned_away = ""  # for the audit log: nobody knows who it was
    flask.session.clear()
    if not error.unreachable:
        rate.login_failed()
    number = incident(f"login failed: {error}")
    if error.unreachable:
        why, status = _("Your municipality's login does not answer. Try again in a few minutes."), 503
    else:
        why, status = _("The login was not completed. It may have taken too long, or been used before. Try again."), 400
    again = (_("Log in"), "/log-ind")
    return plain_page(_("You are not logged in"), [why, _("Incident number: {n}", n=number)], again, status)


def _not_let_in(error: NotLetIn) -> flask.Response:
    flask.g.turned_away = error.subject  # for the audit log
    rate.login_failed()
    number = incident(f"not let in: {error.reason}")
    sentences = [_reason(error), _("Incident number: {n}", n=number)]
    return plain_page(_("You have no access to Trinvis"), sentences, (_("Log in as someone else"), "/log-ind"), 403)


def _reason(error: NotLetIn) -> str:
    match error.reason:
        case "low_level":
            return _("Your login is not strong enough. Log in with the one that asks for two steps (NSIS “Betydelig”).")
        case "no_scope":
            return _(
                "Your login gives you a role in Trinvis, but not which municipality, team, project or own number it is "
                "for. Ask the one who gives access to systems where you work to add it."
            )
        case "barred":
            return _("Your access has been stopped. Ask the one who runs Trinvis where you work.")
        case _:
            return _("Your login gives you no role in Trinvis. Ask the one who gives access to systems where you work.")
