"""Replies that were given before are given again without working them out: a page seen twice costs next to nothing.

A callback's reply depends on what was asked (the request's body), the data version, what people have decided, the
language and the viewer, and on nothing else, since filters live in the address. Replies with rows about a case
are never kept: the head's lists are worked out each time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import flask

from dashboard import answers
from dashboard.access import audit_asked
from dashboard.access.viewer import Refused, current_viewer
from dashboard.answer_cache import AnswerCache
from dashboard.language import current_language
from dashboard.settings import settings

PATH = "/_dash-update-component"
NEVER_KEPT = b'"list-'  # the outputs of layouts.pages' list pages
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
    if NEVER_KEPT in body:
        return None
    try:
        viewer = current_viewer()
        if not viewer.shared:
            answers.pin_version()
        state = answers.state(viewer)
    except (answers.NoData, answers.DamagedData, Refused):
        return None
    coding = request.headers.get("Accept-Encoding", "")
    return (hashlib.sha256(body).digest(), coding, state, current_language(), viewer)
