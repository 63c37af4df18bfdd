"""Two servers, each with a data folder of its own, on one PostgreSQL: to whoever reads they are one installation."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from dashboard.publication.store import keep, newest, unpacked
from dashboard.settings import settings
from tests.importers.files import csv_file
from tests.login_provider import Provider, login_provider, use_login
from tests.nginx_server import free_port
from tests.patience import PATIENCE
from tests.two_roles import Roles, database
from tests.typed import Done, trinvis


@dataclass(frozen=True)
class Server:
    folder: Path
    address: str

    def csv(self, reader: requests.Session, path: str) -> requests.Response:
        return reader.get(f"{self.address}/csv/{path}", timeout=PATIENCE)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with login_provider() as made:
        made.knows("leder", groups=["leder"], kommune="657")
        made.knows("udvalg", groups=["udvalg"], kommune="657")
        yield made


@pytest.fixture
def roles(two_roles: Roles) -> Iterator[Roles]:
    with database(two_roles, "two_machines") as made:
        yield made


@pytest.fixture
def environment(provider: Provider, roles: Roles, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        use_login(patch, provider, "")
        made = {name: value for name, value in os.environ.items() if name.startswith("TRINVIS_")}
    yield made | {"TRINVIS_FACTS_URL": roles.reader, "TRINVIS_FACTS_OWNER_URL": roles.owner}
    settings.cache_clear()


def typed(folder: Path, environment: dict[str, str], *words: str) -> Done:
    done = trinvis(folder, *words, **{name: value for name, value in environment.items() if "FACTS" in name})
    assert done.returncode == 0, done.stderr
    return done


@contextmanager
def served(folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    own = {"TRINVIS_DATA_FOLDER": str(folder), "PORT": str(port), "TRINVIS_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(
        [sys.executable, "-c", "from dashboard.cli import main; main()", "run"],
        env={**os.environ, **environment, **own}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield Server(folder, f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=PATIENCE)
        assert "Traceback" not in said, said


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if true():
                return
        except requests.ConnectionError:
            continue
    raise AssertionError("it did not come to pass")


def logged_in(provider: Provider, server: Server, subject: str, readers: ExitStack) -> requests.Session:
    """A browser, which knows both servers under one name and so has one cookie for them."""
    reader = readers.enter_context(requests.Session())
    reader.trust_env = False
    begun = reader.get(f"{server.address}/log-ind/start", allow_redirects=False, timeout=PATIENCE)
    back = reader.get(provider.log_in(begun.headers["Location"], subject), allow_redirects=False, timeout=PATIENCE)
    assert back.status_code == 302
    return reader


def test_two_machines_are_one_installation(
    provider: Provider, environment: dict[str, str], published_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = shutil.ignore_patterns("publications", "operational*", "audit-heads.log")
    shutil.copytree(published_folder, tmp_path / "a", ignore=leave)
    typed(tmp_path / "a", environment, "upgrade")
    with ExitStack() as readers, served(tmp_path / "a", environment) as a, served(tmp_path / "b", environment) as b:
        for one in (a, b):
            until(lambda one=one: requests.get(f"{one.address}/readyz", timeout=PATIENCE).status_code == 200)  # type: ignore[misc]
        committee = logged_in(provider, a, "udvalg", readers)
        path = "tillid?kommune=657"
        assert b.csv(committee, path).status_code != 200  # nothing has been published yet
        publish_on(a, environment, published_folder, monkeypatch)
        until(lambda: b.csv(committee, path).status_code == 200)
        until(lambda: a.csv(committee, path).text == b.csv(committee, path).text)

        head = logged_in(provider, a, "leder", readers)
        assert load(a, head, tmp_path, 12)["loaded"]
        asked = "foerste-kontakt?kommune=657&fra=2026-01&til=2026-01&interval=maaned"
        assert b.csv(head, asked).text == a.csv(head, asked).text
        assert ";12;" in b.csv(head, asked).text
        assert load(b, head, tmp_path, 14)["loaded"]
        assert ";14;" in a.csv(head, asked).text

        cookies = dict(head.cookies)
        out = head.post(f"{b.address}/log-ud", headers={"Origin": b.address}, allow_redirects=False, timeout=PATIENCE)
        assert out.status_code < 400, out.text
        head.cookies.update(cookies)  # whoever has kept a copy of it
        assert a.csv(head, asked).status_code == 401
        assert a.csv(committee, path).status_code == 200
    for folder in ("a", "b"):
        assert "Loggen er hel" in typed(tmp_path / folder, environment, "audit", "verify").stdout
        assert "er, som den blev skrevet" in typed(tmp_path / folder, environment, "verify").stdout


def publish_on(server: Server, environment: dict[str, str], made: Path, patch: pytest.MonkeyPatch) -> None:
    """What the command does when the figures have been worked out, which takes it half a minute."""
    publication = unpacked(newest(made).read_bytes())
    with patch.context() as there:
        for name, value in {**environment, "TRINVIS_DATA_FOLDER": str(server.folder)}.items():
            there.setenv(name, value)
        settings.cache_clear()
        keep(server.folder, publication, {})
    settings.cache_clear()


def load(server: Server, reader: requests.Session, place: Path, cases: int) -> dict[str, object]:
    rows = [[f"S-{n}", f"{n:02d}-01-2026", f"{n + 10:02d}-01-2026"] for n in range(1, cases + 1)]
    content = csv_file(place / f"sager-{cases}.csv", ["Sagsnr.", "Modtaget", "Første kontakt"], rows).read_bytes()
    form = {"hvad": "indlaes", "kommune": "0657", "pr": "2026-03-31"}
    headers = {"Origin": server.address, "X-Trinvis": "1"}
    reply = reader.post(
        f"{server.address}/filer", data=form, files={"filer": ("sager.csv", io.BytesIO(content))}, headers=headers,
        timeout=PATIENCE,
    )  # fmt: skip
    assert reply.status_code == 200, reply.text
    return dict(reply.json())
