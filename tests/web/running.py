"""Our server, really listening, in a thread of the test's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import flask

from dashboard.web.front_door import FrontDoor
from dashboard.web.serve import listening


@contextmanager
def running(application: flask.Flask, host: str = "127.0.0.1") -> Iterator[FrontDoor]:
    """Its port is `effective_port`."""
    server = listening(application, host, 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.task_dispatcher.shutdown()  # a thread that has answered may still have to tell the loop of it
        for visit in list(server.active_channels.values()):
            visit.will_close = True
        server.pull_trigger()
        server.close()
        thread.join()
