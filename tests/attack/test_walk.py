"""Every route, callback and command there is, asked by every role of their own municipality and of another's.

Default deny: what is not named here with who may have it makes the test fail, so that no way in is added unseen.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
import typer.main
from flask.testing import FlaskClient

from dashboard.access.roles import RIGHTS, Role
from dashboard.cli.common import cli
from dashboard.database import versions
from dashboard.measures import MEASURES
from dashboard.publication.command import publish
from dashboard.settings import Settings, settings
from dashboard.web.app import create_app
from tests.attack.marked_world import coordinator, marked_world
from tests.attack.test_tamper import AWAY, HOME, KEY, WORDS, Browser, headers, leaked
from tests.histories import load
from tests.importers.files import csv_file, version_name
from tests.sample import sample_of
from tests.typed import trinvis

Allowed = Callable[[Role, str], bool]
ROLES: tuple[Role, ...] = get_args(Role)
NUMBERS = ("/csv/oekonomi", "/csv/sager", "/csv/foerste-kontakt", "/csv/tillid")


def anybody(_role: Role, _asked: str) -> bool:
    return True


def sees_numbers(role: Role, asked: str) -> bool:
    return any(asked.endswith(MEASURES[one].path) for one in RIGHTS[role].measures)


def imports(role: Role, _asked: str = "") -> bool:
    return RIGHTS[role].imports


class Way(NamedTuple):
    """A route: who gets something from it of their own municipality, and whether it can be asked of another's."""

    method: str
    asks: tuple[str, ...]  # what is asked for, one of each kind
    allowed: Allowed = anybody
    of_a_place: bool = False


ROUTES: dict[str, Way] = {
    "/": Way("GET", ("/",)),
    "/<path:path>": Way("GET", ("/sager", "/oekonomi", "/data", "/lister/venter"), of_a_place=True),  # the page, still empty
    "/assets/<path:filename>": Way("GET", ("/assets/10-style.css",)),
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Way("GET", ()),  # Dash's own files
    "/_dash-layout": Way("GET", ("/_dash-layout",)),
    "/_dash-dependencies": Way("GET", ("/_dash-dependencies",)),
    "/_dash-update-component": Way("POST", ()),  # the callbacks, below
    "/_reload-hash": Way("GET", ()),  # only while somebody develops
    "/_favicon.ico": Way("GET", ()),
    "/healthz": Way("GET", ("/healthz",)),
    "/livez": Way("GET", ("/livez",)),
    "/readyz": Way("GET", ("/readyz",)),
    "/csv/<path>": Way("GET", NUMBERS, sees_numbers, of_a_place=True),
    "/tabel/<path>": Way("GET", ("/tabel/sager",), sees_numbers, of_a_place=True),
    "/skabelon/<name>.xlsx": Way("GET", ("/skabelon/sager.xlsx",)),
    "/filer": Way("POST", (), imports, of_a_place=True),
}

ALL_98 = re.compile(r'\["\d{4}\\?", \\?"[^"]+"\]|\[\\"\d{4}\\", \\"[^"]+\\"\]')  # the choices of the form that sends files

# What each callback listens to. All that answer an address are asked below, on every page, as every role.
LISTENS: dict[str, str] = {
    "url": "answers an address",
    "filter-apply": "writes an address of what is chosen, of which the next question is asked",
    "spot-check-draw": "draws of the log, for whoever may read it: tests/records/test_spot_checks.py",
    "spot-check-save": "the same",
    "page-heading": "in the browser alone",
}

