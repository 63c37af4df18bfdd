"""Where the log of look-ups is gone, damaged or another's, nobody is shown anything; and a busy one is said in words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient

from dashboard.access import audit_log
from dashboard.access.audit_check import verify
from dashboard.access.audit_read import entries
from dashboard.database.operational import FILE, HEADS
from dashboard.settings import settings
from dashboard.web.app import create_app
from dashboard.web.serve import check_log
from tests.sample import sample_of
from tests.typed import trinvis
from tests.web.test_app import client_on
from tests.web.test_audit import view

FILE_PATH = "/csv/oekonomi?kommune=657"
OUTPUT = "spending-page.children"


@pytest.fixture(scope="module")
def server() -> flask.Flask:
    return create_app().server


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "data"))


@pytest.fixture
def client(server: flask.Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    client = client_on(server, folder, monkeypatch)
    assert client.get(FILE_PATH).status_code == 200
    assert view(client, OUTPUT)
    yield client
    audit_log._newest.pop(folder, None)
    settings.cache_clear()


def files(folder: Path) -> list[Path]:
    return list(folder.glob(f"{FILE}*"))


def delete(folder: Path) -> None:
    for path in files(folder):
        path.unlink()


def damage(folder: Path) -> None:
    delete(folder)
    (folder / FILE).write_bytes(b"no database" * 1000)


def empty(folder: Path) -> None:
    """Somebody puts a new one in its place, and takes the file of heads away too."""
    delete(folder)
    (folder / HEADS).unlink()


def exchange(folder: Path) -> None:
    """Another's log, as whole as ours."""
    other = folder.parent / "other"
    for _ in range(5):
        audit_log.record(other, audit_log.Entry("x", "head", "view"))
    assert verify(other).broken is None
    delete(folder)
    for path in files(other):
        shutil.copy(path, folder)


def cut(folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        for name in ("audit_entry_stays", "audit_entry_kept", "audit_named_stays", "audit_named_kept"):
            connection.execute(f"drop trigger {name}")
        connection.execute("delete from audit_entry where entry_id = (select max(entry_id) from audit_entry)")
    connection.close()


@pytest.mark.parametrize("harm", [delete, damage, empty, exchange, cut])
def test_while_it_runs_no_reply_is_given_any_more(client: FlaskClient, folder: Path, harm: object) -> None:
    assert callable(harm)
    harm(folder)
    for _ in range(2):
        reply = client.get(FILE_PATH)
        assert reply.status_code == 503
        assert "Loggen over opslag kan ikke skrives" in reply.get_data(as_text=True)
        with pytest.raises(AssertionError, match="503"):  # also what was kept in memory
            view(client, OUTPUT)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [(delete, "mangler: loggen over opslag"), (damage, "er beskadiget: loggen"), (exchange, "er en anden end før")],
)
def test_after_a_new_start_too_and_the_terminal_says_what_to_do(
    client: FlaskClient, folder: Path, harm: object, sentence: str
) -> None:
    assert callable(harm)
    harm(folder)
    audit_log._newest.pop(folder, None)  # a new process knows what the files say
    assert client.get(FILE_PATH).status_code == 503
    for words in (("answer", "sager"), ("audit", "show"), ("rollback",)):
        done = trinvis(folder, *words)
        assert (done.returncode, done.stdout) == (1, ""), words
        assert sentence in done.stderr, words
        assert "trinvis audit begin" in done.stderr
        assert "Traceback" not in done.stderr
    begun = trinvis(folder, "audit", "begin", "--begrundelse", "disken gik i stykker")
    assert begun.returncode == 0, begun.stderr
    assert trinvis(folder, "answer", "sager").returncode == 0
    assert "log_begun" in [entry.action for entry in entries(folder)]
    assert verify(folder).broken is None
    assert client.get(FILE_PATH).status_code == 200
    assert list(folder.glob("audit-heads-*.log"))
    assert trinvis(folder, "audit", "begin", "--begrundelse", "igen").returncode == 1


def write_anew(folder: Path) -> None:
    """Somebody puts a log of their own there, with its file of heads: whole in itself, and as long."""
    entry = audit_log.Entry("x", "head", "view")
    for _ in range(len(entries(folder))):
        audit_log.record(folder.parent / "anew", entry)
    delete(folder)
    for path in [*files(folder.parent / "anew"), folder.parent / "anew" / HEADS]:
        shutil.copy(path, folder)


@pytest.mark.parametrize("harm", [write_anew, empty])
def test_what_stands_outside_the_folder_stops_a_log_that_the_folder_alone_cannot_tell_from_ours(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, harm: object
) -> None:
    assert callable(harm)
    outside = tmp_path / "outside" / "heads.log"
    outside.parent.mkdir()
    place = {"TRINVIS_AUDIT_TO": str(outside)}
    assert trinvis(folder, "answer", "sager", **place).returncode == 0
    harm(folder)
    audit_log._newest.pop(folder, None)  # a new process
    assert trinvis(folder, "answer", "sager").returncode == 0  # nothing in the folder tells
    audit_log._newest.pop(folder, None)
    done = trinvis(folder, "answer", "sager", **place)
    assert (done.returncode, done.stdout, "er en anden end før" in done.stderr) == (1, "", True), done.stderr
    monkeypatch.setenv("TRINVIS_AUDIT_TO", str(outside))
    client = client_on(create_app().server, folder, monkeypatch)
    check_log(settings())
    assert "er en anden end før" in caplog.text
    assert client.get(FILE_PATH).status_code == 503
    begun = trinvis(folder, "audit", "begin", "--begrundelse", "disken gik i stykker", **place)
    assert begun.returncode == 0, begun.stderr
    audit_log._newest.pop(folder, None)
    assert trinvis(folder, "answer", "sager", **place).returncode == 0


def test_what_a_power_cut_took_is_said_in_the_log_and_the_pages_go_on(client: FlaskClient, folder: Path) -> None:
    client.get(FILE_PATH)
    last = entries(folder)[-1].entry_id
    cut(folder)
    audit_log._newest.pop(folder, None)
    assert client.get(FILE_PATH).status_code == 200
    assert [(e.action, e.detail) for e in entries(folder)][-2] == ("log_cut", {"first": last, "last": last})
    audit_log._newest.pop(folder, None)
    assert client.get(FILE_PATH).status_code == 200
    assert [e.action for e in entries(folder)].count("log_cut") == 1


def test_a_log_that_another_process_writes_in_for_long_is_said_in_words(client: FlaskClient, folder: Path) -> None:
    other = sqlite3.connect(folder / FILE, isolation_level=None)
    other.execute("begin immediate")
    reply = client.get(FILE_PATH)
    other.execute("rollback")
    other.close()
    assert reply.status_code == 503
    assert client.get(FILE_PATH).status_code == 200


def test_whoever_logs_in_meanwhile_gets_a_page_with_words(
    sample: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.login_provider import login_provider, use_login

    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(folder))
    with login_provider() as provider:
        use_login(monkeypatch, provider, "http://localhost")
        reader = create_app().server.test_client()
        reader.set_cookie("trinvis", "x" * 43)
        assert reader.get("/sager").status_code == 302
        other = sqlite3.connect(folder / FILE, isolation_level=None)
        other.execute("begin immediate")
        reply = reader.get("/sager")
        other.execute("rollback")
        other.close()
    assert (reply.status_code, reply.mimetype) == (503, "text/html")
    assert "Trinvis er i gang med at skrive" in reply.get_data(as_text=True)
    assert reply.headers["Retry-After"]
