"""How often one person may ask, and one address try to log in, so that one script does not keep the others waiting.

A login counts for its address where it fails (a completed one costs nobody anything), so that colleagues behind one
address do not shut each other out, and for its person where it succeeds. Where a proxy hides who asks, no address is
counted: one outsider would keep all out. Counted in memory, so each server process counts for itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import flask

from dashboard.access.viewer import Refused, current_viewer
from dashboard.language import _
from dashboard.settings import settings
from dashboard.web.client import counted_address
from dashboard.web.faults import turned_away

LOGIN, ANSWER = "/log-ind/", "/log-ind/svar"
MINUTE = 60.0
UNCOUNTED = ("/assets/", "/_dash-component-suites/", "/healthz", "/livez", "/readyz")
BEGUN_FOR_EACH_FAILED = 10  # to begin a login is one redirect; to fail asks the municipality's login for a token
_COUNTER = "trinvis-rate"


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
            self._forget(now)
            end, before = self._minutes.get(name, (now + MINUTE, 0))
            self._minutes[name] = end, before + 1
            return before + 1

    def count(self, name: str) -> int:
        """How often the name has come in its minute."""
        with self._lock:
            self._forget(self._clock())
            return self._minutes.get(name, (0.0, 0))[1]

    def _forget(self, now: float) -> None:
        while self._minutes and next(iter(self._minutes.values()))[0] <= now:
            del self._minutes[next(iter(self._minutes))]


def limit_rate(server: flask.Flask, clock: Callable[[], float] = time.monotonic) -> None:
    """Count what each viewer asks for, and the logins that each address begins and fails. clock: of seconds."""
    counter = server.extensions[_COUNTER] = Counter(clock)

    @server.before_request
    def _counted() -> flask.Response | None:
        return too_often() if _is_too_often(counter) else None


def login_failed() -> None:
    """This request was an attempt to log in that came to nothing."""
    address = counted_address(flask.request)
    if address is not None:
        _counter().add(f"failed {address}")


def account_too_often(subject: str) -> bool:
    """Count a login of this person; whether it is one too many."""
    return _counter().add(f"account {subject}") > settings().logins_per_account


def too_often() -> flask.Response:
    """The reply."""
    reply = turned_away(429, _("That is too many requests at once. Wait a minute."), "rate")
    reply.headers["Retry-After"] = "60"
    return reply


def _counter() -> Counter:
    found: Counter = flask.current_app.extensions[_COUNTER]
    return found


def _is_too_often(counter: Counter) -> bool:
    if flask.request.path.startswith(UNCOUNTED):
        return False
    try:
        return counter.add(f"subject {current_viewer().subject}") > settings().requests_per_minute
    except Refused:  # nobody yet: what they do is try to log in, or look at the way in
        return flask.request.path.startswith(LOGIN) and _tries_too_often(counter)


def _tries_too_often(counter: Counter) -> bool:
    address, most = counted_address(flask.request), settings().logins_per_minute
    if address is None:
        return False
    if flask.request.path == ANSWER:
        return counter.count(f"failed {address}") >= most
    return counter.add(f"begun {address}") > BEGUN_FOR_EACH_FAILED * most
