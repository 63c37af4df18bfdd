"""A controller draws entries, ticks them off and saves; a head sees no such page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.access.audit_log import Entry, record
from dashboard.access.viewer import Viewer
from dashboard.settings import settings
from tests.browser.conftest import WIDTHS, served_to, settle, visit
from tests.browser.test_accessibility import check_axe

CONTROLLER = Viewer("administrator", frozenset({"0657"}), subject="kontrol")


@pytest.fixture
def url(tmp_path: Path, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The application as the controller sees it, on a log with thirty entries."""
    folder = Path(shutil.copytree(sample_folder, tmp_path / "data"))
    for number in range(30):
        detail = {"views": [["kommune=0657&fra=2025-01&til=2025-12", ["caseload"]]]}
        record(folder, Entry(f"bruger{number}", "head", "view", "given", ("0657",), "v1", detail))
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(folder))
    settings.cache_clear()
    with served_to(CONTROLLER) as address:
        yield address
    settings.cache_clear()


def test_entries_are_drawn_ticked_off_and_kept(page: Page, url: str) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    visit(page, f"{url}/stikproeve")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stikprøvekontrol")
    expect(page.get_by_text("Der er ikke gemt nogen kontrol endnu.")).to_be_visible()
    check_axe(page, "before")
    page.get_by_role("button", name="Træk opslag").click()
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(20)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check_axe(page, f"drawn at {width}")
    for box in boxes.all()[1:]:
        box.check()
    page.get_by_role("button", name="Gem kontrollen").click()
    expect(page.get_by_role("status").filter(has_text="Skriv en bemærkning")).to_be_visible()
    expect(boxes.nth(1)).to_be_checked()
    page.get_by_label("Bemærkning", exact=True).fill("Talt med lederen")
    page.get_by_role("button", name="Gem kontrollen").click()
    expect(page.get_by_text("Kontrollen er gemt.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Talt med lederen")).to_contain_text("kontrol")
    expect(boxes).to_have_count(0)
    check_axe(page, "saved")
    assert errors == []


def test_a_head_finds_no_spot_check(watched: Page, live_url: str) -> None:
    visit(watched, f"{live_url}/stikproeve")
    settle(watched)
    expect(watched.get_by_text("Ingen adgang").first).to_be_visible()
    expect(watched.get_by_role("button", name="Træk opslag")).to_have_count(0)
