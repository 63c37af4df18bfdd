"""PostgreSQL away at any moment: a version counts in the folder and there, or in neither; and one sentence says so."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.database import kept, postgres
from dashboard.database.engine import postgres_engine
from dashboard.database.errors import DatabaseAway
from dashboard.database.operational_shared import SCHEMA
from dashboard.database.operational_tables import import_run
from dashboard.database.postgres import PENDING, publish_current
from dashboard.database.publishing import in_both
from dashboard.settings import settings
from dashboard.web.app import create_app
from tests.database.test_kept import population as imported
from tests.importers.files import csv_file
from tests.postgres_server import away, back, postgres_server
from tests.typed import Done, trinvis
from tests.web.test_app import client_on, show_frame

SENTENCE = "PostgreSQL svarer ikke eller lukker ikke rollen i TRINVIS_FACTS_URL ind. Intet er ændret."
HEADINGS = ["År", "Antal"]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture
def url(server: str) -> Iterator[str]:
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    with admin.connect() as connection:
        connection.execute(sa.text("create database own"))
    yield server.replace("/postgres?", "/own?")
    with admin.connect() as connection:
        connection.execute(sa.text("drop database own with (force)"))
    admin.dispose()


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    yield
    settings.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def given(folder: Path, persons: int) -> Path:
    return csv_file(folder.parent / "befolkning.csv", HEADINGS, [[2025, persons]])


def do(folder: Path, url: str, *words: str) -> Done:
    return trinvis(folder, *words, TRINVIS_FACTS_URL=url)


def count_there(url: str) -> str | None:
    return postgres.counting_in(url)


def counting(folder: Path) -> list[str]:
    return [version.name for version in kept.kept(folder) if version.counts]


def test_an_import_while_it_is_away_changes_nothing_and_goes_well_afterwards(folder: Path, url: str) -> None:
    file = given(folder, 20_000)
    assert do(folder, url, "import", str(file), "--kommune", "657").returncode == 0
    before = counting(folder)
    file = given(folder, 20_500)
    away(url)
    refused = do(folder, url, "import", str(file), "--kommune", "657")
    assert counting(folder) == before
    for words in (("rollback",), ("answer", "sager")):
        said = do(folder, url, *words)
        assert (said.returncode, said.stdout) == (1, ""), words
        assert said.stderr.startswith(SENTENCE), words
    checked = do(folder, url, "verify")
    assert "er, som den blev skrevet" in checked.stdout
    assert "PostgreSQL svarer ikke, så det, den har, er ikke efterprøvet" in checked.stderr
    back(url)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"{SENTENCE} Prøv igen, når den er tilbage.\n"
    assert do(folder, url, "import", str(file), "--kommune", "657").returncode == 0
    assert counting(folder) == [count_there(url)] != before


@pytest.mark.parametrize("first", [True, False], ids=["the first import", "a later one"])
def test_one_that_it_falls_in_the_middle_of_is_taken_back(folder: Path, url: str, first: bool) -> None:
    if not first:
        assert do(folder, url, "import", str(given(folder, 20_000)), "--kommune", "657").returncode == 0
    else:
        publish_current(other_installation(folder), url)  # so that there is something to wait for
        with postgres_engine(url, "public").begin() as connection:
            connection.execute(sa.text("delete from public.trinvis_current"))
    before = counting(folder) if not first else []
    there = count_there(url)
    blocker = postgres_engine(url, "public").connect()
    blocker.execute(sa.text("lock table public.trinvis_current in exclusive mode"))
    process = started(folder, url, "import", str(given(folder, 20_500)), "--kommune", "657")
    until_it_waits(url, process)
    away(url)
    _out, said = process.communicate(timeout=120)
    back(url)
    blocker.invalidate()
    assert process.returncode == 1
    assert said.startswith(SENTENCE), said
    assert "Traceback" not in said
    assert (counting(folder) if (folder / "current").exists() else []) == before
    assert count_there(url) == there
    assert not (folder / PENDING).exists()
    assert do(folder, url, "import", str(given(folder, 20_500)), "--kommune", "657").returncode == 0
    assert counting(folder) == [count_there(url)]
    with postgres_engine(url, SCHEMA).connect() as connection:
        outcomes = connection.execute(sa.select(import_run.c.outcome).order_by(import_run.c.run_id)).scalars()
        assert list(outcomes)[-2:] == ["refused", "loaded"]


def other_installation(folder: Path) -> Path:
    other = folder.parent / "other"
    imported(other, 10_000)
    return other


def started(folder: Path, url: str, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "TRINVIS_DATA_FOLDER": str(folder), "TRINVIS_FACTS_URL": url}
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def until_it_waits(url: str, process: subprocess.Popen[str]) -> None:
    """Until the process stands in front of the lock."""
    engine = postgres_engine(url.replace("/own?", "/postgres?"), "public")
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        with engine.connect() as connection:
            waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = 'own'"
            if connection.execute(sa.text(waits)).scalar_one():
                return
    raise AssertionError(process.communicate())


def test_what_a_killed_import_left_uncopied_the_next_command_finishes(folder: Path, url: str) -> None:
    imported(folder, 20_000)
    postgres.mark(folder)  # as one leaves it that is killed between the folder and the database
    assert do(folder, url, "upgrade").returncode == 0
    assert counting(folder) == [count_there(url)]
    assert not (folder / PENDING).exists()


def test_what_fails_otherwise_is_raised_and_finished_later(folder: Path, url: str) -> None:
    def breaks_off() -> None:
        with in_both(folder, url):
            imported(folder, 20_000)
            raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        breaks_off()
    assert (folder / PENDING).exists()
    with in_both(folder, url):
        pass
    assert counting(folder) == [count_there(url)]


def test_pages_say_that_it_is_away_and_come_back_by_themselves(
    folder: Path, url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    imported(folder, 20_000)
    publish_current(folder, url)
    monkeypatch.setenv("TRINVIS_FACTS_URL", url)
    monkeypatch.setenv("TRINVIS_LOCAL_REAL_DATA", "true")
    client = client_on(create_app().server, folder, monkeypatch)
    assert client.get("/csv/oekonomi").status_code == 200
    away(url)
    began = time.monotonic()
    reply = client.get("/csv/oekonomi")
    took = time.monotonic() - began
    back(url)
    assert (reply.status_code, took < 6) == (503, True)
    assert "Databasen svarer ikke" in reply.get_data(as_text=True)
    assert all(record.exc_info is None for record in caplog.records)
    assert client.get("/csv/oekonomi").status_code == 200


def test_a_database_that_swallows_what_is_sent_is_away_after_seconds() -> None:
    with pytest.raises(DatabaseAway):
        postgres.ask("postgresql+psycopg://trinvis@127.0.0.1:1/trinvis")
    engine = postgres_engine("postgresql+psycopg://trinvis@10.255.255.1/trinvis", "public")
    assert engine.url.query["connect_timeout"] == "5"


def test_two_installations_do_not_take_each_others_place(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert do(folder, url, "import", str(given(folder, 20_000)), "--kommune", "657").returncode == 0
    there, other = count_there(url), folder.parent / "other"
    imported(other, 1_800)
    before = counting(other)
    refused = do(other, url, "import", str(given(folder, 1_900)), "--kommune", "825")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "en anden installation" in refused.stderr
    assert "Intet er ændret" in refused.stderr
    assert counting(other) == before
    assert "en anden installation" in do(other, url, "upgrade").stderr
    monkeypatch.setenv("TRINVIS_FACTS_URL", url)
    client = client_on(create_app().server, other, monkeypatch)
    assert "hører til en anden installation" in show_frame(client, "/")
    assert count_there(url) == there


def test_a_folder_takes_over_when_somebody_says_so(folder: Path, url: str) -> None:
    assert do(folder, url, "import", str(given(folder, 20_000)), "--kommune", "657").returncode == 0
    other = other_installation(folder)
    (name,) = counting(other)
    assert "en anden installation" in do(other, url, "rollback", name).stderr
    assert do(other, url, "rollback", name, "--overtag").returncode == 0
    assert count_there(url) == name
