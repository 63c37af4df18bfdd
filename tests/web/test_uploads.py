"""Files in through the web: from our own page alone, all or nothing, nothing of a refused file left behind."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from dashboard.access.audit_read import entries
from dashboard.settings import settings
from dashboard.web import uploads
from dashboard.web.app import create_app
from dashboard.web.serve import listening
from tests.importers.files import csv_file, table, version_name
from tests.proxied import SETTINGS, named

OURS = {"Origin": "http://localhost", "X-Trinvis": "1"}
CPR = "010107-1234"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("TRINVIS_LOCAL_REAL_DATA", "true")
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


@pytest.fixture
def client(data: Path) -> FlaskClient:
    return create_app().server.test_client()


def cases(folder: Path, case: str = "S-1", received: str = "01-02-2025") -> bytes:
    return csv_file(folder / "sager.csv", ["Sagsnr.", "Modtaget"], [[case, received]]).read_bytes()


def send(client: FlaskClient, content: bytes, what: str = "indlaes", headers: dict[str, str] = OURS) -> Any:
    form = {"filer": (io.BytesIO(content), "sager.csv"), "hvad": what, "kommune": "0657"}
    return client.post("/filer", data=form, headers=headers)


def test_trying_changes_nothing_and_loading_loads(client: FlaskClient, data: Path, tmp_path: Path) -> None:
    tried = send(client, cases(tmp_path), "proev")
    assert (tried.status_code, tried.json["ok"], tried.json["loaded"]) == (200, True, False)
    assert version_name(data) is None
    loaded = send(client, cases(tmp_path))
    assert loaded.json["loaded"]
    assert "Indlæst." in loaded.json["lines"][-1]
    assert [row["case_id"] for row in table(data, "case_file")] == ["S-1"]


def test_a_fault_is_said_with_row_and_column(client: FlaskClient, data: Path, tmp_path: Path) -> None:
    reply = send(client, cases(tmp_path, received="i går"))
    assert not reply.json["ok"]
    assert any("række 2, kolonne Modtaget" in line for line in reply.json["lines"])
    assert version_name(data) is None


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://localhost"}, {"X-Trinvis": "1"}, OURS | {"Origin": "http://evil.example"}],
)
def test_no_other_page_sends_files(client: FlaskClient, data: Path, tmp_path: Path, headers: dict[str, str]) -> None:
    assert send(client, cases(tmp_path), headers=headers).status_code == 403
    assert version_name(data) is None


def test_what_cannot_be_used_is_said(client: FlaskClient, tmp_path: Path) -> None:
    assert client.post("/filer", data={"hvad": "proev"}, headers=OURS).status_code == 400
    form = {"filer": (io.BytesIO(cases(tmp_path)), "sager.csv"), "pr": "i går"}
    assert client.post("/filer", data=form, headers=OURS).status_code == 400


def test_too_large_a_file_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    assert send(client, b"x" * 2000).status_code == 413


def as_form(content: bytes) -> tuple[bytes, str]:
    """A form with one file as a browser sends it, and its content type."""
    head = '--x\r\nContent-Disposition: form-data; name="filer"; filename="sager.csv"\r\nContent-Type: text/csv\r\n\r\n'
    tail = '\r\n--x\r\nContent-Disposition: form-data; name="hvad"\r\n\r\nindlaes\r\n--x--\r\n'
    return head.encode() + content + tail.encode(), "multipart/form-data; boundary=x"


def test_a_file_with_a_cpr_number_never_reaches_the_disk(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"S-{number}", "01-02-2025"] for number in range(60_000)]  # forms and servers spool from half a megabyte
    content = csv_file(tmp_path / "a.csv", ["Sagsnr.", "Modtaget"], [*rows, [CPR, "01-02-2025"]]).read_bytes()
    body, kind = as_form(content)
    server = listening(create_app().server, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "there-is-no-such-folder"))  # whoever spools fails
    here = f"127.0.0.1:{server.effective_port}"
    connection = http.client.HTTPConnection(here)
    connection.request("POST", "/filer", body, {"Content-Type": kind, "Origin": f"http://{here}", "X-Trinvis": "1"})
    reply = connection.getresponse()
    said = reply.read().decode()
    connection.close()
    server.task_dispatcher.shutdown()  # the thread that has answered may still have to tell the loop of it
    server.close()
    thread.join()
    assert reply.status == 200
    assert any("CPR-nummer" in line for line in json.loads(said)["lines"])
    assert CPR not in said
    assert not data.exists() or not any(CPR.encode() in path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_templates_are_handed_out(client: FlaskClient) -> None:
    reply = client.get("/skabelon/sager.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(reply.data)).worksheets[0]
    assert [cell.value for cell in sheet[1]][:3] == ["Sagsnr.", "Barn", "Familie"]
    assert client.get("/skabelon/vejr.xlsx").status_code == 404


def of(folder: Path, code: str, case: str) -> bytes:
    return csv_file(folder / "s.csv", ["Sagsnr.", "Modtaget", "Kommune"], [[case, "01-02-2025", code]]).read_bytes()


def ledger_of(folder: Path, code: str) -> bytes:
    rows = [["2025-01", "5.28.21", "1.000", code]]
    return csv_file(folder / "r.csv", ["Måned", "Funktion", "Beløb", "Kommune"], rows).read_bytes()


@pytest.mark.parametrize("role", ["importoer", "leder"])
@pytest.mark.parametrize("what", ["proev", "indlaes"])
@pytest.mark.parametrize("make", [lambda folder: of(folder, "730", "S-9"), lambda folder: ledger_of(folder, "730")])
def test_nobody_delivers_for_another_municipality_or_learns_of_it_by_trying(
    data: Path, tmp_path: Path, role: str, what: str, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = create_app().server.test_client()
    assert host.post("/filer", data=form(of(tmp_path, "730", "S-1"), "indlaes"), headers=OURS).json["loaded"]
    before = version_name(data)
    client, headers = let_in(monkeypatch), OURS | named("bent", role)
    said = client.post("/filer", data=form(make(tmp_path), what), headers=headers).json
    assert (said["ok"], said["loaded"], version_name(data)) == (False, False, before)
    assert [line for line in said["lines"] if line.startswith("  ")] == [
        "  Fejl: Filen har data om en kommune, som du ikke må levere for. Intet af det er set på."
    ]
    own = client.post("/filer", data=form(of(tmp_path, "657", "S-2"), "indlaes"), headers=headers).json
    assert own["loaded"], own


def let_in(monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The application behind a proxy that says who comes."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    return create_app().server.test_client()


def form(content: bytes, what: str) -> dict[str, Any]:
    return {"filer": (io.BytesIO(content), "fil.csv"), "hvad": what}


def test_the_log_says_whose_data_which_file_and_whether_it_was_tried_or_loaded(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, headers = let_in(monkeypatch), OURS | named("bent", "importoer")
    content = of(tmp_path, "657", "S-1")
    for what in ("proev", "indlaes"):
        client.post("/filer", data=form(content, what), headers=headers)
    client.post("/filer", data=form(of(tmp_path, "730", "S-1"), "indlaes"), headers=headers)
    found = [(e.municipalities, e.outcome, list(e.detail)) for e in entries(data) if e.action == "import"]
    assert found == [("0657", "given", ["tried"]), ("0657", "given", ["loaded"]), ("", "refused", ["tried"])]
    digest = hashlib.sha256(content).hexdigest()[:16]
    assert [list(e.detail.values()) for e in entries(data)][:2] == [[digest], [digest]]
