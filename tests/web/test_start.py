"""Trinvis does not start with what is unsafe; a proxy is believed only with the secret; and roles are tried on samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.importers import load
from dashboard.settings import Settings, settings
from dashboard.web.app import create_app
from dashboard.web.start import NotStarted, check_start
from tests.importers.files import csv_file
from tests.login_provider import SUBSTANTIAL
from tests.sample import sample_of
from tests.typed import trinvis

STRONG = "0123456789abcdefghijklmnopqrstuvwxyz"
OIDC = {
    "login": "oidc",
    "public_url": "https://trinvis.example.dk",
    "oidc_discovery_url": "https://login.example.dk/.well-known/openid-configuration",
    "oidc_client_id": "trinvis",
    "oidc_client_secret": "x",
    "session_key": STRONG,
    "host": "0.0.0.0",
}
PROXY = {"login": "proxy", "proxy_secret": STRONG}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.mark.parametrize(
    ("held", "environment"),
    [
        ({}, {}),
        (OIDC, {}),
        (PROXY, {}),
        ({}, {"FLASK_DEBUG": "1"}),
        (OIDC, {"FLASK_DEBUG": "0", "DASH_MCP_ENABLED": ""}),
    ],
)
def test_it_starts_with_what_is_safe(held: dict[str, str], environment: dict[str, str]) -> None:
    check_start(Settings(**held), environment)


@pytest.mark.parametrize(
    ("held", "environment", "words"),
    [
        ({"host": "0.0.0.0"}, {}, "kun på 127.0.0.1"),
        ({"host": "trinvis.example.dk"}, {}, "kun på 127.0.0.1"),
        ({}, {"DASH_MCP_ENABLED": "true"}, "Fjern DASH_MCP_ENABLED"),
        (OIDC, {"DASH_MCP_ENABLED": "1"}, "Fjern DASH_MCP_ENABLED"),
        (OIDC, {"FLASK_DEBUG": "1"}, "Fjern FLASK_DEBUG"),
        (OIDC, {"DASH_DEBUG": "true"}, "Fjern FLASK_DEBUG"),
        ({**OIDC, "session_key": ""}, {}, "TRINVIS_SESSION_KEY mangler"),
        ({**OIDC, "session_key": "dev"}, {}, "TRINVIS_SESSION_KEY mangler"),
        ({**OIDC, "session_key": "x" * 64}, {}, "TRINVIS_SESSION_KEY mangler"),
        ({**OIDC, "public_url": "http://trinvis.example.dk"}, {}, "skal begynde med https"),
        ({**OIDC, "oidc_discovery_url": "http://login.example.dk/x"}, {}, "skal begynde med https"),
        ({**OIDC, "oidc_client_secret": ""}, {}, "TRINVIS_OIDC_CLIENT_SECRET mangler"),
        ({**PROXY, "proxy_secret": "kort"}, {}, "TRINVIS_PROXY_SECRET mangler"),
        ({**PROXY, "host": "0.0.0.0"}, {}, "Bag en proxy"),
    ],
)
def test_it_does_not_start_with_what_is_not(held: dict[str, str], environment: dict[str, str], words: str) -> None:
    with pytest.raises(NotStarted) as stopped:
        check_start(Settings(**held), environment)
    assert words in str(stopped.value.code)


def test_the_command_ends_with_one_sentence(sample: Path) -> None:
    done = trinvis(sample, "run", TRINVIS_HOST="0.0.0.0")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Uden login svarer Trinvis kun på 127.0.0.1. Sæt TRINVIS_LOGIN=oidc, eller fjern TRINVIS_HOST."
    ]


@pytest.fixture
def real(tmp_path: Path) -> Path:
    cases = csv_file(tmp_path / "sager.csv", ["Sagsnr.", "Modtaget"], [["S-1", "01-02-2025"]])
    assert load([cases], data_folder=tmp_path / "data", municipality="0657").ok
    return tmp_path / "data"


def test_real_data_are_not_shown_without_login(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = trinvis(real, "run")
    assert done.returncode == 1
    assert "TRINVIS_LOCAL_REAL_DATA=true" in done.stderr
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(real))
    settings.cache_clear()
    client = create_app().server.test_client()
    for allowed, status in (("false", 403), ("true", 200)):
        monkeypatch.setenv("TRINVIS_LOCAL_REAL_DATA", allowed)
        settings.cache_clear()
        assert {client.get(path).status_code for path in ("/", "/csv/sager", "/_dash-layout")} == {status}
    settings.cache_clear()


def test_a_role_is_tried_on_sample_data_alone(sample: Path, real: Path) -> None:
    for words in (("run", "--as", "leder"), ("answer", "sager", "--as", "leder")):
        done = trinvis(real, *words, TRINVIS_LOCAL_REAL_DATA="true")
        assert done.returncode == 1
        assert "kun på eksempeldata" in done.stderr
    unknown = trinvis(sample, "answer", "sager", "--as", "borgmester")
    assert (unknown.returncode, "Der er ingen rolle borgmester" in unknown.stderr) == (1, True)


@pytest.mark.parametrize("word", ["leder", "faglig-leder", "raadgiver"])
def test_each_role_gets_its_own_answer(sample: Path, word: str) -> None:
    done = trinvis(sample, "answer", "sager", "--as", word)
    assert done.returncode == 0, done.stderr
    assert {line.split(";")[0] for line in done.stdout.splitlines()[1:]} == {"Herning"}
    other = trinvis(sample, "answer", "sager", "?kommune=657", "--as", word, "--kommune", "825")
    assert "Herning" not in other.stdout


@pytest.mark.parametrize("word", ["importoer", "administrator"])
def test_roles_without_figures_get_none(sample: Path, word: str) -> None:
    done = trinvis(sample, "answer", "sager", "--as", word)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", "Ingen adgang")


@pytest.fixture
def behind_proxy(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    for name, value in {**PROXY, "data_folder": str(sample)}.items():
        monkeypatch.setenv(f"TRINVIS_{name.upper()}", value)
    settings.cache_clear()
    yield create_app().server.test_client()
    settings.cache_clear()


BY_PROXY = {
    "X-Trinvis-Noegle": STRONG,
    "X-Trinvis-Bruger": "abc",
    "X-Trinvis-Navn": "Anne Holm",
    "X-Trinvis-Rolle": "andet,leder",
    "X-Trinvis-Kommune": "657",
    "X-Trinvis-Niveau": SUBSTANTIAL,
}


def test_a_proxy_says_who_it_is(behind_proxy: FlaskClient) -> None:
    layout = behind_proxy.get("/_dash-layout", headers=BY_PROXY)
    assert all(text in layout.text for text in ("Anne Holm", "Leder"))
    assert behind_proxy.get("/csv/oekonomi", headers=BY_PROXY).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"X-Trinvis-Noegle": ""},
        {"X-Trinvis-Noegle": STRONG + "x"},
        {"X-Trinvis-Noegle": "æøå"},
        {"X-Trinvis-Rolle": "borgmester"},
        {"X-Trinvis-Kommune": ""},
        {"X-Trinvis-Niveau": "Low"},
        {"X-Trinvis-Bruger": ""},
    ],
)
def test_nobody_else_does(behind_proxy: FlaskClient, change: dict[str, str]) -> None:
    for path in ("/", "/_dash-layout", "/csv/oekonomi"):
        assert behind_proxy.get(path, headers={**BY_PROXY, **change}).status_code == 403


def test_a_proxy_is_believed_from_this_machine_alone(behind_proxy: FlaskClient) -> None:
    elsewhere = {"REMOTE_ADDR": "10.0.0.7"}
    assert behind_proxy.get("/", headers=BY_PROXY, environ_overrides=elsewhere).status_code == 403


def test_without_login_only_this_machine_is_answered(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(sample))
    settings.cache_clear()
    client = create_app().server.test_client()
    assert client.get("/", environ_overrides={"REMOTE_ADDR": "10.0.0.7"}).status_code == 403
    assert client.get("/").status_code == 200
    settings.cache_clear()
