"""A link is answered with what it asks for, or in words: never with another municipality's or another period's numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient

from dashboard.web.app import create_app
from tests.sample import sample_of
from tests.typed import trinvis
from tests.web.test_app import client_on, post, show_frame

PATHS = {"sager": "caseload", "foerste-kontakt": "time-to-first-contact", "oekonomi": "spending", "tillid": "trust"}
GOOD = "?kommune=657&fra=2025-01&til=2025-12"
# What a link asks for, and what is said of it.
NOT_THERE = {
    "?kommune=999": "kommune = “999” findes ikke i de data, du kan se",
    "?kommune=657,999": "kommune = “999” findes ikke i de data, du kan se",
    "?kommune=herning": "kommune = “herning” findes ikke i de data, du kan se",
    "?kommune=,": "kommune = “,” findes ikke i de data, du kan se",
    "?fra=1998-01&til=1998-12": "fra = “1998-01” ligger uden for data, som går fra nov. 2016 til okt. 2026",
    "?kommune=657&fra=2025-01&til=2031-12": "til = “2031-12” ligger uden for data",
    "?fra=2025-13": "fra = “2025-13” kendes ikke",
    "?kommune=657&interval=uge": "interval = “uge” kendes ikke",
    "?kommune=657&team=findes-ikke": "team = “findes-ikke” findes ikke i de data, du kan se",
    "?projekt=findes-ikke": "projekt = “findes-ikke” findes ikke i de data, du kan se",
    "?maalgruppe=voksne": "maalgruppe = “voksne” findes ikke i de data, du kan se",
    "?kommune=657,825&team=nord": "team = “nord” kræver netop én kommune",
    "?enhed=dollar": "enhed = “dollar” kendes ikke",
    "?kommune=657&kommune=825": "kommune = “825” står ved siden af en anden værdi",
    "?kommune=657&by=herning": "by = “herning” er ikke et valg, der findes",
    "?kommune=657&" + "fra=2025-01&" * 400: "er for lang til at blive læst",
}
READABLE = [query for query in NOT_THERE if len(query) < 200]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture(scope="module")
def server() -> flask.Flask:
    return create_app().server


@pytest.fixture
def client(server: flask.Flask, sample: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return client_on(server, sample, monkeypatch)


def callbacks(client: FlaskClient) -> list[dict[str, Any]]:
    """Every callback that the address alone starts."""
    every = json.loads(client.get("/_dash-dependencies").data)
    asked = [{"id": "url", "property": "search"}]
    return [one for one in every if one["inputs"] == asked and not one.get("clientside_function")]


@pytest.mark.parametrize("query", READABLE)
@pytest.mark.parametrize("path", PATHS)
def test_a_file_is_refused_in_a_sentence(client: FlaskClient, path: str, query: str) -> None:
    for address in (f"/csv/{path}{query}", f"/tabel/{path}{query}"):
        reply = client.get(address)
        assert (reply.status_code, reply.mimetype) == (400, "text/plain")
        assert NOT_THERE[query] in reply.get_data(as_text=True)


@pytest.mark.parametrize("query", NOT_THERE)
def test_the_terminal_is_refused_in_a_sentence(sample: Path, query: str) -> None:
    done = trinvis(sample, "answer", "sager", query)
    assert (done.returncode, done.stdout) == (1, "")
    assert NOT_THERE[query] in done.stderr
    assert "Derfor vises ingen tal" in done.stderr


@pytest.mark.parametrize("query", READABLE)
def test_a_page_says_what_is_not_there_and_shows_no_number(client: FlaskClient, query: str) -> None:
    frame = show_frame(client, "/sager", query)
    said = json.dumps(json.loads(frame), ensure_ascii=False)
    assert NOT_THERE[query] in said
    assert "Derfor vises ingen tal" in said
    shown = [post(client, callback, {"search": query}) for callback in callbacks(client)]
    assert len(shown) == len(PATHS) + 5, "the measures, the overview, three lists and the data"
    for text in (json.dumps(json.loads(one), ensure_ascii=False) for one in shown):
        assert "Ingen tal: adressen spørger efter noget" in text
        assert not [word for word in ("Herning", "data-table", "graph", "2025", "2026", "/csv/") if word in text]
    heading = json.dumps(json.loads(frame)["response"]["page-heading"], ensure_ascii=False)
    assert "Herning" not in heading


def test_a_good_link_shows_numbers(client: FlaskClient) -> None:
    assert "ingen tal" not in show_frame(client, "/sager", GOOD)
    assert all("Derfor vises" not in post(client, callback, {"search": GOOD}) for callback in callbacks(client))


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        ("oekonomi", "&team=nord", "team"),
        ("oekonomi", "&projekt=familiekurser", "projekt"),
        ("sager", "&enhed=barn", "enhed"),
        ("foerste-kontakt", "&priser=faste", "priser"),
        ("tillid", "&projekt=familiekurser&maalgruppe=handicap", "maalgruppe"),
        ("tillid", "&team=nord&interval=maaned", "interval"),
    ],
)
def test_what_a_measure_cannot_be_divided_by_is_refused(
    client: FlaskClient, sample: Path, path: str, query: str, sentence: str
) -> None:
    reply = client.get(f"/csv/{path}{GOOD}{query}")
    assert reply.status_code == 400, reply.get_data(as_text=True)
    assert f"{sentence} = “" in reply.get_data(as_text=True)
    done = trinvis(sample, "answer", path, GOOD + query)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{sentence} = “" in done.stderr
    assert "gælder ikke: disse tal opdeles ikke sådan" in done.stderr


def test_trust_is_by_whole_quarters_and_no_file_gives_one_for_a_month(client: FlaskClient) -> None:
    reply = client.get("/csv/tillid?kommune=657&fra=2025-02&til=2025-02")
    assert reply.status_code == 400
    assert "fra = “2025-02” gælder ikke: svar vises kun for hele kvartaler" in reply.get_data(as_text=True)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "query",
    [
        "",
        GOOD,
        "?kommune=657&team=nord",
        "?kommune=657&projekt=familiekurser&maalgruppe=handicap&interval=maaned",
        "?enhed=barn&priser=faste",
        "?fra=2016-11&til=2016-12",
        "?fra=2025-06&til=2025-01",
    ],
)
def test_the_files_that_a_page_offers_are_always_given(client: FlaskClient, path: str, query: str) -> None:
    """Each page's own link, whatever it is divided by: it asks for what the page shows and no more."""
    (page,) = (one for one in callbacks(client) if one["output"] == f"{PATHS[path]}-page.children")
    (overview,) = (one for one in callbacks(client) if "overview" in one["output"])
    for callback in (page, overview):
        words = json.dumps(json.loads(post(client, callback, {"search": query}))).split('"')
        addresses = {word for word in words if word.startswith(("/csv/", "/tabel/"))}
        assert any(address.startswith(f"/csv/{path}") for address in addresses)
        for address in addresses:
            assert client.get(address).status_code == 200, address
