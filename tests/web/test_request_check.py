"""Whatever is sent to the server, it answers in words: no fault of its own, no trace, and nobody is kept waiting."""

from __future__ import annotations

import copy
import http.client
import json
import logging
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as generative
from hypothesis import strategies as st

from dashboard.settings import settings
from dashboard.web.app import Trinvis, create_app
from dashboard.web.request_values import RULES
from tests.patience import PATIENCE
from tests.rounds import rounds
from tests.sample import sample_of

PATH = "/_dash-update-component"
# As Chromium sends it: which page load asks, signed by Dash.
BY_BROWSER = "endId=HlS96DtRWrSG3X1o0qRSucrp~2e521635b5628565f08e8a3cb8337d364476b43d9a27c355783144cfac26c9ad"
VALUES = {"pathname": "/", "search": "?kommune=657", "n_clicks": 1, "value": "kvartal", "href": "http://localhost/"}
MOST_SAID = 64 * 1024


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trinvis]:
    folder = sample_of(tmp_path_factory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRINVIS_DATA_FOLDER", str(folder))
        patch.setenv("TRINVIS_REQUESTS_PER_MINUTE", "10000000")
        settings.cache_clear()
        yield create_app()
    settings.cache_clear()


@pytest.fixture(scope="module")
def client(app: Trinvis) -> FlaskClient:
    client = app.server.test_client()
    client.get("/_dash-dependencies")  # from here on the callback map is whole
    return client


def callbacks(app: Trinvis) -> dict[str, Any]:
    """Those that run on the server."""
    return {output: known for output, known in app.callback_map.items() if "callback" in known}


def valid_body(output: str, known: dict[str, Any], values: dict[str, Any] = VALUES) -> dict[str, Any]:
    """What a browser sends."""
    names = output[2:-2].split("...") if output.startswith("..") else [output]
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    inputs = [{**one, "value": values[one["property"]]} for one in _plain(known["inputs"])]
    changed = [f"{one['id']}.{one['property']}" for one in inputs]
    body = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "changedPropIds": changed,
        "parsedChangedPropsIds": changed,
    }
    state = [{**one, "value": values[one["property"]]} for one in _plain(known["state"])]
    return {**body, "state": state} if state else body


def _plain(expected: Any) -> list[dict[str, str]]:
    return [{"id": one["id"], "property": one["property"]} for one in expected]


def test_what_a_browser_sends_passes(app: Trinvis, client: FlaskClient) -> None:
    for output, known in callbacks(app).items():
        reply = client.post(f"{PATH}?{BY_BROWSER}", json=valid_body(output, known))
        assert reply.status_code in (200, 204), (output, reply.text)


def test_every_property_that_callbacks_read_has_a_rule(app: Trinvis, client: FlaskClient) -> None:
    read = {one["property"] for known in callbacks(app).values() for one in (*known["inputs"], *known["state"])}
    assert read <= RULES.keys()


FRAME = "..navigation.children"
BAD_BODIES: dict[str, Any] = {
    "null": None,
    "a list": [],
    "a text": "x",
    "a number": 7,
    "nothing in it": {},
    "unknown output": {"output": "cpr.children"},
    "an output of the browser's own": {"output": "error.children"},
    "no inputs": {"inputs": []},
    "an input too many": {"inputs": [{"id": "url", "property": "pathname"}] * 3},
    "inputs in another order": {"inputs": [{"id": "url", "property": "search"}, {"id": "url", "property": "pathname"}]},
    "another id": {"inputs": [{"id": "url2", "property": "pathname"}, {"id": "url", "property": "search"}]},
    "an id as an object": {"inputs": [{"id": {"a": 1}, "property": "pathname"}, {"id": "url", "property": "search"}]},
    "another property": {"inputs": [{"id": "url", "property": "href"}, {"id": "url", "property": "search"}]},
    "something in an input": {
        "inputs": [{"id": "url", "property": "pathname", "x": 1}, {"id": "url", "property": "search"}]
    },
    "other outputs": {"outputs": [{"id": "url", "property": "search"}]},
    "what did not change": {"changedPropIds": ["filter-apply.n_clicks"]},
    "a change twice": {"changedPropIds": ["url.search", "url.search"]},
    "state nobody asked for": {"state": [{"id": "url", "property": "search", "value": ""}]},
    "a name nobody knows": {"viewer": "leder"},
}


