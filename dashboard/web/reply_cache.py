"""Replies that were given before are given again without working them out: a page seen twice costs next to nothing.

Kept is what is declared in KEPT and nothing else: replies that follow from what was asked (the request's body), the data
version, what people have decided, the day, the language and the viewer's scope, since filters live in the address. A
reply that changes what is stored, that depends on who asks or on the log, or that holds rows about a case is worked out
each time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

import flask
import orjson

from dashboard import answers
from dashboard.access import audit_asked
from dashboard.access.viewer import Refused, current_viewer
from dashboard.answer_cache import AnswerCache
from dashboard.language import current_language
from dashboard.layouts.pages import dashed
from dashboard.measures import MEASURES
from dashboard.settings import settings

PATH = "/_dash-update-component"
# The first output of each callback whose replies are kept: the frame, the overview and the measures' pages.
KEPT = ("navigation.children", "overview-attention.children", *(f"{dashed(one)}-page.children" for one in MEASURES))
KEPT_HEADERS = ("Content-Type", "Content-Encoding", "Vary")


@dataclass(frozen=True)
class Reply:
    """A reply as it was sent, compressed. asked: what it answers, for the audit log."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    asked: audit_asked.Asked | None


def keep_replies(server: flask.Flask) -> None:
    """Answer a repeated callback from memory. To be called before the compression is added: what runs after a
    request runs in the opposite order, and the compressed reply is what is worth keeping."""
    kept: AnswerCache[Reply] = AnswerCache(settings().cache_megabytes * 500_000, lambda reply: len(reply.body) + 500)

    @server.before_request
    def _from_memory() -> flask.Response | None:
        key = _key()
        reply = kept.peek(key) if key else None
        if reply is not None:
            audit_asked.recall(reply.asked)
            return flask.Response(reply.body, headers=dict(reply.headers))
        flask.g.reply_key = key
        return None

    @server.teardown_request
    def _let_go(_error: BaseException | None) -> None:
        answers.unpin_version()

    @server.after_request
    def _remember(response: flask.Response) -> flask.Response:
        key = flask.g.get("reply_key")
        if key and response.status_code == 200 and not flask.g.get("failed"):
            headers = tuple((name, response.headers[name]) for name in KEPT_HEADERS if name in response.headers)
            kept.put(key, Reply(response.get_data(), headers, audit_asked.asked()))
        return response


def _key() -> tuple[object, ...] | None:
    """What the reply depends on; None where nothing may be kept or there are no data."""
    request = flask.request
    if request.path != PATH or request.method != "POST":
        return None
    body = request.get_data(cache=True)
    if not is_kept(body):
        return None
    try:
        viewer = current_viewer()
        if not viewer.shared:
            answers.pin_version()
        state = answers.state(viewer)
    except (answers.NoData, answers.DamagedData, Refused):
        return None
    coding = request.headers.get("Accept-Encoding", "")
    day = dt.date.today()  # the frame says which data are late
    return (hashlib.sha256(body).digest(), coding, state, current_language(), viewer, day)


def is_kept(body: bytes) -> bool:
    """Whether a callback's request asks for what may be kept. body: as request_check has let it pass."""
    try:
        output = orjson.loads(body)["output"]
    except (ValueError, TypeError, KeyError):
        return False
    return isinstance(output, str) and output.removeprefix("..").split("...")[0] in KEPT
