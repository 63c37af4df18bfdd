"""The log is one line an event, for people or as JSON; and what the audit log ends with reaches the place that is set."""

from __future__ import annotations

import json
import logging
import re
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import flask
import pytest

from dashboard import logs
from dashboard.access.audit_log import HEADS
from dashboard.settings import BadSetting, Settings
from dashboard.web.app import create_app
from tests.importers.files import csv_file
from tests.sample import sample_of
from tests.typed import trinvis
from tests.web.test_app import client_on

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d (WARNING|ERROR) ([0-9a-f]{8}|-) trinvis: .+")


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    yield
    logs.end()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture
def server() -> flask.Flask:
    server: flask.Flask = create_app().server

    @server.get("/falder")
    def falls() -> str:
        raise RuntimeError("first line\nERROR second line, as if an event of its own\x1b[2J")

    return server


def test_a_log_that_somebody_has_written_anew_is_found_by_what_stands_elsewhere(tmp_path: Path) -> None:
    cases = csv_file(tmp_path / "sager.csv", ["Sagsnr.", "Modtaget"], [["S-1", "01-02-2026"]])
    elsewhere = tmp_path / "elsewhere.log"
    for folder in ("data", "another"):
        place = {"TRINVIS_AUDIT_TO": str(elsewhere)} if folder == "data" else {}
        assert trinvis(tmp_path / folder, "import", str(cases), "--kommune", "657", **place).returncode == 0
    assert trinvis(tmp_path / "data", "audit", "verify", TRINVIS_AUDIT_TO=str(elsewhere)).returncode == 0
    (tmp_path / "data").rename(tmp_path / "old")
    (tmp_path / "another").rename(tmp_path / "data")  # whole in itself, and as long
    assert trinvis(tmp_path / "data", "audit", "verify").returncode == 0
    for said in ({"TRINVIS_AUDIT_TO": str(elsewhere)}, {}):
        found = trinvis(tmp_path / "data", "audit", "verify", *([] if said else ["--mod", str(elsewhere)]), **said)
        assert (found.returncode, "Loggen er ikke, som den blev skrevet" in found.stderr) == (1, True), found
        assert "Uden for datamappen" in found.stderr


def test_an_event_is_one_line_with_time_level_and_the_number_that_the_reader_was_told(
    server: flask.Flask, sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.begin(Settings())
    reply = client_on(server, sample, monkeypatch).get("/falder")
    (line,) = capsys.readouterr().err.splitlines()
    found = LINE.fullmatch(line)
    assert found is not None, line
    assert found.groups() == ("ERROR", reply.json["incident"])
    assert "RuntimeError" in line
    assert "\x1b" not in line


def test_a_log_server_gets_an_object_a_line(
    server: flask.Flask, sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.begin(Settings(log_format="json"))
    reply = client_on(server, sample, monkeypatch).get("/falder")
    (line,) = capsys.readouterr().err.splitlines()
    event = json.loads(line)
    assert event.keys() == {"time", "level", "incident", "logger", "event", "trace"}
    assert (event["level"], event["incident"]) == ("ERROR", reply.json["incident"])
    assert event["trace"].endswith("as if an event of its own\x1b[2J")


def test_what_waitress_says_of_its_queue_is_no_event(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(Settings())
    logging.getLogger("waitress.queue").warning("Task queue depth is 3")
    logging.getLogger("waitress").error("something else")
    assert capsys.readouterr().err.count("\n") == 1


def test_the_heads_of_the_audit_log_reach_a_file(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "andetsteds" / "log"
    elsewhere.parent.mkdir()
    cases = csv_file(tmp_path / "sager.csv", ["Sagsnr.", "Modtaget"], [["S-1", "01-02-2025"]])
    done = trinvis(data, "import", str(cases), "--kommune", "657", TRINVIS_AUDIT_TO=str(elsewhere))
    assert done.returncode == 0, done.stderr
    heads = (data / HEADS).read_text().splitlines()
    assert heads
    assert [line.split("audit entry ")[1] for line in elsewhere.read_text().splitlines()] == heads
    assert "audit entry" not in done.stderr
    assert elsewhere.stat().st_mode & 0o077 == 0


def test_they_reach_the_syslog_of_another_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(30)
        logs.begin(Settings(audit_to=f"syslog:127.0.0.1:{listener.getsockname()[1]}"))
        logging.getLogger(logs.AUDIT).info("audit entry %s %s", 7, "abc")
        assert b"trinvis.audit: audit entry 7 abc" in listener.recv(4096)
    assert capsys.readouterr().err == ""


def test_they_reach_the_syslog_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"{folder}/log")
        listener.settimeout(30)
        monkeypatch.setattr(logs, "LOCAL_SYSLOG", f"{folder}/log")
        logs.begin(Settings(audit_to="syslog"))
        logging.getLogger(logs.AUDIT).info("audit entry 8 def")
        assert b"trinvis: " in (said := listener.recv(4096))
        assert b"audit entry 8 def" in said


@pytest.mark.parametrize("place", ["relativ/sti", "/findes/ikke/log", "syslog:server:port"])
def test_a_place_that_cannot_be_written_to_stops_the_start_in_one_sentence(place: str) -> None:
    with pytest.raises(BadSetting, match=r"^TRINVIS_AUDIT_TO kan ikke bruges: .+\.$"):
        logs.begin(Settings(audit_to=place))


def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    logs.begin(Settings(audit_to=str(tmp_path / "log")))
    audit = logging.getLogger(logs.AUDIT)
    audit.info("first")
    (tmp_path / "log").rename(tmp_path / "log.1")
    audit.info("second")
    assert "first" in (tmp_path / "log.1").read_text()
    assert "second" in (tmp_path / "log").read_text()
