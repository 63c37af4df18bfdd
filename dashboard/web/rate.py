"""How often one person may ask, so that one script does not keep the others waiting.

Counted in memory, so each server process counts for itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import flask

from dashboard.access.viewer import Refused, current_viewer
from dashboard.language import _
from dashboard.settings import settings
from dashboard.web.faults import turned_away

LOGIN = "/log-ind/"
MINUTE = 60.0
UNCOUNTED = ("/assets/", "/_dash-component-suites/", "/healthz")


class Counter:
    """How often each name has come in its minute, which begins when it first comes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._minutes: dict[str, tuple[float, int]] = {}  # when it ends, how often; the first to end stands first
        self._lock = threading.Lock()

    def add(self, name: str) -> int:
        """Count the name once more; how often it has come."""
        now = self._clock()
        with self._lock:
            while self._minutes and next(iter(self._minutes.values()))[0] <= now:
                del self._minutes[next(iter(self._minutes))]
            end, before = self._minutes.get(name, (now + MINUTE, 0))
            self._minutes[name] = end, before + 1
            return before + 1


def limit_rate(server: flask.Flask) -> None:
    """Count what each viewer asks for, and what each address tries to log in with."""
    counter = Counter()

    @server.before_request
    def _counted() -> flask.Response | None:
        found = _whose()
        if found is None or counter.add(found[0]) <= found[1]:
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
