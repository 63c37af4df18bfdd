"""What is sent to a callback is checked against the callback before Dash sees it, for Dash checks nothing.

A browser sends the output it wants, exactly the inputs and states that the callback has, and which of them changed.
Anything else is turned away with 400. Whether the viewer may have the answer is not asked here but at the gate.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

import flask

from dashboard.answer_cache import AnswerCache
from dashboard.language import _
from dashboard.web.faults import turned_away
from dashboard.web.request_values import fits

PATH = "/_dash-update-component"
# What Dash answers under its own paths; any other it would answer with the page.
OWN = ("/_dash-component-suites/",)
ALONE = frozenset({PATH, "/_dash-layout", "/_dash-dependencies", "/_favicon.ico", "/_mcp"})
MOST_BYTES = 64 * 1024
BODIES_REMEMBERED = 4096  # by digest; what has passed passes again, since the callbacks stay as they are
# Which page load asks, signed by Dash; what it adds for callbacks that run in the background is not for us.
QUERY = re.compile(rb"(endId=[\w-]{1,64}(~|%7E)[0-9a-f]{64})?")
KEYS = frozenset({"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"})

Callbacks = Mapping[str, Mapping[str, Any]]


class BadRequest(Exception):
    """The text says what is wrong, and nothing of what was sent."""


def check_requests(server: flask.Flask, callbacks: Callable[[], Callbacks]) -> None:
    """callbacks: the application's callback map, which is filled after this is called."""
    passed: AnswerCache[bool] = AnswerCache(BODIES_REMEMBERED, lambda _passed: 1)

    @server.before_request
    def _checked() -> flask.Response | None:
        request = flask.request
        if request.path.startswith("/_") and not request.path.startswith(OWN) and request.path not in ALONE:
            return turned_away(404, _("There is no such page."), "none of Dash's own paths")
        if request.path != PATH:
            return None
        if request.method != "POST":
            return turned_away(405, _("The address cannot be used that way."), "method")
        try:
            _check(request, callbacks(), passed)
        except BadRequest as error:
            return turned_away(400, _("The request could not be understood. Reload the page."), str(error))
        return None


def _check(request: flask.Request, callbacks: Callbacks, passed: AnswerCache[bool]) -> None:
    if not QUERY.fullmatch(request.query_string):
        raise BadRequest("query string")
    if request.mimetype != "application/json":
        raise BadRequest("content type")
    content = request.get_data(cache=True)
    if len(content) > MOST_BYTES:
        raise BadRequest("size")
    digest = hashlib.sha256(content).digest()
    if not passed.peek(digest):
        check_body(_parsed(content), callbacks)
        passed.put(digest, True)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest("not JSON") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names stand once each: which of two counts differs between readers."""
    if len(found := dict(pairs)) != len(pairs):
        raise BadRequest("a name twice")
    return found


def _no_constant(_name: str) -> NoReturn:
    raise BadRequest("not a number")


def check_body(body: Any, callbacks: Callbacks) -> None:
    """Raises BadRequest for anything that a browser would not have sent."""
    if not isinstance(body, dict) or not body.keys() <= KEYS:
        raise BadRequest("shape")
    output = body.get("output")
    known = callbacks.get(output) if isinstance(output, str) else None
    if not isinstance(output, str) or known is None or "callback" not in known:  # without one it runs in the browser
        raise BadRequest("output")
    if body.get("outputs") != _outputs(output):
        raise BadRequest("outputs")
    names = _check_values(body.get("inputs"), known["inputs"])
    _check_values(body.get("state", []), known["state"])
    _check_changed(body.get("changedPropIds"), names)
    _check_changed(body.get("parsedChangedPropsIds", []), names)


def _outputs(output: str) -> list[dict[str, str]] | dict[str, str]:
    """`..a.children...b.children..` as the list that goes with it; `a.children` as one."""
    if not output.startswith(".."):
        return _output(output)
    return [_output(name) for name in output[2:-2].split("...")]


def _output(name: str) -> dict[str, str]:
    part, prop = name.split("@")[0].rsplit(".", 1)
    return {"id": part, "property": prop}


def _check_values(sent: Any, expected: Iterable[Mapping[str, Any]]) -> list[str]:
    """Exactly these ids and properties in this order, with values of their kinds; their names."""
    expected = list(expected)
    if not isinstance(sent, list) or len(sent) != len(expected):
        raise BadRequest("how many values")
    for one, wanted in zip(sent, expected, strict=True):
        if not isinstance(one, dict) or not {"id", "property"} <= one.keys() <= {"id", "property", "value"}:
            raise BadRequest("shape of a value")
        if one["id"] != wanted["id"] or one["property"] != wanted["property"]:
            raise BadRequest("id or property")
        if not fits(wanted["property"], one.get("value")):
            raise BadRequest("kind of a value")
    return [f"{wanted['id']}.{wanted['property']}" for wanted in expected]


def _check_changed(sent: Any, names: list[str]) -> None:
    if not isinstance(sent, list) or not all(isinstance(name, str) for name in sent):
        raise BadRequest("changed")
    if len(set(sent)) != len(sent) or not set(sent) <= set(names):
        raise BadRequest("changed")
