"""Replies that were given before are given again without working them out: a page seen twice costs next to nothing.

A callback's reply depends on what was asked (the request's body), the data version, what people have decided, the
language and the viewer, and on nothing else, since filters live in the address. Replies with rows about a case
are never kept: the head's lists are worked out each time.
"""

from __future__ import annotations

import hashlib

import flask

from dashboard import answers
from dashboard.answer_cache import AnswerCache
from dashboard.callbacks.view import current_viewer
from dashboard.language import current_language
from dashboard.settings import settings

PATH = "/_dash-update-component"
NEVER_KEPT = b'"list-'  # the outputs of layouts.pages' list pages
Reply = tuple[bytes, str]


def keep_replies(server: flask.Flask) -> None:
    """Answer a repeated callback from memory."""
    kept: AnswerCache[Reply] = AnswerCache(settings().cache_megabytes * 500_000, lambda reply: len(reply[0]) + 200)

    @server.before_request
    def _from_memory() -> flask.Response | None:
        key = _key()
        reply = kept.peek(key) if key else None
        if reply is None:
            flask.g.reply_key = key
            return None
        return flask.Response(reply[0], mimetype=reply[1])

    @server.after_request
    def _remember(response: flask.Response) -> flask.Response:
        key = flask.g.get("reply_key")
        if key and response.status_code == 200 and not flask.g.get("incident"):
            body, kind = response.get_data(), response.mimetype or "application/json"
            kept.get(key, lambda: (body, kind))
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
        state = answers.state()
    except (answers.NoData, answers.DamagedData):
        return None
    return (hashlib.sha256(body).digest(), state, current_language(), current_viewer())
