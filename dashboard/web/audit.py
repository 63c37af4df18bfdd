"""One entry in the audit log for every page view, file and import, before the reply leaves; without it no reply.

The gate says what was asked (access/audit_asked.py); here it is joined with who asked and how that ended. What shows
nobody anything is not logged: scripts, the empty frame, the sign of life.
"""

from __future__ import annotations

import datetime as dt
import logging

import flask

from dashboard import answers
from dashboard.access import audit_asked, audit_log
from dashboard.access.audit_log import Entry, NotWritten
from dashboard.access.viewer import Refused, Viewer, current_viewer
from dashboard.cli import sentences
from dashboard.settings import settings
from dashboard.web import unavailable
from dashboard.web.faults import for_machines

CALLBACK = "/_dash-update-component"
ACTIONS = {"/csv/": "export", "/tabel/": "view", "/filer": "import"}
DOOR = {("GET", "/log-ind/svar"): "login", ("POST", "/log-ud"): "logout"}

log = logging.getLogger("trinvis")
_purged_on: dict[str, dt.date] = {}


def keep_log(server: flask.Flask) -> None:
    """To be called after the viewer is known and before replies are kept: what it does after a request comes last."""

    @server.before_request
    def _begin() -> None:
        audit_asked.begin()

    @server.teardown_request
    def _end(_error: BaseException | None) -> None:
        audit_asked.end()

    @server.after_request
    def _log(response: flask.Response) -> flask.Response:
        entry = _entry(response)
        if entry is None:
            return response
        try:
            record(entry)
        except NotWritten as error:
            log.error("%s", sentences.not_written(error))
            return _nothing_given(response, unavailable.sentence(error) or "")
        return response


def record(entry: Entry) -> None:
    """Write an entry, and once a day delete those that are too old. Raises NotWritten."""
    folder, today = settings().data_folder, dt.date.today()
    audit_log.record(folder, entry)
    if _purged_on.get(str(folder)) != today:
        _purged_on[str(folder)] = today
        audit_log.purge(folder, settings().audit_months)


def _entry(response: flask.Response) -> Entry | None:
    """What this request is in the log; None where it showed nothing and refused nothing."""
    asked, outcome = audit_asked.asked(), _outcome(response)
    door = DOOR.get((flask.request.method, flask.request.path))
    if door is not None:  # where nobody came, who was in before has been confirmed (web/confirm.py)
        return None if flask.g.get("nobody_came") else _at_the_door(door, outcome)
    action = _action(flask.request.path)
    if action is None or (action == "view" and outcome == "given" and not (asked and asked.filters)):
        return None
    try:
        viewer = current_viewer()
    except Refused:  # nobody has been let in: the door has its own entries
        return None
    views = asked.views() if asked else []
    places, files = flask.g.get("delivered") or (asked.municipalities() if asked else (), {})
    return Entry(
        subject=viewer.subject,
        role=viewer.role,
        action="list" if asked and asked.named and action == "view" else action,
        outcome=outcome,
        municipalities=places,
        data_version=_version(viewer),
        detail=files | ({"views": views} if views else {}),
        named=frozenset(asked.named) if asked and outcome == "given" else frozenset(),
    )


def _at_the_door(action: str, outcome: str) -> Entry:
    """Who came in or went out, or who was turned away as far as the login said (web/login.py)."""
    turned_away = flask.g.get("turned_away")
    if turned_away is not None:
        return Entry(turned_away, "", action, outcome)
    try:
        viewer = current_viewer()
    except Refused:
        return Entry("", "", action, outcome)
    return Entry(viewer.subject, viewer.role, action, outcome, tuple(sorted(viewer.municipalities or ())))


def _action(path: str) -> str | None:
    if path == CALLBACK:
        return "view"
    return next((action for beginning, action in ACTIONS.items() if path.startswith(beginning)), None)


def _outcome(response: flask.Response) -> str:
    if flask.g.get("refused") or response.status_code in (400, 401, 403, 429):
        return "refused"
    return "failed" if flask.g.get("failed") or response.status_code >= 400 else "given"


def _version(viewer: Viewer) -> str:
    """The version of the data, or of what is published of them, that this viewer reads."""
    try:
        return answers.standing(viewer).name
    except (answers.NoData, answers.DamagedData):
        return ""


def _nothing_given(response: flask.Response, sentence: str) -> flask.Response:
    """The reply with another content: its headers of protection stay, what it would have shown goes."""
    response.set_data(flask.json.dumps({"error": sentence}) if for_machines() else sentence)
    response.status_code = 503
    for name in ("Content-Encoding", "Content-Disposition", "Set-Cookie", "Location"):
        response.headers.pop(name, None)
    response.headers["Content-Type"] = "application/json" if for_machines() else "text/plain; charset=utf-8"
    return response
