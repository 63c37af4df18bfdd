"""What a killed importer runs: one version after another, each confirmed when it counts."""

from __future__ import annotations

import itertools
from multiprocessing.connection import Connection
from pathlib import Path

from dashboard.database.postgres import publish_current
from dashboard.importers import load
from tests.importers.files import csv_file

PLACES = ("Herning", "Randers")
HEADINGS = ["År", "Antal", "Kommune"]


def import_one(folder: Path, persons: int, url: str) -> None:
    """A version in which every place has so many inhabitants, on disk and, where url is set, in the database."""
    file = csv_file(folder / "befolkning.csv", HEADINGS, [[2025, persons, place] for place in PLACES])
    report = load([file], data_folder=folder / "data")
    assert report.ok, report.faults
    if url:
        publish_current(folder / "data", url)


def import_many(folder: Path, first: int, url: str, confirm: Connection) -> None:
    """Imports first, first + 1, … and sends each number when its import has been acknowledged; never ends."""
    for persons in itertools.count(first):
        import_one(folder, persons, url)
        confirm.send(persons)
