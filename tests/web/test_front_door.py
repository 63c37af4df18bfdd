"""What is sent by halves takes no memory and no place from others, and nothing of it touches the disk."""

from __future__ import annotations

import http.client
import json
import resource
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from dashboard.access.viewer import Viewer
from dashboard.settings import settings
from dashboard.web import front_door
from dashboard.web.app import create_app
from dashboard.web.front_door import FrontDoor, Visit
from tests.importers.files import csv_file
from tests.sample import sample_of
from tests.web.running import running
from tests.web.test_start import BY_PROXY, PROXY

MEGABYTE = 1_000_000
BODY = 60 * MEGABYTE
CHUNK = b"x" * 200_000
STRANGER = Viewer("coordinator", frozenset({"0657"}), coordinator="rv1", subject="rv1")  # may import nothing


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture
def data(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(sample))
    settings.cache_clear()
    yield sample
    settings.cache_clear()


def connected(server: FrontDoor, source: str = "127.0.0.1") -> socket.socket:
    found = socket.create_connection(("127.0.0.1", server.effective_port), 60, (source, 0))
    found.settimeout(60)
    return found


def head(server: FrontDoor, length: int, path: str = "/filer", *more: str) -> bytes:
    here = f"127.0.0.1:{server.effective_port}"
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {here}",
        f"Origin: http://{here}",
        "X-Trinvis: 1",
        f"Content-Length: {length}",
    ]
    return "\r\n".join([*lines, "Content-Type: multipart/form-data; boundary=x", *more, "", ""]).encode()


def send_until_answered(one: socket.socket, most: int) -> bytes:
    """Push up to `most` bytes; what comes back, or b'' where all were taken and nothing was said."""
    sent, until = 0, time.monotonic() + 60
    watched = select.poll()  # select() knows no more than 1024 files
    while time.monotonic() < until:
        watched.register(one, select.POLLIN | (select.POLLOUT if sent < most else 0))
        events = dict(watched.poll(5_000)).get(one.fileno(), 0)
        if events & select.POLLIN:
            return one.recv(65536)
        if not events:
            return b""
        with suppress(BrokenPipeError, ConnectionResetError):  # they have answered and gone: the answer is read next
            sent += one.send(CHUNK[: most - sent])
    return b""


def health(server: FrontDoor, source: str = "127.0.0.1") -> tuple[int, float]:
    """The status of a new connection's question, and how many seconds it took."""
    began = time.monotonic()
    asked = http.client.HTTPConnection("127.0.0.1", server.effective_port, 30, (source, 0))
    asked.request("GET", "/livez")
    status = asked.getresponse().status
    asked.close()
    return status, time.monotonic() - began


def test_a_body_is_not_read_before_somebody_has_said_who_sends_it(data: Path) -> None:
    with running(create_app(STRANGER).server) as server, ExitStack() as stack:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(8):
            one = stack.enter_context(connected(server))
            one.sendall(head(server, BODY))
            answer = send_until_answered(one, BODY - MEGABYTE)
            assert answer.startswith(b"HTTP/1.1 403"), answer[:100]
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 30_000, f"{grown} kB"


@pytest.mark.parametrize("path", ["/_dash-update-component", "/log-ud", "/"])
def test_nothing_but_an_upload_may_be_large(data: Path, path: str) -> None:
    with running(create_app().server) as server, connected(server) as one:
        one.sendall(head(server, BODY, path))
        assert send_until_answered(one, BODY - MEGABYTE).startswith(b"HTTP/1.1 413")