@pytest.mark.parametrize("change", BAD_BODIES.values(), ids=BAD_BODIES)
def test_what_no_browser_sends_is_turned_away(app: Trinvis, client: FlaskClient, change: Any) -> None:
    output, known = next((o, k) for o, k in callbacks(app).items() if o.startswith(FRAME))
    body = {**valid_body(output, known), **change} if isinstance(change, dict) and change else change
    _turned_away(client.post(PATH, json=body), 400)


@pytest.mark.parametrize("search", [5, True, {"a": 1}, ["x"], "?" + "x" * 4000, "\ud800"], ids=repr)
def test_values_of_another_kind_are_turned_away(app: Trinvis, client: FlaskClient, search: Any) -> None:
    output, known = next((o, k) for o, k in callbacks(app).items() if o.startswith(FRAME))
    _turned_away(client.post(PATH, json=valid_body(output, known, {**VALUES, "search": search})), 400)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b'{"output": NaN}', "application/json"),
        (b'{"output": "a.b", "output": "c.d"}', "application/json"),
        (b"[" * 30_000, "application/json"),
        (b'"' + b"x" * 70_000 + b'"', "application/json"),
        (b"\xff\xfe{}", "application/json"),
        (b"output=x", "application/x-www-form-urlencoded"),
        (b"{}", "text/plain"),
        (b"{}", ""),
    ],
)
def test_what_is_no_request_is_turned_away(client: FlaskClient, content: bytes, kind: str) -> None:
    _turned_away(client.post(PATH, data=content, content_type=kind), 400)


def _turned_away(reply: Any, status: int) -> None:
    assert reply.status_code == status, reply.text
    assert set(reply.json) == {"error", "incident"}
    assert reply.json["error"].endswith(".")
    assert len(reply.json["incident"]) == 8
    assert len(reply.data) < MOST_SAID


def test_too_much_is_turned_away(client: FlaskClient) -> None:
    assert client.post(PATH, data=b" " * 60_000_000, content_type="application/json").status_code in (400, 413)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_callbacks_are_only_posted(client: FlaskClient, method: str) -> None:
    assert client.open(PATH, method=method).status_code in (403, 405)


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/dash/../../settings.py",
        "/_dash-component-suites/dash/%2e%2e/%2e%2e/etc/passwd",
        "/_dash-component-suites/os/path.py",
        "/_dash-component-suites/dash/none.js",
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/_dash-update-component/",
        "/_dash-update-component/x",
        "/_alive_x",
    ],
)
def test_there_are_no_other_files(client: FlaskClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404, reply.text[:200]
    assert "settings" not in reply.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_no_other_site_sends_in_a_readers_name(app: Trinvis, client: FlaskClient, headers: dict[str, str]) -> None:
    output, known = next(iter(callbacks(app).items()))
    _turned_away(client.post(PATH, json=valid_body(output, known), headers=headers), 403)


def test_our_own_pages_do(app: Trinvis, client: FlaskClient) -> None:
    output, known = next((o, k) for o, k in callbacks(app).items() if o.startswith(FRAME))
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post(PATH, json=valid_body(output, known), headers=ours).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "a b", "@"]
)
def test_only_under_our_own_names(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8050"])
def test_under_each_of_our_names(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_who_asks_without_end_has_to_wait(app: Trinvis, monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app().server.test_client()
    monkeypatch.setenv("TRINVIS_REQUESTS_PER_MINUTE", "20")
    settings.cache_clear()
    statuses = [client.get("/_dash-layout").status_code for _n in range(60)]
    assert set(statuses) == {200, 429}
    assert client.get("/healthz").status_code == 200
    monkeypatch.setenv("TRINVIS_REQUESTS_PER_MINUTE", "10000000")
    settings.cache_clear()


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
QUERIES = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda words: "?" + "&".join(f"{word}={value}" for word, value in words),
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["kommune", "fra", "til", "interval", "team", "projekt", "maalgruppe", "enhed", "priser"]
                ),
                st.sampled_from(
                    ["657", "0825", "alle", "2025-01", "2026-13", "kvartal", "aar", "barn", "faste", "%00", ""]
                )
                | st.text(max_size=12),
            ),
            max_size=6,
        ),
    ),
)
LIKELY = {
    "search": QUERIES,
    "pathname": st.sampled_from(["/", "/sager", "/data", "/findes-ikke"]) | st.text(max_size=30),
    "n_clicks": st.integers(-2, 5),
    "value": st.text(max_size=12)
    | st.lists(st.text(max_size=6), max_size=4)
    | st.sampled_from(["657", "2025-01", "aar"]),
}


