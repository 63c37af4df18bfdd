"""Each source that a municipality has comes in through *Data og kvalitet*, and its numbers move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle, visit
from tests.importers.dst_files import handicap, key_in, record, written
from tests.importers.files import csv_file, website_export
from tests.importers.profiles.samples import sensum
from tests.importers.statbank_files import folk1a

YEAR = "?kommune=657&fra=2025-01&til=2025-03"


@pytest.fixture
def url(serve: Callable[[Path], str], tmp_path: Path) -> Iterator[str]:
    with key_in(tmp_path):
        yield serve(tmp_path / "data")


def load(page: Page, url: str, *paths: Path, rows: str) -> None:
    """Load the files on the page; rows: what the table of deliveries then says of one of them."""
    visit(page, f"{url}/data")
    page.get_by_label("Filer (Excel").set_input_files(paths)
    page.get_by_label("Kommune, når filerne").select_option("0657")
    page.get_by_role("button", name="Indlæs", exact=True).click()
    expect(page.locator(".upload-result")).to_contain_text("Indlæst.")
    settle(page)
    expect(page.get_by_role("row", name=rows).first).to_be_visible()


def shows(page: Page, address: str, *texts: str) -> None:
    visit(page, address)
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def test_case_system_hours_surveys_and_danmarks_statistiks_own_delivery(
    watched: Page, url: str, tmp_path: Path
) -> None:
    load(watched, url, *sensum(tmp_path), rows="Sagsliste")
    shows(watched, f"{url}/foerste-kontakt{YEAR}", "haft kontakt")
    shows(watched, f"{url}/foerste-kontakt?kommune=657&fra=2025-01&til=2025-06", "til = “2025-06” ligger uden for data", "Ingen tal")
    hours = csv_file(tmp_path / "timer.csv", ["Rådgiver", "Timer", "Fra"], [["Karen.H", 37, "01-01-2025"]])
    load(watched, url, hours, rows="Rådgivere og timer")
    rows = [[f"N{n}", "15-01-2025", "20-01-2025", *[4 + n % 2] * 6] for n in range(12)]
    survey = csv_file(tmp_path / "svar.csv", ["Nøgle", "Udsendt", "Besvaret", *(f"Sp{n}" for n in range(1, 7))], rows)
    load(watched, url, survey, rows="Spørgeskema")
    shows(watched, f"{url}/tillid{YEAR}", "af 12 inviterede")
    delivery = written(tmp_path / "dst.xml", handicap([record("I-1"), record("I-2", cpr="0202021234", code="003")]))
    load(watched, url, delivery, rows="Indsatser")
    granted = csv_file(
        tmp_path / "indsatser.csv", ["Indsatsnr.", "Paragraf", "Fra"], [["B-1", "BL § 90, stk. 1", "01-02-2025"]]
    )
    load(watched, url, granted, rows="Indsatser")


def test_ledger_budget_population_and_published_figures(watched: Page, url: str, tmp_path: Path) -> None:
    postings = [[f"2025-{m:02d}", account, place, amount] for m in (1, 2, 3) for account in ("528211003", "528231001")
                for place, amount in (("4010", 700_000), ("4020", 300_000))]  # fmt: skip
    ledger = csv_file(tmp_path / "regnskab.csv", ["Måned", "Kontostreng", "Omkostningssted", "Beløb"], postings)
    load(watched, url, ledger, rows="Regnskab")
    shows(watched, f"{url}/oekonomi{YEAR}", "3,0 mio. kr.", "Version 2026-11.2 af, hvad hver kontofunktion rummer")
    mapping = [["4010", "handicap", "2025-01", "2025-1"], ["4020", "familie", "2025-01", "2025-1"]]
    headings = ["Omkostningssted", "Målgruppe", "Fra", "Version"]
    load(watched, url, csv_file(tmp_path / "steder.csv", headings, mapping), rows="Omkostningssteder og målgrupper")
    shows(watched, f"{url}/oekonomi{YEAR}&maalgruppe=handicap", "2,1 mio. kr.", "udgave 2025-1")
    headings = ["År", "Funktion", "Oprindeligt budget", "Forventet regnskab", "Opgjort pr."]
    lines = [[2025, "5.28.21", 12_000_000, 11_000_000, "31-03-2025"]]
    load(watched, url, csv_file(tmp_path / "budget.csv", headings, lines), rows="Budget")
    shows(watched, f"{url}/oekonomi{YEAR}", "indreforbrug")
    load(watched, url, folk1a(tmp_path / "folk1a.csv", {"657": 23_000}), rows="0-22-årige")
    shows(watched, f"{url}/oekonomi{YEAR}&enhed=barn", "pr. 0-22-årig")
    load(watched, url, website_export(tmp_path / "regk31_2024.csv"), rows="Regnskab")
    shows(watched, f"{url}/oekonomi{YEAR}", "Danmarks Statistik, REGK31 2024", "1.167")
