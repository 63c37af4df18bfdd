"""A page whose numbers are refused says why, instead of standing still."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.access.audit_log import HEADS
from tests.browser.conftest import visit


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("da", "Loggen over opslag kan ikke skrives, så der vises ingenting"),
        ("en", "The log of look-ups cannot be written"),
    ],
)
def test_a_log_that_cannot_be_written_is_said_on_the_page(
    page: Page, serve: Callable[[Path], str], sample_folder: Path, tmp_path: Path, language: str, sentence: str
) -> None:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "data"))
    address = serve(folder)
    visit(page, address, language=language)
    (folder / HEADS).unlink()
    (folder / HEADS).mkdir()  # in its way
    page.get_by_role("navigation").get_by_role("link").nth(1).click()
    expect(page.locator("#error")).to_contain_text(sentence)
    expect(page.locator(".waiting").first).to_be_hidden()  # nothing is on its way
    (folder / HEADS).rmdir()
    page.get_by_role("navigation").get_by_role("link").first.click()
    expect(page.locator("#error")).to_be_empty()
