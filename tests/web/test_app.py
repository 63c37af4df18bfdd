"""What the web around the pages promises: headers, no endpoint too many, language, downloads, clear faults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient

from dashboard.settings import settings
from dashboard.web.app import create_app
from tests.sample import sample_of

PATHS = ("/", "/sager", "/foerste-kontakt", "/oekonomi", "/tillid", "/data", "/lister/venter", "/tilgaengelighed")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture(scope="module")
def server() -> flask.Flask:
    return create_app().server


@pytest.fixture
def client(server: flask.Flask, sample: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return client_on(server, sample, monkeypatch)


def client_on(server: flask.Flask, folder: Path, patch: pytest.MonkeyPatch) -> FlaskClient:
    patch.setenv("TRINVIS_DATA_FOLDER", str(folder))
    settings.cache_clear()
    return server.test_client()


def show_frame(client: FlaskClient, path: str, search: str = "") -> str:
    callbacks = json.loads(client.get("/_dash-dependencies").data)
    frame = next(c for c in callbacks if "navigation.children" in c["output"])
    return post(client, frame, {"pathname": path, "search": search})


def post(client: FlaskClient, callback: dict[str, Any], values: dict[str, Any]) -> str:
    names = callback["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    several = callback["output"].startswith("..")
    reply = client.post(
        "/_dash-update-component",
        json={
            "output": callback["output"],
            "outputs": outputs if several else outputs[0],
            "inputs": [{**i, "value": values[i["property"]]} for i in callback["inputs"]],
            "changedPropIds": [f"{i['id']}.{i['property']}" for i in callback["inputs"]],
            "state": [],
        },
    )
    assert reply.status_code in (200, 204), reply.status_code
    return reply.get_data(as_text=True)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    assert "unsafe-eval" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"


def test_health_is_told_and_no_endpoint_shows_the_callbacks_to_machines(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.post("/_mcp", json={}).status_code == 405


def test_the_language_goes_into_a_cookie_and_out_of_the_address(client: FlaskClient) -> None:
    reply = client.get("/oekonomi?kommune=657&lang=en")
    assert reply.status_code == 302
    assert reply.headers["Location"] == "/oekonomi?kommune=657"
    assert '<html lang="en">' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("address", ["//evil.example/?lang=en", "/\\evil.example/?lang=en", "///evil.example?lang=da"])
def test_the_language_leads_to_no_other_host(client: FlaskClient, address: str) -> None:
    reply = client.get(address)
    assert "evil" not in reply.headers.get("Location", "").removeprefix("/evil.example")
    assert not reply.headers.get("Location", "/").startswith(("//", "/\\", "http"))


def test_a_file_holds_the_table_and_says_what_it_is(client: FlaskClient) -> None:
    reply = client.get("/csv/oekonomi?kommune=657&fra=2025-01&til=2025-12&interval=aar")
    text = reply.get_data().decode("utf-8-sig")
    assert reply.get_data().startswith(b"\xef\xbb\xbf")
    assert "eksempeldata-oekonomi-2025.csv" in reply.headers["Content-Disposition"]
    heading, *rows = text.splitlines()
    assert heading.startswith("Kommune;Periode;")
    assert rows
    assert all(row.startswith("Herning;2025;") and row.endswith("Eksempeldata (opdigtede)") for row in rows)


def test_there_is_no_other_file(client: FlaskClient) -> None:
    assert client.get("/csv/cpr").status_code == 404


def test_without_data_the_page_says_how_to_get_them(
    server: flask.Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_on(server, tmp_path, monkeypatch)
    text = json.loads(show_frame(client, "/"))
    assert "Der er ingen data endnu" in json.dumps(text, ensure_ascii=False)
    assert client.get("/csv/sager").status_code == 503


def test_damaged_data_show_no_numbers_and_no_trace(
    server: flask.Flask, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointer = json.loads((sample / "current").read_text())
    (tmp_path / "current").write_text(json.dumps(pointer))
    (tmp_path / pointer["file"]).write_bytes((sample / pointer["file"]).read_bytes()[:90_000])
    client = client_on(server, tmp_path, monkeypatch)
    text = json.dumps(json.loads(show_frame(client, "/oekonomi")), ensure_ascii=False)
    assert "Data kan ikke åbnes" in text
    assert "Traceback" not in text
    assert client.get("/csv/oekonomi").status_code == 503


@pytest.mark.parametrize("search", [None, "", "?kommune=" + "9" * 3900, "?fra=%00", "?%ud800&&&=", "?" + "a=1&" * 900])
def test_anything_at_all_may_stand_in_the_address(client: FlaskClient, search: Any) -> None:
    assert "Overblik" in json.dumps(json.loads(show_frame(client, "/", search)), ensure_ascii=False)


@pytest.mark.parametrize("path", ["sager", "foerste-kontakt", "oekonomi", "tillid"])
def test_an_overview_fetches_the_table_that_the_measures_page_has(client: FlaskClient, path: str) -> None:
    page = "".join(post(client, callback, {"search": "?kommune=657"}) for callback in _of_page(client, path))
    fetched = client.get(f"/tabel/{path}?kommune=657")
    assert fetched.mimetype == "application/json"
    content = json.loads(fetched.data)
    assert content["rows"]
    assert all(len(row) == len(content["headings"]) for row in content["rows"])
    assert json.dumps(content, ensure_ascii=False, separators=(",", ":")) in _tables(page)


def _of_page(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    names = {"sager": "caseload", "foerste-kontakt": "time-to-first-contact", "oekonomi": "spending", "tillid": "trust"}
    return [
        c for c in json.loads(client.get("/_dash-dependencies").data) if c["output"] == f"{names[path]}-page.children"
    ]


def _tables(page: str) -> list[str]:
    """The texts that a page builds its tables from."""
    found: list[str] = []

    def look(node: Any) -> None:
        if isinstance(node, dict):
            found.extend(value for name, value in node.items() if name == "data-table")
            node = list(node.values())
        for one in node if isinstance(node, list) else ():
            look(one)

    look(json.loads(page))
    return found
