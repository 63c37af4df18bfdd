"""`/livez` and `/readyz` say to anybody whether the server lives and has what it needs, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.access import audit_log
from dashboard.database.operational import FILE
from dashboard.settings import settings
from dashboard.web import health
from dashboard.web.app import create_app
from tests.sample import sample_of
from tests.web.test_app import client_on

NOWHERE = "postgresql+psycopg://trinvis@127.0.0.1:1/trinvis"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture
def folder(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(health, "ASKED_EVERY", 0)
    yield Path(shutil.copytree(sample, tmp_path / "data"))
    settings.cache_clear()


def test_all_is_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_on(create_app().server, folder, monkeypatch)
    assert (client.get("/livez").status_code, client.get("/livez").json) == (200, {"process": "ok"})
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (200, {"data": "ok", "operational": "ok", "postgresql": "none"})


def test_nobody_has_to_log_in_and_from_elsewhere_it_answers_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_on(create_app().server, folder, monkeypatch)
    elsewhere = {"REMOTE_ADDR": "10.0.0.7"}
    assert client.get("/", environ_overrides=elsewhere).status_code == 403
    assert client.get("/readyz", environ_overrides=elsewhere).status_code == 200


def test_without_data_it_is_ready_to_be_given_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = client_on(create_app().server, tmp_path, monkeypatch).get("/readyz")
    assert (ready.status_code, ready.json["data"]) == (200, "none")
    settings.cache_clear()


@pytest.mark.parametrize("part", ["data", "operational", "postgresql"])
def test_what_is_out_of_reach_is_named_and_the_process_lives(
    folder: Path, monkeypatch: pytest.MonkeyPatch, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_on(create_app().server, folder, monkeypatch)
    match part:
        case "data":
            (folder / "current").write_text("{")
        case "operational":
            audit_log.record(folder, audit_log.Entry("x", "head", "view"))
            for path in folder.glob(f"{FILE}*"):
                path.unlink()
        case "postgresql":
            monkeypatch.setenv("TRINVIS_FACTS_URL", NOWHERE)
            settings.cache_clear()
    for _ in range(3):
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert ready.json[part] == "failed"
        assert set(ready.json.values()) <= {"ok", "none", "failed"}
    said = {record.getMessage() for record in caplog.records}
    assert len(caplog.records) == len(said) >= 1  # once, not at each look
    assert client.get("/livez").status_code == 200
