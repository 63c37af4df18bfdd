"""Who a request comes from: set before everything that answers, and taken away after it."""

from __future__ import annotations

import flask

from dashboard.access.viewer import LOCAL_HEAD, set_viewer


def know_viewer(server: flask.Flask) -> None:
    """Let every request be asked by the local department head."""

    @server.before_request
    def _known() -> None:
        set_viewer(LOCAL_HEAD)

    @server.teardown_request
    def _unknown(_error: BaseException | None) -> None:
        set_viewer(None)
