"""Behind a real nginx, set up as the page says, logins are counted by whoever tries, and nobody keeps the others out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter

from dashboard.settings import settings
from dashboard.web.app import create_app
from tests.login_provider import Provider, login_provider, use_login
from tests.nginx_server import free_port, nginx_before
from tests.sample import sample_of
from tests.web.running import running

OFFICE, OUTSIDER = "127.0.0.9", "127.0.0.66"
USERS = 20


class From(HTTPAdapter):
    """Asks from one address of this machine."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments: object, **named: object) -> None:  # type: ignore[override]
        super().init_poolmanager(*arguments, source_address=(self._address, 0), **named)


def browser(address: str) -> requests.Session:
    session = requests.Session()
    session.mount("http://127.0.0.1", From(address))
    return session


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with login_provider() as there:
        for number in range(USERS):
            there.knows(f"bruger{number}", groups=["leder"], kommune="657")
        yield there


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture
def site(provider: Provider, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address that people write, with the limits that nobody has changed."""
    port = free_port()
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(sample))
    use_login(monkeypatch, provider, f"http://127.0.0.1:{port}", TRUSTED_HOPS="1", LOGINS_PER_MINUTE="30")
    with running(create_app().server) as server, nginx_before(tmp_path, port, server.effective_port):
        yield f"http://127.0.0.1:{port}"
    settings.cache_clear()


def log_in(site: str, provider: Provider, subject: str, address: str) -> int:
    """The status that the login ends with: 302 leads into the pages."""
    with browser(address) as session:
        begun = session.get(f"{site}/log-ind/start", allow_redirects=False)
        if begun.status_code != 302:
            return begun.status_code
        back = provider.log_in(begun.headers["Location"], subject)
        return session.get(back, allow_redirects=False).status_code


def test_twenty_colleagues_behind_one_address_log_in_twice_in_a_minute(site: str, provider: Provider) -> None:
    statuses = [log_in(site, provider, f"bruger{n}", OFFICE) for _ in range(2) for n in range(USERS)]
    assert statuses == [302] * 2 * USERS


def test_an_outsider_shuts_out_their_own_address_and_no_other(site: str, provider: Provider) -> None:
    with browser(OUTSIDER) as session:
        # What they write themselves about where they come from is not believed.
        claim = {"X-Forwarded-For": OFFICE}
        tries = [session.get(f"{site}/log-ind/svar?code=x&state=y", headers=claim).status_code for _ in range(40)]
        starts = [session.get(f"{site}/log-ind/start", allow_redirects=False).status_code for _ in range(310)]
    assert (tries[:30], tries[30:]) == ([400] * 30, [429] * 10)
    assert (set(starts[:300]), set(starts[300:])) == ({302}, {429})
    assert log_in(site, provider, "bruger1", OFFICE) == 302
    assert log_in(site, provider, "bruger1", OUTSIDER) == 429


def test_one_person_logs_in_ten_times_in_a_minute_and_the_others_as_before(site: str, provider: Provider) -> None:
    assert [log_in(site, provider, "bruger2", OFFICE) for _ in range(12)] == [302] * 10 + [429] * 2
    assert log_in(site, provider, "bruger3", OFFICE) == 302