def test_whoever_does_not_say_how_much_it_will_be_is_refused(data: Path) -> None:
    with running(create_app().server) as server, connected(server) as one:
        here = f"127.0.0.1:{server.effective_port}"
        one.sendall(f"POST /filer HTTP/1.1\r\nHost: {here}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        assert send_until_answered(one, 0).startswith(b"HTTP/1.1 411")


def upload(folder: Path, case: str) -> bytes:
    rows = [[f"{case}-{number}", "01-02-2025"] for number in range(10_000)]
    content = csv_file(folder / f"{case}.csv", ["Sagsnr.", "Modtaget"], rows).read_bytes()
    start = '--x\r\nContent-Disposition: form-data; name="filer"; filename="sager.csv"\r\n\r\n'
    end = '\r\n--x\r\nContent-Disposition: form-data; name="kommune"\r\n\r\n0657\r\n--x--\r\n'
    return start.encode() + content + end.encode()


def test_one_upload_at_a_time_and_the_next_waits_with_its_sender(data: Path, tmp_path: Path) -> None:
    body = upload(tmp_path, "S")
    with running(create_app().server) as server, connected(server) as first, connected(server) as second:
        first.sendall(head(server, len(body)) + body[:-10])
        seen(server, lambda visit: bool(visit.deadline))
        second.sendall(head(server, len(body)) + body[:60_000])
        waiting = seen(server, lambda visit: visit.waiting)
        assert waiting.request is not None
        assert waiting.request.body_bytes_received <= server.adj.recv_bytes
        first.sendall(body[-10:])
        assert said(first)["ok"]
        second.sendall(body[60_000:])
        assert said(second)["ok"]


def seen(server: FrontDoor, wanted: Callable[[Visit], bool]) -> Visit:
    """The first connection of which that becomes true, while the server goes on answering others."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        health(server)
        if found := [visit for visit in list(server.active_channels.values()) if wanted(visit)]:
            return found[0]
    raise AssertionError("nobody got that far")


def said(one: socket.socket) -> dict[str, object]:
    reply = http.client.HTTPResponse(one)
    reply.begin()
    found: dict[str, object] = json.loads(reply.read())
    return found


def test_who_goes_in_the_middle_lets_the_next_in(data: Path, tmp_path: Path) -> None:
    body = upload(tmp_path, "S")
    with running(create_app().server) as server, connected(server) as second:
        with connected(server) as first:
            first.sendall(head(server, len(body)) + body[:-10])
            second.sendall(head(server, len(body)) + body)
        assert said(second)["ok"]


def test_a_hundred_sockets_that_say_nothing_more_silence_nobody(data: Path) -> None:
    with running(create_app().server) as server, ExitStack() as stack:
        for number in range(100):
            one = stack.enter_context(connected(server))
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" if number % 2 else head(server, 1000) + b"x")
        status, seconds = health(server)
        assert (status, seconds < 5) == (200, True)


def test_where_all_places_are_taken_the_one_that_kept_us_waiting_longest_goes(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_door, "CONNECTIONS", 20)
    with running(create_app().server) as server, ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(connected(server)).sendall(b"GET / HTTP/1.1\r\n")
        assert health(server)[0] == 200
        assert len(server.active_channels) <= 21


def test_one_address_has_so_many_places_and_the_others_theirs(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRINVIS_TRUSTED_PROXIES", "")
    settings.cache_clear()
    with running(create_app().server) as server, ExitStack() as stack:
        for _ in range(3 * front_door.PER_ADDRESS):
            stack.enter_context(connected(server, "127.0.0.66")).sendall(b"GET / HTTP/1.1\r\n")
        assert health(server, "127.0.0.9")[0] == 200
        from_there = [one for one in server.active_channels.values() if one.addr[0] == "127.0.0.66"]
        assert len(from_there) <= front_door.PER_ADDRESS


def test_what_is_begun_and_does_not_come_is_closed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_door, "HEADER_SECONDS", 0.5)
    monkeypatch.setattr(front_door, "BODY_SECONDS", 0.5)
    with running(create_app().server) as server, ExitStack() as stack:
        begun = [b"", b"GET / HTTP/1.1\r\n", head(server, 1000) + b"x", head(server, BODY) + b"x" * 9000]
        monkeypatch.setattr(front_door, "UPLOAD_BYTES_A_SECOND", BODY)
        sockets = [stack.enter_context(connected(server)) for _ in begun]
        for one, sent in zip(sockets, begun, strict=True):
            one.sendall(sent)
        assert [one.recv(100) for one in sockets] == [b""] * len(begun)


@pytest.mark.parametrize("name", ["X-Trinvis-Rolle", "X-Trinvis-Bruger", "x-trinvis-kommune"])
def test_a_header_of_the_proxys_that_comes_twice_is_refused(
    data: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for setting, value in PROXY.items():
        monkeypatch.setenv(f"TRINVIS_{setting.upper()}", value)
    settings.cache_clear()
    with running(create_app().server) as server:
        for more, status in (([], 200), ([f"{name}: leder"], 400)):
            lines = [*(f"{key}: {value}" for key, value in BY_PROXY.items()), *more]
            asked = "\r\n".join(["GET /csv/oekonomi HTTP/1.1", "Host: localhost", *lines, "", ""])
            with connected(server) as one:
                one.sendall(asked.encode())
                assert one.recv(65536).startswith(f"HTTP/1.1 {status}".encode()), more
