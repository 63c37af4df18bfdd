"""The page Data og kvalitet, and the mark on every page where a source should have come again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.database import versions
from dashboard.demo import install
from dashboard.importers import load
from dashboard.settings import settings
from dashboard.web.app import create_app
from tests.histories import empty_history
from tests.histories import load as load_history
from tests.importers.files import csv_file
from tests.web.test_app import post, show_frame

TODAY = dt.date.today()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("TRINVIS_LOCAL_REAL_DATA", "true")
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app().server.test_client()


def data_page(client: FlaskClient, search: str = "") -> str:
    callbacks = json.loads(client.get("/_dash-dependencies").data)
    page = next(c for c in callbacks if c["output"] == "data-page.children")
    return json.dumps(json.loads(post(client, page, {"search": search})), ensure_ascii=False)


def frame(client: FlaskClient, path: str, search: str = "") -> str:
    return json.dumps(json.loads(show_frame(client, path, search)), ensure_ascii=False)


def with_deliveries(folder: Path, origin: str, *delivered: tuple[str, str, int]) -> None:
    """A version in which each (municipality, source) came today and describes a day so many days ago."""
    history = empty_history(TODAY, ("0657", "0730"))
    history["version_info"][0]["origin"] = origin
    history["coverage"] = [{"municipality_code": code, "source": "cases", "month": 24300} for code in ("0657", "0730")]
    for code, source, age in delivered:
        day = TODAY - dt.timedelta(days=age)
        of = {"municipality_code": code, "source": source, "rows_in": 7}
        history["delivery"].append(of | {"delivered_on": TODAY, "as_of": day})
    versions.build(folder, lambda connection: load_history(connection, history))


def test_a_late_source_is_marked_on_every_page(client: FlaskClient, folder: Path) -> None:
    with_deliveries(folder, "real", ("0657", "cases", 23), ("0657", "ledger", 30), ("0730", "cases", 7))
    for path in ("/", "/sager", "/oekonomi", "/data"):
        text = frame(client, path, "?kommune=657")
        assert "Sagslisten er 23 dage gammel (kommer normalt hver uge)." in text
        assert "Regnskabet er" not in text
    assert "dage gammel" not in frame(client, "/", "?kommune=730")


def test_of_several_municipalities_each_is_named_and_many_are_counted(client: FlaskClient, folder: Path) -> None:
    late = [(code, source, 1000) for code in ("0657", "0730") for source in ("cases", "ledger", "budget")]
    with_deliveries(folder, "real", *late)
    text = frame(client, "/", "?kommune=657,730")
    assert "Herning: Sagslisten er 1.000 dage gammel" in text
    assert "Yderligere 3 kilder er forsinkede." in text


def test_sample_data_stand_still_and_are_never_late(client: FlaskClient, folder: Path) -> None:
    install(folder, municipalities=("0657",))
    assert "dage gammel" not in frame(client, "/", "?kommune=657")
    text = data_page(client, "?kommune=657")
    for told in ("0 dage gammel", "til tiden", "udeladt af Første kontakt", "tælles ikke som færdigbehandlet"):
        assert told in text, told
    assert "forsinket" not in text


def test_the_page_shows_what_came_what_was_found_and_what_was_refused(
    client: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    headings = ["Sagsnr.", "Barn", "Rådgiver", "Modtaget", "Første kontakt"]
    good = csv_file(
        tmp_path / "god.csv", headings, [[f"S-{n}", f"B{n}", "R1", "02-01-2025", "01-01-2025"] for n in "123"]
    )
    bad = csv_file(tmp_path / "fejl.csv", headings, [["S-1", "B1", "R1", "i går", ""]])
    assert load([good], data_folder=folder, municipality="Herning", as_of=TODAY).ok
    assert not load([bad], data_folder=folder, municipality="Herning").ok
    text = data_page(client)
    for told in ("0 dage gammel", "hver uge", "til tiden", "Advarsel", "fejl.csv", "afvist", "god.csv", "indlæst",
                 "3 sager med første kontakt før modtagelsen er udeladt af Første kontakt."):  # fmt: skip
        assert told in text, told
    assert "i går" not in text
    assert "Data og kvalitet" in frame(client, "/data")
