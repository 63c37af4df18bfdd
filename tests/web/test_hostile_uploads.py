"""Whatever is sent, the server's own memory and its other readers do not feel it: files are read in another process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
import requests

from dashboard.guarded import AT_ONCE
from dashboard.settings import PROJECT
from tests.importers.files import csv_file, table
from tests.nginx_server import free_port
from tests.proxied import SETTINGS, named
from tests.rounds import rounds

MOST_GROWN = 100_000_000  # bytes, over what the server takes at rest
SIZE = rounds(60_000_000, 20_000_000)  # bytes of a file


class Server(NamedTuple):
    process: subprocess.Popen[bytes]
    address: str
    data: Path

    def peak(self) -> int:
        """Bytes of memory that the server itself has held at most since forget_peak."""
        said = Path(f"/proc/{self.process.pid}/status").read_text()
        return 1024 * int(re.findall(r"VmHWM:\s+(\d+)", said)[0])

    def forget_peak(self) -> int:
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        return self.peak()

    def send(self, content: bytes, user: str = "hansen", what: str = "proev") -> requests.Response:
        headers = {**named(user, "leder"), "Origin": self.address, "X-Trinvis": "1"}
        form = {"hvad": what, "kommune": "0657"}
        files = {"filer": ("sager.csv", content)}
        return requests.post(f"{self.address}/filer", data=form, files=files, headers=headers, timeout=600)

    def children(self) -> list[int]:
        """The processes that read files now; the server's own child makes them and does nothing else."""
        said = subprocess.run(["ps", "-o", "pid=,ppid=", "-A"], capture_output=True, text=True, check=True).stdout
        parents = {int(pid): int(parent) for pid, parent in (line.split() for line in said.splitlines())}
        return [pid for pid, parent in parents.items() if parents.get(parent) == self.process.pid]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("served") / "data") as made:
        made.send(small(made.data.parent))  # what only the first upload costs
        yield made


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRINVIS_")} | SETTINGS
    environment |= {"TRINVIS_DATA_FOLDER": str(data), "TRINVIS_PUBLIC_URL": address, "PORT": str(port)}
    command = [str(Path(sys.executable).with_name("trinvis")), "run"]
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as process:
        try:
            until_it_answers(process, address)
            yield Server(process, address, data)
        finally:
            process.terminate()


def until_it_answers(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        try:
            requests.get(f"{address}/livez", timeout=60)
        except requests.ConnectionError:
            continue
        return
    raise AssertionError("it did not start")


def small(folder: Path) -> bytes:
    return csv_file(folder / "s.csv", ["Sagsnr.", "Modtaget"], [["S-1", "01-02-2025"]]).read_bytes()


def rows(size: int) -> bytes:
    row = b"S-12;1-1-25\n"
    return b"Sagsnr.;Modtaget\n" + row * (size // len(row))


# What is sent, and a word of the sentence that answers it; '' where it is read.
HOSTILE: dict[str, tuple[Callable[[int], bytes], str]] = {
    "short rows": (rows, "flere end 1.048.576 rækker"),
    "nothing but ends of lines": (lambda size: b"a\n" * (size // 2), "flere end 1.048.576 rækker"),
    "a million columns": (lambda _: b"Sagsnr.;Modtaget" + b";" * 1_000_000 + b"\nS-1;01-02-2025" + b";" * 1_000_000, ""),
    "a few rows full of signs": (lambda size: b"Sagsnr.;Modtaget\n" + b";" * size, "flere end 12.000.000 celler"),
    "one line": (lambda size: b"Sagsnr.;Modtaget\nS-1;" + b"x" * size, "mere end 131.072 tegn"),
    "one quotation": (lambda size: b'Sagsnr.;Modtaget\nS-1;"' + b"x \n" * (size // 60), "anførselstegn"),
    "no text": (lambda size: b"\0" * size, "NUL"),
    "a page without end": (lambda size: b"<html><table>" * (size // 13), "webside"),
    "deep XML": (lambda size: b'<?xml version="1.0"?>' + b"<a>" * (size // 3), ""),
    "deep JSON": (lambda size: b'{"a":' * (size // 5), "kan ikke læses"),
    "numbers of JSON": (lambda size: b'{"dataset":{"value":[' + b"1," * (size // 2) + b"1]}}", ""),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_server_does_not_feel_it(server: Server, kind: str) -> None:
    content, word = HOSTILE[kind]
    rest = server.forget_peak()
    reply = server.send(content(SIZE))
    lines = "\n".join(reply.json()["lines"])
    assert (reply.status_code, word in lines) == (200, True), lines[:500]
    assert reply.json()["ok"] == (kind == "a million columns")
    assert server.peak() - rest < MOST_GROWN, f"{(server.peak() - rest) / 1e6:.0f} MB"
    assert not server.children()


def test_twenty_at_once_wait_for_each_other_and_a_page_is_answered_meanwhile(server: Server, tmp_path: Path) -> None:
    content = csv_file(
        tmp_path / "s.csv", ["Sagsnr.", "Modtaget"], [[f"S-{n}", "01-02-2025"] for n in range(4_000)]
    ).read_bytes()
    rest, replies = server.forget_peak(), list[requests.Response]()
    senders = [
        threading.Thread(target=lambda user=f"user{n}": replies.append(server.send(content, user))) for n in range(20)
    ]
    for sender in senders:
        sender.start()
    slowest, most = 0.0, 0
    while any(sender.is_alive() for sender in senders):
        began = time.monotonic()
        assert requests.get(f"{server.address}/livez", timeout=60).status_code == 200
        slowest, most = max(slowest, time.monotonic() - began), max(most, len(server.children()))
    assert [reply.json()["ok"] for reply in replies] == [True] * 20
    assert server.peak() - rest < MOST_GROWN
    assert (slowest < 5, most <= AT_ONCE) == (True, True), (slowest, most)


def test_what_takes_too_much_is_said_and_nothing_of_it_is_loaded(server: Server, tmp_path: Path) -> None:
    done = server.send(small(tmp_path), what="indlaes")
    assert done.json()["loaded"], done.json()
    assert not server.send(rows(SIZE), what="indlaes").json()["loaded"]
    assert [row["case_id"] for row in table(server.data, "case_file")] == ["S-1"]


def test_an_upload_ends_with_the_server(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        sender = threading.Thread(target=send_in_vain, args=(server,))
        sender.start()
        until = time.monotonic() + 60
        while not (readers := server.children()) and time.monotonic() < until:
            continue
        server.process.kill()
        server.process.wait()
        sender.join()
    assert readers
    while any(Path(f"/proc/{pid}").exists() for pid in readers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in readers if Path(f"/proc/{pid}").exists()]


def send_in_vain(server: Server) -> None:
    """As many rows as may be, which take their time."""
    with suppress(requests.ConnectionError):
        server.send(rows(12_000_000))
