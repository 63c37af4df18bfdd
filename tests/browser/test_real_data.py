"""From a file to the page, as a municipality does it: the command, then the browser. Also what stands there without."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle, visit
from tests.browser.test_accessibility import check_axe
from tests.typed import trinvis

LABEL = "5.28.21 Rådgivning samt forebyggende indsatser eller foranstaltninger og støttende indsatser for børn og unge"
PUBLISHED = {"Hele landet": 1351, "Herning": 1167, "Randers": 970, "Hillerød": 1737}  # Danmarks Statistik, REGK31 2024


def regk31(folder: Path) -> Path:
    """A file of the website's shape: no header, commas, quotes, latin-1, no year inside."""
    rows = [
        f'"Pr. indbygger, løbende priser (kr.)","I alt (netto)","{LABEL}","{place}",{value}'
        for place, value in PUBLISHED.items()
    ]
    path = folder / "regk31.csv"
    path.write_bytes("\r\n".join(rows).encode("latin-1"))
    return path


@pytest.fixture
def page_on(watched: Page, serve: Callable[[Path], str]) -> Callable[[Path], str]:
    return serve


def test_published_figures_show_under_danmarks_statistiks_name(
    watched: Page, page_on: Callable[[Path], str], sample_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    done = trinvis(folder, "import", str(regk31(tmp_path)), "--aar", "2024")
    assert done.returncode == 0, done.stdout + done.stderr
    url = page_on(folder)
    visit(watched, f"{url}/oekonomi?kommune=657,730,219")
    expect(watched.get_by_role("heading", name="Danmarks Statistik, REGK31 2024")).to_be_visible()
    block = watched.locator(".block", has=watched.get_by_role("heading", name="Danmarks Statistik"))
    expect(block).to_contain_text("kr. pr. indbygger (alle aldre)")
    expect(block).to_contain_text("hele det specialiserede børneområde")
    for place, value in (("Herning", "1.167"), ("Randers", "970"), ("Hillerød", "1.737"), ("Hele landet", "1.351")):
        expect(block.locator("tr:visible", has_text=place)).to_contain_text(value)


def test_a_case_list_alone_gives_value_and_says_what_is_missing(
    watched: Page, page_on: Callable[[Path], str], tmp_path: Path
) -> None:
    cases = tmp_path / "sager.csv"
    cases.write_text(
        "Sagsnr.;Barn;Team;Rådgiver;Modtaget;Første kontakt;Lukket;Årsag\n"
        "S-1;B1;Nord;R1;05-01-2026;12-01-2026;;\n"
        "S-2;B2;Nord;R1;20-01-2026;;;\n"
        "S-3;B3;Syd;;02-02-2026;09-02-2026;;\n",
        encoding="utf-8-sig",
    )
    folder = tmp_path / "data"
    done = trinvis(folder, "import", str(cases), "--kommune", "657", "--pr", "2026-03-31")
    assert done.returncode == 0, done.stdout + done.stderr
    url = page_on(folder)
    visit(watched, f"{url}/")
    expect(watched.locator(".context")).to_contain_text("Herning")
    expect(watched.get_by_text("Eksempeldata")).to_have_count(0)
    expect(watched.locator(".counter").first).to_contain_text("1")
    check_axe(watched, "own data, case list alone")
    watched.locator(".counter").first.get_by_role("link").click()
    settle(watched)
    expect(watched.locator("tbody tr")).to_contain_text(["S-2"])
    for path, words in (("/oekonomi", "Økonomikonsulent"), ("/tillid", "Konsulent"), ("/sager", "Faglig leder")):
        visit(watched, f"{url}{path}")
        expect(watched.locator("#page")).to_contain_text(words)
        expect(watched.locator("#page")).not_to_contain_text("Der mangler: sagsliste")
        check_axe(watched, path)


def test_without_data_every_page_says_how_to_get_them(
    watched: Page, page_on: Callable[[Path], str], tmp_path: Path
) -> None:
    url = page_on(tmp_path)
    for path in ("/", "/oekonomi", "/data"):
        visit(watched, f"{url}{path}")
        expect(watched.get_by_role("heading", name="Der er ingen data endnu")).to_be_visible()
        check_axe(watched, path)


NO_NETWORK = """
import threading, urllib.request
from werkzeug.serving import make_server
from dashboard.web.app import create_app
server = make_server("127.0.0.1", 0, create_app().server, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
paths = ["/", "/sager", "/foerste-kontakt", "/oekonomi", "/tillid", "/data", "/tilgaengelighed"]
paths += ["/_dash-layout", "/csv/sager", "/csv/oekonomi", "/csv/tillid", "/csv/foerste-kontakt"]
for path in paths:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}") as reply:
        print(reply.status, path)
"""


def test_every_page_is_served_where_there_is_no_network_but_loopback(sample_folder: Path) -> None:
    alone = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    done = subprocess.run(
        [*alone, sys.executable, "-c", NO_NETWORK],
        env={"TRINVIS_DATA_FOLDER": str(sample_folder), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["200"] * 12
