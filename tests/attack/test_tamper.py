"""Every role, every road, every forged question: nobody is told what another's figures, names or cases are.

Over HTTP, on the embedded database and on PostgreSQL, behind a proxy that says who asks: pages, files, titles, file
names, options, alternative texts, and replies that were kept for somebody else. In `make deep` 5,000 questions.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.roles import RIGHTS, ROLE_WORDS, Role
from dashboard.access.viewer import LOCAL_HEAD
from dashboard.callbacks import view as view_module
from dashboard.database import postgres, versions
from dashboard.measures import MEASURES
from dashboard.publication.command import publish
from dashboard.settings import Settings, settings
from dashboard.web.app import create_app
from dashboard.web.proxy import HEADERS, SECRET
from tests.attack.marked_world import CODES, coordinator, marked_world, team
from tests.histories import load
from tests.rounds import rounds
from tests.two_roles import Roles, database

HOME, AWAY = "0657", "0730"
KEY = "a-secret-that-is-long-enough-to-be-one"
WORDS = {role: word for word, role in ROLE_WORDS.items()}
PATHS = [
    "/",
    "/data",
    "/lister/venter",
    "/lister/uden-raadgiver",
    "/lister/fejl",
    *(f"/{m.path}" for m in MEASURES.values()),
]
# What a role may be told of, among the texts that say whose they are.
MARKED = re.compile(r"(?:HOLD|KODE|SAG)-\d{4}[-\d]*")
OWN: dict[Role, re.Pattern[str]] = {
    "head": re.compile(rf"(HOLD|KODE|SAG)-{HOME}.*"),
    "team_lead": re.compile(rf"(HOLD|KODE|SAG)-{HOME}-1.*"),
    "coordinator": re.compile(rf"({coordinator(HOME, 1, 1)}|HOLD-{HOME}-1|SAG-{HOME}-1-.*)"),
}
NOTHING = re.compile(r"(?!)")
HIDDEN = "skjult for at beskytte personer"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marked")
    versions.build(path, lambda connection: load(connection, marked_world()))
    publish(Settings(data_folder=path), versions.current(path, ""), lambda name, share: None)
    return path


@pytest.fixture(scope="module")
def walled(two_roles: Roles, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Roles]]:
    """The same data in a folder of their own: what is logged of them stands in PostgreSQL."""
    own = tmp_path_factory.mktemp("walled") / "data"
    shutil.copytree(folder, own, ignore=shutil.ignore_patterns("operational*", "audit-heads.log"))
    with database(two_roles, "tampered") as roles:
        postgres.publish_current(own, roles.reader, roles.owner)
        yield own, roles


@pytest.fixture(params=["duckdb", "postgresql"])
def client(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(folder))
    if request.param == "postgresql":
        own, roles = request.getfixturevalue("walled")
        monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(own))
        monkeypatch.setenv("TRINVIS_FACTS_URL", roles.reader)
        monkeypatch.setenv("TRINVIS_FACTS_OWNER_URL", roles.owner)
    monkeypatch.setenv("TRINVIS_LOGIN", "proxy")
    monkeypatch.setenv("TRINVIS_PROXY_SECRET", KEY)
    monkeypatch.setenv("TRINVIS_REQUESTS_PER_MINUTE", "1000000")
    settings.cache_clear()
    yield create_app().server.test_client()
    settings.cache_clear()


def headers(role: Role) -> dict[str, str]:
    said = {
        "claim_subject": f"somebody-{role}",
        "claim_role": WORDS[role],
        "claim_municipality": ",".join(CODES) if role == "national" else HOME,
        "claim_teams": team(HOME, 1),
        "claim_programmes": "p1",
        "claim_coordinator": coordinator(HOME, 1, 1),
        "claim_level": "Substantial",
    }
    return {SECRET: KEY, **{header: said[claim] for header, claim in HEADERS.items()}}


def forged(chance: random.Random) -> str:
    """An address with whatever somebody might write into it."""
    words: dict[str, list[str]] = {
        "kommune": [HOME.lstrip("0"), AWAY.lstrip("0"), f"{HOME},{AWAY}", "alle", "9999", "0657' or 1=1--", "*"],
        "fra": ["2025-01", "2025-02", "2026-05", "1900-01", "2026-13"],
        "til": ["2025-03", "2026-09", "2026-10", "2999-12", ""],
        "interval": ["maaned", "kvartal", "aar", "dag"],
        "team": [team(HOME, 1), team(HOME, 2), team(AWAY, 1), "*"],
        "projekt": ["p1", "p2", "-", "*"],
        "maalgruppe": ["handicap", "familie", "-"],
        "raadgiver": [coordinator(AWAY, 1, 1)],
        "coordinator": [coordinator(HOME, 2, 1)],
        "enhed": ["barn", "kr"],
    }
    if chance.random() < 0.5:  # one bad word and nothing is answered: half of them could be somebody's own
        good = {"kommune": [HOME.lstrip("0")], "fra": ["2025-01"], "til": ["2025-12"], "interval": ["kvartal", "aar"]}
        words = good | {"team": [team(HOME, 1)], "projekt": ["p1"], "maalgruppe": ["handicap"]}
    chosen = chance.sample(list(words), chance.randint(0, 3 if len(words) < 8 else 5))
    return "?" + "&".join(f"{word}={chance.choice(words[word])}" for word in chosen) if chosen else ""


class Browser:
    """Asks as a page does, and as a page never would."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        found = client.get("/_dash-dependencies", headers=headers("head")).get_json()
        self.callbacks = [
            c for c in found if all(i["id"] == "url" for i in c["inputs"]) and not c.get("clientside_function")
        ]

    def page(self, role: Role, path: str, search: str) -> str:
        """What every callback on the address answers, whether or not the page has it."""
        replies = [
            self._callback(role, one, {"pathname": path, "search": search, "href": search}) for one in self.callbacks
        ]
        return "\n".join(replies)

    def file(self, role: Role, path: str, search: str) -> str:
        replies = [self.client.get(f"/{road}{path}{search}", headers=headers(role)) for road in ("csv", "tabel")]
        assert {reply.status_code for reply in replies} <= {200, 400, 403, 404}
        return "\n".join(f"{r.headers.get('Content-Disposition')}\n{r.get_data(as_text=True)}" for r in replies)

    def _callback(self, role: Role, callback: dict[str, Any], values: dict[str, str]) -> str:
        names = callback["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        body = {
            "output": callback["output"],
            "outputs": outputs if callback["output"].startswith("..") else outputs[0],
            "inputs": [
                {"id": i["id"], "property": i["property"], "value": values[i["property"]]} for i in callback["inputs"]
            ],
            "changedPropIds": [f"{i['id']}.{i['property']}" for i in callback["inputs"]],
        }
        if callback.get("state"):
            body["state"] = []
        sent = {**headers(role), "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        reply = self.client.post("/_dash-update-component", json=body, headers=sent)
        assert reply.status_code in (200, 204), (reply.status_code, reply.get_data(as_text=True)[:300])
        text = reply.get_data(as_text=True)
        return json.dumps(json.loads(text), ensure_ascii=False) if text else ""


def leaked(role: Role, text: str, search: str) -> set[str]:
    """The texts that say they are not this role's; what the asker wrote themselves is read back to them."""
    return {one for one in MARKED.findall(text) if not OWN.get(role, NOTHING).fullmatch(one) and one not in search}


def small(role: Role, text: str) -> bool:
    """Whether somebody who reads a publication is told of the project's single child in a quarter."""
    return RIGHTS[role].depth == "published" and bool(re.search(r"\b1 (barn|sag|svar|familie)\b", text))


def questions(count: int) -> Iterator[tuple[Role, str, str, bool]]:
    chance = random.Random(5)
    roles = list(RIGHTS)
    for at in range(count):
        yield roles[at % len(roles)], chance.choice(PATHS), forged(chance), chance.random() < 0.5


def ask(browser: Browser, role: Role, path: str, search: str, as_file: bool) -> str:
    return browser.file(role, path, search) if as_file and path.count("/") == 1 else browser.page(role, path, search)


def test_nobody_is_told_what_is_not_theirs(client: FlaskClient) -> None:
    browser, told = Browser(client), dict.fromkeys(RIGHTS, "")
    for role, path, search, as_file in questions(rounds(2500, 96)):
        text = ask(browser, role, path, search, as_file)
        assert not leaked(role, text, search), (role, path, search)
        assert not small(role, text), (role, path, search)
        told[role] += "".join(one for one in MARKED.findall(text) if one not in search) + (
            HIDDEN if HIDDEN in text else ""
        )
    for role, own in OWN.items():
        assert own.search(told[role]), f"{role} was told nothing of their own"
    for role in ("committee", "project_lead"):
        assert HIDDEN in told[role], f"{role} never met a hidden figure"


@pytest.mark.parametrize("road", ["file", "page"])
def test_without_the_gate_the_same_questions_find_leaks(
    client: FlaskClient, road: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ungated: Callable[[], Any] = lambda: LOCAL_HEAD  # noqa: E731
    for module in (view_module,):
        monkeypatch.setattr(module, "current_viewer", ungated)
    browser = Browser(client)
    found = dict.fromkeys(RIGHTS, False)
    for role in RIGHTS:
        for path, search in (
            ("/sager", "?kommune=657"),
            ("/sager", "?kommune=730"),
            ("/lister/venter", "?kommune=730"),
        ):
            as_file = road == "file" and path.count("/") == 1
            text = ask(browser, role, path, search, as_file)
            exact = bool(re.search(r"okt\. 2026|2026-10", text))
            found[role] = found[role] or bool(leaked(role, text, search)) or (exact and role not in OWN)
    if road == "page":
        assert all(found.values()), found
    else:  # the file has no names in it: those who may see nothing of it, or only a publication, are told all the same
        assert all(found[role] for role in RIGHTS if role not in OWN), found
