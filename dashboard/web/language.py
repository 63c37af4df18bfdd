"""Which language a request is answered in: the cookie, set by `?lang=` which is then taken out of the address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import flask

from dashboard.language import LANGUAGES, Language, set_language
from dashboard.settings import settings

COOKIE = "trinvis_language"
COOKIE_PATH = "/"
A_YEAR = 365 * 24 * 3600


def read_language(server: flask.Flask) -> None:
    """Set the language before every request."""

    @server.before_request
    def _language() -> flask.Response | None:
        asked = flask.request.args.get("lang") if flask.request.query_string else None
        if asked is not None and flask.request.method == "GET" and not flask.request.path.startswith("/_dash"):
            return _remember(asked)
        set_language(_known(flask.request.cookies.get(COOKIE)))
        return None


def _known(text: str | None) -> Language:
    return next((language for language in LANGUAGES if language == text), settings().language)


def _remember(asked: str) -> flask.Response:
    words = [(w, v) for w, v in parse_qsl(flask.request.query_string.decode("utf-8", "replace")) if w != "lang"]
    # The path alone, so that no address can send a reader to another host.
    place = "/" + flask.request.path.lstrip("/\\") + ("?" + urlencode(words, safe=",") if words else "")
    response = flask.redirect(place)
    response.set_cookie(COOKIE, _known(asked), max_age=A_YEAR, samesite="Lax", httponly=True, path=COOKIE_PATH)
    return response  # type: ignore[return-value]
