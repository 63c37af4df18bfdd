"""In a real browser, through a real provider: each role logs in, sees who it is, and gets no more than it may."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from dashboard.access.roles import RIGHTS, ROLE_WORDS
from dashboard.language import _, set_language
from dashboard.layouts.who import ROLE_NAMES
from dashboard.settings import settings
from tests.browser.conftest import settle
from tests.browser.test_accessibility import check_axe
from tests.login_provider import Clock, Provider, login_provider, use_login


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with login_provider() as running:
        running.knows_everybody()
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def address(
    provider: Provider, sample_folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The application behind a login, on a port of its own."""
    from dashboard.web.app import create_app

    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(sample_folder))
    server = make_server("127.0.0.1", 0, None, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    use_login(monkeypatch, provider, url)
    server.app = create_app(clock=clock).server
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()
    settings.cache_clear()


def log_in(page: Page, address: str, subject: str) -> None:
    """From the address that was asked for, through the login, and back."""
    page.goto(address)
    page.get_by_role("link", name="Log ind", exact=True).click()
    page.locator("input[name=sub]").fill(subject)
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url(address)


@pytest.mark.parametrize("word", ROLE_WORDS)
def test_each_role_logs_in_and_gets_what_it_may(page: Page, address: str, word: str) -> None:
    set_language("da")
    role = ROLE_WORDS[word]
    log_in(page, f"{address}/tilgaengelighed", word)
    expect(page.locator(".who-role")).to_have_text(_(ROLE_NAMES[role]))
    expect(page.locator(".who-name")).to_have_text(word.capitalize())
    rights = RIGHTS[role]
    exact = "spending" in rights.measures and rights.depth in ("exact", "own_team")
    assert page.request.get(f"{address}/csv/oekonomi").ok or not exact
    if not rights.measures:
        assert page.request.get(f"{address}/csv/oekonomi").status == 403
    sent = page.request.post(
        f"{address}/filer", headers={"X-Trinvis": "1", "Origin": address}, multipart={"hvad": "proev"}
    )
    assert (sent.status == 403) == (not rights.imports)


def test_a_head_logs_in_works_and_logs_out(page: Page, address: str) -> None:
    page.goto(f"{address}/oekonomi?interval=aar")
    check_axe(page, "login page")
    log_in(page, f"{address}/oekonomi?interval=aar", "leder")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Udgifter")
    check_axe(page, "page with a name in the header")
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/oauth2/end_session**")
    page.goto(f"{address}/oekonomi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")


def test_a_session_that_ends_under_way_leads_to_the_login_and_back(page: Page, address: str) -> None:
    from dashboard.access.sessions import sessions_of

    log_in(page, f"{address}/", "leder")
    settle(page)
    assert sessions_of(settings()).end_all("leder") == 1
    page.get_by_role("link", name="Økonomi", exact=True).click()
    page.wait_for_url("**/log-ind?next=%2Foekonomi")


def test_the_login_is_asked_again_without_anybody_noticing(
    page: Page, address: str, provider: Provider, clock: Clock
) -> None:
    log_in(page, f"{address}/sager?interval=aar", "leder")
    settle(page)
    provider.signed_in = "leder"
    clock.now += 15 * 60
    with page.expect_request("**/oauth2/authorize?**prompt=none**"):
        page.get_by_role("link", name="Økonomi", exact=True).click()
    page.wait_for_url("**/oekonomi?interval=aar")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Udgifter")
    expect(page.locator(".who-name")).to_have_text("Leder")
    provider.knows("leder", groups=[])
    clock.now += 15 * 60
    page.get_by_role("link", name="Tillid", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har ikke adgang til Trinvis")


def test_files_that_come_too_late_stay_in_the_form(
    page: Page, address: str, provider: Provider, clock: Clock, tmp_path: Path
) -> None:
    provider.knows_everybody()
    log_in(page, f"{address}/data", "leder")
    settle(page)
    file = tmp_path / "sager.csv"
    file.write_text("Sagsnr.;Modtaget\nS-1;01-02-2025\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    clock.now += 15 * 60
    page.get_by_role("button", name="Prøv filerne").click()
    expect(page.get_by_text("Kommunens login skal bekræfte, hvem du er. Genindlæs siden.")).to_be_visible()
    assert page.locator("input[type=file]").evaluate("field => field.files.length") == 1
