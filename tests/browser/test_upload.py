"""From *Data og kvalitet* a municipality's own file comes in and the numbers move, without a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle, visit
from tests.browser.test_accessibility import check_axe

CASES = (
    "Sagsnr.;Barn;Team;Rådgiver;Modtaget;Første kontakt\n"
    "S-1;B1;Nord;R1;05-01-2026;12-01-2026\n"
    "S-2;B2;Nord;R1;20-01-2026;\n"
)


@pytest.fixture
def folder(tmp_path: Path, sample_folder: Path) -> Path:
    shutil.copytree(sample_folder, tmp_path / "data")
    return tmp_path / "data"


def file(folder: Path, text: str) -> Path:
    path = folder / "mandag.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def fill_in(page: Page, path: Path) -> None:
    page.get_by_label("Filer (Excel").set_input_files(path)
    page.get_by_label("Kommune, når filerne").select_option("0657")
    page.get_by_label("Sagslisten er opgjort").fill("2026-03-31")


def test_the_monday_case_list_moves_the_numbers(
    watched: Page, serve: Callable[[Path], str], folder: Path, tmp_path: Path
) -> None:
    url = serve(folder)
    visit(watched, f"{url}/data")
    fill_in(watched, file(tmp_path, CASES))
    result = watched.locator(".upload-result")
    watched.get_by_role("button", name="Prøv filerne").click()
    expect(result).to_contain_text("Ingen fejl. Intet er indlæst")
    check_axe(watched, "tried")
    expect(watched.locator(".sample-mark")).to_be_visible()
    watched.get_by_role("button", name="Indlæs", exact=True).click()
    expect(result).to_contain_text("Indlæst.")
    settle(watched)
    expect(watched.locator(".sample-mark")).to_have_count(0)
    check_axe(watched, "loaded")
    watched.get_by_role("navigation").get_by_role("link", name="Overblik").click()
    settle(watched)
    expect(watched.locator(".counter").first).to_contain_text("1")
    expect(watched.locator(".counter").first).to_contain_text("længst: 70 dage")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_fault_stands_on_the_page_and_nothing_changes(
    watched: Page, serve: Callable[[Path], str], folder: Path, tmp_path: Path, width: int
) -> None:
    url = serve(folder)
    visit(watched, f"{url}/data", width=width)
    fill_in(watched, file(tmp_path, CASES.replace("20-01-2026", "i går")))
    watched.get_by_role("button", name="Indlæs", exact=True).click()
    expect(watched.locator(".upload-result")).to_contain_text("række 3, kolonne Modtaget")
    expect(watched.locator(".upload-result")).to_be_focused()
    check_axe(watched, "refused")
    watched.wait_for_function("() => document.documentElement.scrollWidth <= window.innerWidth")
    expect(watched.locator(".sample-mark")).to_be_visible()


def test_without_data_the_page_still_takes_files(watched: Page, serve: Callable[[Path], str], tmp_path: Path) -> None:
    url = serve(tmp_path / "empty")
    visit(watched, f"{url}/data")
    fill_in(watched, file(tmp_path, CASES))
    watched.get_by_role("button", name="Indlæs", exact=True).click()
    expect(watched.locator(".upload-result")).to_contain_text("Indlæst.")
    settle(watched)
    expect(watched.locator(".context")).to_contain_text("Herning")


IMPORTED = 60_000  # milliseconds: an import is no matter of the page
LEDGER = "Måned;Kontostreng;Beløb\n2026-01;528211003;{a}\n"


def test_what_would_disappear_is_asked_and_answered_on_the_page(
    watched: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    url = serve(tmp_path / "empty")
    visit(watched, f"{url}/data")
    result, load = watched.locator(".upload-result"), watched.get_by_role("button", name="Indlæs", exact=True)
    watched.get_by_label("Kommune, når filerne").select_option("0657")
    watched.get_by_label("Filer (Excel").set_input_files(file(tmp_path, LEDGER.format(a=100) + "2026-01;528221004;50\n"))
    watched.get_by_label("Sagslisten er opgjort").fill("2026-02-05")
    load.click()
    expect(result).to_contain_text("Sum: 150,00", timeout=IMPORTED)
    settle(watched)
    watched.get_by_label("Kommune, når filerne").select_option("0657")
    watched.get_by_label("Filer (Excel").set_input_files(file(tmp_path, LEDGER.format(a=90)))
    watched.get_by_label("Sagslisten er opgjort").fill("2026-03-05")
    load.click()
    expect(result).to_contain_text("5.28.22 004 (50,00", timeout=IMPORTED)
    expect(result).to_contain_text("på siden: Suppler det")
    check_axe(watched, "asked")
    watched.get_by_label("Det, der er leveret før").select_option("suppler")  # the choice has opened by itself
    load.click()
    expect(result).to_contain_text("lagt til det, der er leveret før", timeout=IMPORTED)
    expect(result).to_contain_text("Indlæst.")
