"""gunicorn takes `app:server` and passes the checks that our own server makes, or is refused in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from dashboard.access.audit_log import Entry, record
from dashboard.access.audit_read import entries
from dashboard.database import kept, pointer
from dashboard.settings import PROJECT
from tests.importers.files import csv_file, table
from tests.nginx_server import free_port
from tests.sample import sample_of
from tests.typed import trinvis

STRONG = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """Real data with a case that has been closed for longer than cases are kept."""
    rows = [["S-1", "01-02-2024", ""], ["S-2", "01-02-2009", "01-02-2010"]]
    cases = csv_file(tmp_path / "sager.csv", ["Sagsnr.", "Modtaget", "Lukket"], rows)
    done = trinvis(tmp_path / "data", "import", str(cases), "--kommune", "657", TRINVIS_RETENTION_YEARS="90")
    assert done.returncode == 0, done.stdout
    return tmp_path / "data"


@contextmanager
def gunicorn(folder: Path, *options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and where it answers."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    options = ("--worker-class", "gthread", "--threads", "4", *options)
    kept_out = {name for name in os.environ if name.startswith("TRINVIS_") or name == "PORT"}
    clean = {name: value for name, value in os.environ.items() if name not in kept_out}
    process = subprocess.Popen(
        [*command, *options, "app:server"], cwd=PROJECT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**clean, "TRINVIS_DATA_FOLDER": str(folder), **environment},
    )  # fmt: skip
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=120)


def answer(process: subprocess.Popen[str], address: str) -> requests.Response:
    """The first answer, however long it takes to start."""
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        try:
            return requests.get(address, timeout=60)
        except requests.ConnectionError:
            continue
    raise AssertionError(process.communicate()[0])


def test_it_brings_the_data_up_to_date_and_deletes_what_is_too_old(real: Path) -> None:
    outdated(real)
    with gunicorn(real, TRINVIS_LOCAL_REAL_DATA="true") as (process, address):
        assert answer(process, f"{address}/csv/sager").status_code == 200
        assert requests.get(f"{address}/readyz", timeout=60).json()["data"] == "ok"
    pointer.read(real).check_layout()
    assert [row["case_id"] for row in table(real, "case_file")] == ["S-1"]
    assert "retention" in [entry.action for entry in entries(real)]


def outdated(folder: Path) -> None:
    text = (folder / "current").read_text()
    (folder / "current").write_text(text.replace(pointer.shape(), "of an earlier landing"))


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "TRINVIS_LOCAL_REAL_DATA=true"),
        ({"TRINVIS_LOGIN": "proxy", "TRINVIS_PROXY_SECRET": STRONG}, "trinvis run"),
        ({"TRINVIS_HOST": "0.0.0.0"}, "kun på 127.0.0.1"),
        ({"TRINVIS_RETENTION_YAERS": "3"}, "Mente du TRINVIS_RETENTION_YEARS"),
    ],
)
def test_it_is_refused_where_our_own_server_would_be(real: Path, environment: dict[str, str], sentence: str) -> None:
    with gunicorn(real, **environment) as (process, _address):
        said, _ = process.communicate(timeout=120)
    assert process.returncode
    assert sentence in said, said


def test_one_that_shares_its_open_databases_with_children_shows_nothing(sample: Path) -> None:
    with gunicorn(sample, "--preload") as (process, address):
        reply = answer(process, f"{address}/csv/oekonomi")
    assert (reply.status_code, "--preload" in reply.text) == (503, True)


def test_several_processes_write_one_log(sample: Path) -> None:
    record(sample, Entry("before", "head", "view"))
    with gunicorn(sample) as (process, address):
        assert answer(process, f"{address}/csv/oekonomi?kommune=657").status_code == 200
        for _ in range(10):
            assert requests.get(f"{address}/csv/oekonomi?kommune=657", timeout=60).status_code == 200
    assert trinvis(sample, "audit", "verify").returncode == 0
    assert len([entry for entry in entries(sample) if entry.action == "export"]) == 11
    assert [version.counts for version in kept.kept(sample)] == [True]
