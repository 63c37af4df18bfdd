"""For whoever watches over the server: `/livez`, this process answers; `/readyz`, what it needs is within reach.

Open to anybody, so they say nothing but that: no version, no path, no name. What is not well is in the log in words.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Literal

import flask

from dashboard import answers
from dashboard.access import audit_log
from dashboard.cli import sentences
from dashboard.database import postgres
from dashboard.settings import settings

ASKED_EVERY = 2.0  # seconds: however often somebody asks, the databases are asked no more often
State = Literal["ok", "none", "failed"]

log = logging.getLogger("trinvis")


def register(server: flask.Flask, clock: Callable[[], float] = time.monotonic) -> None:
    """Add the two routes. clock: of seconds."""
    ready = _Ready(clock)

    @server.get("/livez")
    def livez() -> flask.typing.ResponseReturnValue:
        return {"process": "ok"}

    @server.get("/readyz")
    def readyz() -> flask.typing.ResponseReturnValue:
        found = ready.look()
        return dict(found), 503 if "failed" in found.values() else 200


class _Ready:
    """What was found last, and when."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._at, self._found = float("-inf"), dict[str, State]()
        self._said: dict[str, str] = {}

    def look(self) -> dict[str, State]:
        """By what is needed, how it is. `none`: there are no data yet, which the pages say."""
        with self._lock:
            if self._clock() - self._at >= ASKED_EVERY:
                parts = {"data": _data, "operational": _operational, "postgresql": _postgresql}
                self._found = {name: self._ask(name, ask) for name, ask in parts.items()}
                self._at = self._clock()
            return self._found

    def _ask(self, name: str, ask: Callable[[], State]) -> State:
        try:
            found = ask()
        except Exception as error:  # whatever it is: not within reach
            said = sentences.of_error(error) or type(error).__name__
            if said not in self._said.values():  # once, not at each look of a watcher's
                log.error("%s", said)
            self._said[name] = said
            return "failed"
        self._said.pop(name, None)
        return found


def _data() -> State:
    answers.unpin_version()
    try:
        answers.current_version()
    except answers.NoData:
        return "none"
    return "ok"


def _operational() -> State:
    if settings().data_folder.exists():
        audit_log.check(settings().data_folder)
    return "ok"


def _postgresql() -> State:
    if not settings().facts_url:
        return "none"
    postgres.ask(settings().facts_url)
    return "ok"
