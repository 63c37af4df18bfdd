"""Are the fetched front-end files the right ones, and is none of them in the repository?"""

import json
import re
import subprocess
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from dashboard.settings import PROJECT

VENDOR = PROJECT / "assets" / "vendor"
PLOTLY = VENDOR / "plotly-cartesian.min.js"
PINS = ("package-lock.json", "requirements/run.txt", "requirements/test.txt", "requirements/node.txt")
FETCHED = (
    "plotly-cartesian.min.js",
    "bootstrap.min.css",
    "fonts/ibm-plex-sans-latin-400-normal.woff2",
    "fonts/ibm-plex-sans-latin-500-normal.woff2",
    "fonts/ibm-plex-sans-latin-600-normal.woff2",
    "licences/plotly.txt",
    "licences/bootstrap.txt",
    "licences/ibm-plex-sans.txt",
)


def tracked_files() -> list[str]:
    listing = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    return listing.stdout.splitlines()


def test_charts_are_drawn_by_the_version_that_plotly_writes_for() -> None:
    version = re.search(r"plotly\.js \(cartesian - minified\) v([\d.]+)", PLOTLY.read_text("utf-8")[:500])
    assert version is not None
    assert version[1] == get_plotlyjs_version()


def test_package_json_pins_that_version() -> None:
    package = json.loads((PROJECT / "package.json").read_text("utf-8"))
    assert package["dependencies"]["plotly.js-cartesian-dist-min"] == get_plotlyjs_version()


@pytest.mark.parametrize("name", FETCHED)
def test_file_is_fetched(name: str) -> None:
    assert (VENDOR / name).stat().st_size > 0


def test_repository_holds_no_third_party_file() -> None:
    suspicious = re.compile(r"(^|/)(vendor|node_modules)/|\.min\.(js|css)$|\.(woff2?|ttf|otf|whl|map)$")
    assert [name for name in tracked_files() if suspicious.search(name)] == []


def test_own_scripts_and_styles_are_written_by_hand() -> None:
    own = [name for name in tracked_files() if name.startswith("assets/") and Path(name).suffix in {".js", ".css"}]
    longest = {name: max(map(len, (PROJECT / name).read_text("utf-8").splitlines()), default=0) for name in own}
    assert {name: length for name, length in longest.items() if length > 500} == {}


@pytest.mark.parametrize("name", PINS)
def test_pins_name_no_address(name: str) -> None:
    assert "://" not in (PROJECT / name).read_text("utf-8")
