"""What those see who read a publication: their pages in both languages and sizes, without an axe violation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.access.viewer import Viewer
from tests.browser.conftest import WIDTHS, open_everything, served_to, visit
from tests.browser.test_accessibility import check_axe, colours
from tests.published_sample import MUNICIPALITIES, PROGRAMME
from tests.rounds import rounds

VIEWERS = {
    "committee": Viewer("committee", frozenset({"0657"})),
    "project_lead": Viewer("project_lead", frozenset(MUNICIPALITIES), programmes=frozenset({PROGRAMME})),
    "national": Viewer("national", None),
}
PATHS = ("/", "/foerste-kontakt", "/oekonomi")


@pytest.mark.parametrize("role", VIEWERS)
def test_no_axe_violation(tab: Page, serve: Callable[[Path], str], published_folder: Path, role: str) -> None:
    serve(published_folder)
    with served_to(VIEWERS[role]) as address:
        for language in ("da", "en"):
            for path in PATHS[: rounds(len(PATHS), 2)]:
                visit(tab, address + path, language=language)
                open_everything(tab)
                look(tab, f"{role} {path}", language)


def look(page: Page, where: str, language: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check_axe(page, f"{where} in {language} at {width}", colours=colours(language, width))
        # A chart follows the width a little later; a page that stays wider fails by the time that is waited for.
        page.wait_for_function("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_committee_sees_whole_quarters_and_what_is_hidden_in_words(
    tab: Page, serve: Callable[[Path], str], published_folder: Path
) -> None:
    serve(published_folder)
    with served_to(VIEWERS["committee"]) as address:
        visit(tab, f"{address}/tillid?maalgruppe=handicap")
        open_everything(tab)
        expect(tab.locator("#page")).to_contain_text("– (skjult for at beskytte personer)")
        expect(tab.locator("#filter-bar")).not_to_contain_text("Måned")
        visit(tab, f"{address}/lister/venter")
        expect(tab.locator("body")).not_to_contain_text("Sagsnr.")
