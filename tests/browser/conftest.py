"""A real Chromium before the real application on sample data; every test fails on any error the browser saw."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from dashboard.access.viewer import Viewer
from dashboard.settings import settings
from tests.patience import PATIENCE
from tests.sample import sample_of

# Herning, Randers, Hillerød, Aarhus and København have nearly everything; the others have the gaps.
MUNICIPALITIES = ("0657", "0730", "0219", "0751", "0101", "0151", "0461", "0825", "0563")
WIDTHS = (390, 1440)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": [*CHROMIUM, *QUIET]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    viewport = {"width": 1440, "height": 900}
    return {**browser_context_args, "locale": "da-DK", "timezone_id": "Europe/Copenhagen", "viewport": viewport}


@pytest.fixture(scope="session", autouse=True)
def patient() -> None:
    """Playwright gives an expectation five seconds, and an import takes longer than that on a slow machine."""
    expect.set_options(timeout=1000 * PATIENCE)


def patient_context(context: BrowserContext) -> BrowserContext:
    """The same for whatever a page of it waits for."""
    context.set_default_timeout(1000 * PATIENCE)
    return context


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    return patient_context(context)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory, MUNICIPALITIES)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """serve(data_folder) → the address of the application on it. One folder at a time: the settings are shared."""
    from dashboard.web.app import create_app

    server = make_server("127.0.0.1", 0, create_app().server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:

        def on(folder: Path) -> str:
            patch.setenv("TRINVIS_DATA_FOLDER", str(folder))
            patch.setenv("TRINVIS_LOCAL_REAL_DATA", "true")
            settings.cache_clear()
            return f"http://127.0.0.1:{server.server_port}"

        yield on
    settings.cache_clear()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live_url(serve: Callable[[Path], str], sample_folder: Path) -> str:
    return serve(sample_folder)


@contextmanager
def watching(page: Page, url: str) -> Iterator[Page]:
    """The page, on which no error and no request to another host than url's may happen while the block lasts."""
    seen: list[str] = []
    listeners: dict[str, Callable[[Any], None]] = {
        "pageerror": lambda error: seen.append(f"page error: {error}"),
        "console": lambda message: seen.append(message.text) if message.type == "error" else None,
        "request": lambda request: seen.append(request.url) if _foreign(request.url, url) else None,
    }
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    yield page
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    assert seen == []


@pytest.fixture(scope="module")
def tab(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """One page for the tests of a module that each begin with a visit: the browser keeps the scripts, which it else
    reads anew for every test."""
    context = patient_context(browser.new_context(**browser_context_args))
    yield context.new_page()
    context.close()


@pytest.fixture
def watched(tab: Page, live_url: str) -> Iterator[Page]:
    with watching(tab, live_url):
        yield tab


@contextmanager
def served_to(viewer: Viewer) -> Iterator[str]:
    """The address of an application of its own, in which this viewer sits at the machine."""
    from dashboard.web.app import create_app

    server = make_server("127.0.0.1", 0, create_app(viewer).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:  # a test that fails would else keep the process from ending
        server.shutdown()
        thread.join()
        server.server_close()


def _foreign(url: str, live_url: str) -> bool:
    return not url.startswith((live_url, "data:", "blob:"))


def settle(page: Page) -> None:
    """Wait until every callback has answered and every chart is drawn."""
    page.wait_for_function(
        """() => document.querySelector('#page')?.children.length
          && !document.querySelector('.waiting')
          && !document.querySelector('[data-dash-is-loading="true"]')
          && [...document.querySelectorAll('.dash-graph')].every(g => g.querySelector('.main-svg'))"""
    )


def visit(page: Page, url: str, *, language: str = "da", width: int = 1440) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "trinvis_language", "value": language, "url": url}])
    page.goto(url)
    settle(page)


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