OPERATOR = "whoever may read the data folder; it answers for the whole installation"
COMMANDS: dict[str, str] = {
    "answer": "--as, of sample data alone", "export": OPERATOR, "import": OPERATOR, "check": OPERATOR, "inbox": OPERATOR,
    "audit begin": OPERATOR, "audit show": OPERATOR, "audit verify": OPERATOR, "audit who": OPERATOR, "backup": OPERATOR,
    "restore": OPERATOR, "demo": OPERATOR, "erase": OPERATOR, "held": OPERATOR, "key new": OPERATOR, "konti": "no data",
    "price-index": OPERATOR, "profile check": "no data", "profile list": "no data", "profile new": "no data",
    "publication build": OPERATOR, "publication export": OPERATOR, "publication import": OPERATOR,
    "publication list": OPERATOR, "retention": OPERATOR, "rollback": OPERATOR, "run": "--as, of sample data alone",
    "sessions allow": OPERATOR, "sessions bar": OPERATOR, "sessions end": OPERATOR, "sessions list": OPERATOR,
    "statbank fetch": "no data", "statbank info": "no data", "statbank tables": "no data", "target": OPERATOR,
    "template": "no data", "upgrade": OPERATOR, "verify": OPERATOR, "versions": OPERATOR,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("walked")
    versions.build(path, lambda connection: load(connection, marked_world()))
    publish(Settings(data_folder=path), versions.current(path, ""), lambda name, share: None)
    return path


@pytest.fixture
def client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    for name, value in (
        ("DATA_FOLDER", str(folder)), ("LOGIN", "proxy"), ("PROXY_SECRET", KEY), ("REQUESTS_PER_MINUTE", "1000000"),
    ):  # fmt: skip
        monkeypatch.setenv(f"TRINVIS_{name}", value)
    settings.cache_clear()
    yield create_app().server.test_client()
    settings.cache_clear()


def test_every_route_is_named_here(client: FlaskClient) -> None:
    rules = {
        (rule.rule, *sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        for rule in client.application.url_map.iter_rules()
    }
    assert rules == {(rule, way.method) for rule, way in ROUTES.items()}


def test_every_callback_listens_to_what_is_named_here(client: FlaskClient) -> None:
    found = client.get("/_dash-dependencies", headers=headers("head")).get_json()
    assert {one["id"] for callback in found for one in callback["inputs"]} == set(LISTENS)


def test_every_command_is_named_here() -> None:
    assert set(commands(typer.main.get_command(cli))) == set(COMMANDS)


def commands(group: Any, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        yield from commands(command, f"{before}{name} ") if hasattr(command, "commands") else [before + name]


def text(reply: Any) -> str:
    """Also of what is no text."""
    said = str(reply.get_data().decode("utf-8", "replace"))
    reply.close()
    return said


@pytest.mark.parametrize("role", ROLES)
def test_a_route_gives_what_the_role_may_have_and_nothing_of_another_municipality(client: FlaskClient, role: Role) -> None:
    for rule, way in ROUTES.items():
        for asked in way.asks:
            own = client.get(f"{asked}?kommune={HOME}", headers=headers(role))
            assert own.status_code in ((200,) if way.allowed(role, asked) else (403, 404)), (rule, asked)
            assert not leaked(role, text(own), ""), (rule, asked)
            other = client.get(f"{asked}?kommune={AWAY}", headers=headers(role))
            said = text(other)
            assert not leaked(role, said, ""), (rule, asked)
            if way.of_a_place and asked.startswith(("/csv", "/tabel")) and role != "national":
                assert other.status_code in (400, 403, 404), (rule, asked)


@pytest.mark.parametrize("role", ROLES)
def test_no_callback_answers_of_another_municipality(client: FlaskClient, role: Role) -> None:
    browser = Browser(client)
    for path in ("/", "/sager", "/oekonomi", "/foerste-kontakt", "/tillid", "/data", "/lister/venter"):
        said = browser.page(role, path, f"?kommune={AWAY}")
        assert not leaked(role, said, ""), path
        assert role == "national" or "Randers" not in ALL_98.sub("", said), path


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("what", ["proev", "indlaes"])
def test_files_are_taken_of_those_who_may_and_of_their_own_municipality_alone(
    client: FlaskClient, folder: Path, tmp_path: Path, role: Role, what: str
) -> None:
    before = version_name(folder)
    rows = [[f"{AWAY}-1", "01-02-2025", coordinator(AWAY, 1, 1)]]
    content = csv_file(tmp_path / "s.csv", ["Sagsnr.", "Modtaget", "Rådgiver"], rows).read_bytes()
    form = {"filer": (io.BytesIO(content), "sager.csv"), "hvad": what, "kommune": AWAY}
    sent = {**headers(role), "Origin": "http://localhost", "X-Trinvis": "1"}
    reply = client.post("/filer", data=form, headers=sent)
    assert reply.status_code == (200 if imports(role) else 403)
    assert not reply.get_json()["ok"]
    assert not leaked(role, reply.get_data(as_text=True), coordinator(AWAY, 1, 1))
    assert version_name(folder) == before


@pytest.mark.parametrize("role", ["head", "team_lead", "coordinator", "importer"])  # the others see what is published
def test_the_terminal_answers_as_a_role_within_its_municipality(
    tmp_path_factory: pytest.TempPathFactory, role: Role
) -> None:
    sample = sample_of(tmp_path_factory)
    for measure in ("sager", "oekonomi"):
        asked = ("answer", measure, f"?kommune={AWAY}", "--as", WORDS[role], "--kommune", HOME)
        done = trinvis(sample, *asked)
        assert (done.returncode, done.stdout) == (1, ""), done.stdout