@st.composite
def sent(draw: st.DrawFn, known: list[tuple[str, Any]]) -> bytes:
    """A browser's request with some of it changed, down to bytes."""
    output, callback = draw(st.sampled_from(known))
    body: Any = copy.deepcopy(valid_body(output, callback))
    for one in (*body["inputs"], *body.get("state", [])):
        one["value"] = draw(LIKELY[one["property"]] | (ANYTHING if draw(st.integers(0, 9)) == 0 else st.nothing()))
    for _change in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2, 3]))):
        body = changed(draw, body)
    content = json.dumps(body).encode()
    if draw(st.integers(0, 19)) == 0:
        place = draw(st.integers(0, len(content)))
        content = content[:place] + draw(st.binary(max_size=8)) + content[place + draw(st.integers(0, 3)) :]
    return content


def changed(draw: st.DrawFn, body: Any) -> Any:
    """One place in it is something else, gone, or there twice."""
    if not body or not isinstance(body, (dict, list)) or draw(st.integers(0, 4)) == 0:
        return draw(ANYTHING)
    key = draw(st.sampled_from(sorted(body) if isinstance(body, dict) else range(len(body))))
    match draw(st.integers(0, 3)):
        case 0:
            del body[key]
        case 1 if isinstance(body, list):
            body.append(body[key])
        case 2:
            body[key] = draw(ANYTHING)
        case _:
            body[key] = changed(draw, body[key])
    return body


class Errors(logging.Handler):
    """What the server wrote about faults of its own."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(self.format(record))


def test_no_request_makes_the_server_fail(app: Trinvis, client: FlaskClient) -> None:
    errors, statuses = Errors(), set()
    logging.getLogger().addHandler(errors)

    @generative(max_examples=rounds(20_000, quick=300), suppress_health_check=list(HealthCheck))
    @given(sent(list(callbacks(app).items())))
    def check(content: bytes) -> None:
        reply = client.post(PATH, data=content, content_type="application/json")
        statuses.add(reply.status_code)
        assert reply.status_code in (200, 204, 400), (reply.status_code, content)
        assert b"Traceback" not in reply.data
        assert reply.status_code < 400 or len(reply.data) < MOST_SAID
        assert not errors.seen, (content, errors.seen)

    try:
        check()
    finally:
        logging.getLogger().removeHandler(errors)
    assert statuses >= {200, 400}, "the requests are either all good or all bad"


SERVE = """
from dashboard.web.app import create_app
from dashboard.web.serve import listening
server = listening(create_app().server, "127.0.0.1", 0)
print(server.effective_port, flush=True)
server.run()
"""


@contextmanager
def half_sent(port: int, how_many: int) -> Iterator[None]:
    """Connections that have said they will send more than they do."""
    head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{"
    with ExitStack() as stack:
        for _n in range(how_many):
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)).sendall(head.encode())
        yield


def test_sixty_half_sent_requests_keep_nobody_waiting(app: Trinvis, client: FlaskClient) -> None:
    output, known = next((o, k) for o, k in callbacks(app).items() if o.startswith(FRAME))
    body = json.dumps(valid_body(output, known))
    # A process of its own, to be ended with the connections still open.
    with subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, env=dict(os.environ)) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            _asked(port, body)
            alone = [_asked(port, body) for _n in range(9)]
            with half_sent(port, 60):
                times = [_asked(port, body) for _n in range(9)]
        finally:
            process.kill()
    # Against what it takes alone, for the machine may be slow. Who had to wait for the sixty would wait for good.
    assert statistics.median(times) <= 0.5 + 5 * statistics.median(alone), (alone, times)


def _asked(port: int, body: str) -> float:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("POST", PATH, body, {"Content-Type": "application/json"})
    assert connection.getresponse().status == 200
    connection.close()
    return time.perf_counter() - start
