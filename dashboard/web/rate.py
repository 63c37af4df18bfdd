"""How often one person may ask, so that one script does not keep the others waiting.

Counted in memory, so each server process counts for itself.
"""

from __future__ import annotations

import flask
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from dashboard.access.viewer import Refused, current_viewer
from dashboard.language import _
from dashboard.settings import settings
from dashboard.web.faults import turned_away

LOGIN = "/log-ind/"
UNCOUNTED = ("/assets/", "/_dash-component-suites/", "/healthz")


def limit_rate(server: flask.Flask) -> None:
    """Count what each viewer asks for, and what each address tries to log in with."""
    limiter = FixedWindowRateLimiter(MemoryStorage())

    @server.before_request
    def _counted() -> flask.Response | None:
        found = _whose()
        if found is None or limiter.hit(RateLimitItemPerMinute(found[1]), found[0]):
            return None
        reply = turned_away(429, _("That is too many requests at once. Wait a minute."), "rate")
        reply.headers["Retry-After"] = "60"
        return reply


def _whose() -> tuple[str, int] | None:
    """Who counts for this request, and how many they have a minute; None for scripts, styles and fonts."""
    if flask.request.path.startswith(UNCOUNTED):
        return None
    if flask.request.path.startswith(LOGIN):
        return f"address {flask.request.remote_addr}", settings().logins_per_minute
    try:
        return f"subject {current_viewer().subject}", settings().requests_per_minute
    except Refused:
        return None  # nobody: the way in and what it looks like
