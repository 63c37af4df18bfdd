"""Every page view, file and refusal has exactly one entry that says what was asked; without one nothing is shown."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient

from dashboard.access.audit_check import verify
from dashboard.access.audit_read import Logged, entries, who_saw
from dashboard.access.viewer import Viewer
from dashboard.measures import MEASURES
from dashboard.web.app import create_app
from tests.sample import sample_of
from tests.web.test_app import client_on, post, show_frame

QUERY = "?kommune=657&fra=2025-01&til=2025-12"
# The part of a page that a callback fills, and what the log says was asked.
VIEWS = {
    "overview-changes.children": {"case_counts", *MEASURES},
    "caseload-page.children": {"caseload"},
    "time-to-first-contact-page.children": {"time_to_first_contact"},
    "spending-page.children": {"spending"},
    "trust-page.children": {"trust"},
    "list-waiting.children": {"cases waiting"},
    "data-page.children": {"deliveries", "missing_data"},
}


@pytest.fixture(scope="module")
def server() -> flask.Flask:
    return create_app().server


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    """A log of the test's own."""
    return Path(shutil.copytree(sample, tmp_path / "data"))


@pytest.fixture
def client(server: flask.Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return client_on(server, folder, monkeypatch)


def view(client: FlaskClient, output: str, query: str = QUERY) -> str:
    callbacks: list[dict[str, Any]] = json.loads(client.get("/_dash-dependencies").data)
    return post(client, next(c for c in callbacks if output in c["output"]), {"search": query})


def asked(entry: Logged) -> set[str]:
    return {name for _filters, names in entry.detail["views"] for name in names}


def test_every_page_view_is_one_entry_also_when_it_comes_from_memory(client: FlaskClient, folder: Path) -> None:
    for output, measures in VIEWS.items():
        before = len(entries(folder))
        first, again = view(client, output), view(client, output)
        assert first == again
        new = entries(folder)[before:]
        assert [asked(entry) for entry in new] == [measures, measures], output
        for entry in new:
            assert (entry.subject, entry.role, entry.outcome) == ("lokal", "head", "given")
            assert entry.municipalities == "0657"
            assert entry.data_version
            assert all("kommune=0657&fra=2025-01&til=2025-12" in filters for filters, _names in entry.detail["views"])
    assert verify(folder).broken is None


def test_a_file_is_one_entry_and_what_shows_no_figure_is_none(client: FlaskClient, folder: Path) -> None:
    for path in ("/", "/sager", "/healthz", "/_dash-layout", "/_dash-dependencies", "/assets/10-base.css"):
        client.get(path)
    show_frame(client, "/sager", QUERY)
    assert entries(folder) == []
    client.get("/csv/oekonomi" + QUERY)
    assert [(entry.action, asked(entry)) for entry in entries(folder)] == [("export", {"spending"})]


def test_a_list_and_the_caseload_page_name_whom_they_show(client: FlaskClient, folder: Path) -> None:
    case = shown(view(client, "list-waiting.children"), "Sagsnummer")
    coordinator = shown(view(client, "caseload-page.children"), "Rådgiver")
    assert [entry.action for entry in who_saw(folder, "case", "0657", case)] == ["list"]
    assert [asked(entry) for entry in who_saw(folder, "coordinator", "0657", coordinator)] == [{"caseload"}]
    written = b"".join(path.read_bytes() for path in folder.glob("operational.sqlite*"))
    assert case.encode() not in written
    assert coordinator.encode() not in written


def shown(reply: str, heading: str) -> str:
    """The first cell under the heading, as the page shows it."""
    tables = re.findall(r'"data-table":("(?:[^"\\]|\\.)*")', reply)
    return next(one["rows"][0][0] for one in map(json.loads, map(json.loads, tables)) if one["headings"][0] == heading)


def test_a_refusal_is_logged_with_what_was_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Viewer("coordinator", frozenset({"0657"}), coordinator="rv1", subject="rv1")
    client = client_on(create_app(viewer).server, folder, monkeypatch)
    reply = view(client, "spending-page.children")
    assert "Ingen adgang" in json.dumps(json.loads(reply), ensure_ascii=False)
    assert client.get("/csv/oekonomi" + QUERY).status_code == 403
    assert [(e.subject, e.role, e.action, e.outcome, asked(e)) for e in entries(folder)] == [
        ("rv1", "coordinator", "view", "refused", {"spending"}),
        ("rv1", "coordinator", "export", "refused", {"spending"}),
    ]


def test_an_upload_is_one_entry_whatever_becomes_of_it(client: FlaskClient, folder: Path) -> None:
    assert client.post("/filer", data={}).status_code == 403
    form, headers = {"hvad": "proev"}, {"Origin": "http://localhost", "X-Trinvis": "1"}
    assert client.post("/filer", data=form, headers=headers).status_code == 400
    assert [(entry.action, entry.outcome) for entry in entries(folder)] == [("import", "refused")] * 2


@pytest.mark.parametrize("output", VIEWS)
def test_where_the_log_cannot_be_written_no_number_is_shown(client: FlaskClient, folder: Path, output: str) -> None:
    numbers = view(client, output)
    with sqlite3.connect(folder / "operational.sqlite") as connection:
        connection.execute("create trigger full before insert on audit_entry begin select raise(abort, 'full'); end")
    connection.close()
    callbacks: list[dict[str, Any]] = json.loads(client.get("/_dash-dependencies").data)
    callback = next(c for c in callbacks if output in c["output"])
    for query in (QUERY, QUERY + "&interval=aar"):  # kept in memory, and worked out anew
        with pytest.raises(AssertionError, match="503"):
            post(client, callback, {"search": query})
    reply = client.get("/csv/sager" + QUERY)
    assert reply.status_code == 503
    assert "Loggen over opslag kan ikke skrives" in reply.get_data(as_text=True)
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert len(numbers) > 10 * len(reply.get_data())
    assert len(entries(folder)) == 1
