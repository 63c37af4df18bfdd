"""How a request is turned away: one sentence and, where somebody may want to ask, a number that is also in the log.

Machines get JSON and people a page. Neither ever gets a trace, and no reply repeats what was sent.
"""

from __future__ import annotations

import logging
import secrets

import dash.exceptions
import flask
from werkzeug.exceptions import HTTPException

from dashboard.access.viewer import Refused
from dashboard.language import _
from dashboard.web import unavailable
from dashboard.web.plain_page import plain_page

log = logging.getLogger("trinvis")


def incident(what: str, error: BaseException | None = None) -> str:
    """Write to the log what happened; the number that finds it there."""
    number = secrets.token_hex(4)
    level = logging.ERROR if error else logging.WARNING
    path = flask.request.path.encode("unicode_escape").decode("ascii")
    log.log(level, "at %s: %s", path, what, exc_info=error, extra={"incident": number})
    return number


def for_machines() -> bool:
    """Whether the one who asks is a script, not a person at an address."""
    return flask.request.method != "GET" or flask.request.path.startswith("/_")


def turned_away(status: int, sentence: str, what: str) -> flask.Response:
    """status: of HTTP. sentence: for the reader. what: for the log, without anything that was sent."""
    return said(status, sentence, incident(what))


def said(status: int, sentence: str, number: str) -> flask.Response:
    """The reply: JSON for a script, else a page."""
    if for_machines():
        reply = flask.jsonify(error=sentence, incident=number)
        reply.status_code = status
        return reply
    return plain_page(_("That did not work"), [sentence, _("Incident number: {n}", n=number)], status=status)


def handle(server: flask.Flask) -> None:
    """Give every error, foreseen or not, such a reply."""

    @server.errorhandler(Refused)
    def _refused(_error: Refused) -> flask.Response:
        return turned_away(403, _("No access"), "refused")

    @server.errorhandler(dash.exceptions.DashException)
    def _unknown_part(_error: Exception) -> flask.Response:
        # What Dash knows of and was not asked for rightly: a file of no package, say.
        return turned_away(404, _("There is no such page."), "unknown to Dash")

    @server.errorhandler(HTTPException)
    def _http(error: HTTPException) -> flask.typing.ResponseReturnValue:
        if error.response is not None or (error.code or 500) < 400:
            return error
        return turned_away(error.code or 500, _sentence(error.code or 500), f"status {error.code}")

    @server.errorhandler(Exception)
    def _unforeseen(error: Exception) -> flask.typing.ResponseReturnValue:
        sentence = unavailable.sentence(error)
        if sentence is not None:
            reply = said(503, sentence, unavailable.logged(error))
            reply.headers["Retry-After"] = "30"
            return reply
        number = incident("unforeseen", error)
        return {"error": _("Something went wrong."), "incident": number}, 500


def _sentence(status: int) -> str:
    match status:
        case 404:
            return _("There is no such page.")
        case 405:
            return _("The address cannot be used that way.")
        case 413:
            return _("That is too much at once.")
        case _:
            return _("The request could not be understood. Reload the page.")
