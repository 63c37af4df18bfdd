"""Only our own pages may send anything here, and only under the names that the server answers to."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import flask
from werkzeug.sansio.utils import host_is_trusted

from dashboard.language import _
from dashboard.settings import Settings, settings
from dashboard.web.faults import turned_away

LOOPBACK = ("127.0.0.1", "localhost")


def check_origin(server: flask.Flask) -> None:
    """Turn away what comes under a foreign name, or was sent by another site's page in a reader's name."""

    @server.before_request
    def _known() -> flask.Response | None:
        request = flask.request
        if not _trusted(request.environ.get("HTTP_HOST"), hosts(settings())):
            return turned_away(400, _("Trinvis does not answer under this name."), "foreign host")
        if request.method not in ("GET", "HEAD", "OPTIONS") and _from_elsewhere(request, settings()):
            return turned_away(403, _("Another site has sent this in your name. Nothing has been done."), "origin")
        return None


def hosts(held: Settings) -> tuple[str, ...]:
    """The names that the server answers to, without ports."""
    return _names(held.host, held.public_url, held.trusted_hosts)


@lru_cache(maxsize=8)
def _names(host: str, public_url: str, trusted_hosts: str) -> tuple[str, ...]:
    more = [name.strip() for name in trusted_hosts.split(",")]
    bound = "" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound to
    return tuple(name for name in (*LOOPBACK, bound, urlsplit(public_url).hostname or "", *more) if name)


@lru_cache(maxsize=64)
def _trusted(host: str | None, names: tuple[str, ...]) -> bool:
    return host_is_trusted(host, names)


def _from_elsewhere(request: flask.Request, held: Settings) -> bool:
    # Browsers send both with every POST; who sends neither is no browser, and carries nobody's cookies.
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    return site not in ("same-origin", "none") or (origin is not None and not _ours(origin, request, held))


def _ours(origin: str, request: flask.Request, held: Settings) -> bool:
    names = {request.host, urlsplit(held.public_url).netloc} - {""}  # "null" has no host either
    return urlsplit(origin).netloc in names
