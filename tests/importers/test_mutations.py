"""However a file is spoilt, an import ends in words: all of it is taken in, or nothing.

What is taken in is written out again by the product's own export; read again it is the same facts.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dashboard.importers import TEMPLATES, Given, check, load, template
from dashboard.importers.sources import ALL_TEMPLATES
from tests.importers.files import csv_file, excel_file, table, version_name, website_export
from tests.importers.mutating import bytes_spoilt, cells_spoilt, workbook_spoilt
from tests.importers.re_export import HOME, compared, content_hash, received, understood, written_again
from tests.importers.test_round_trip import FILLED, filled
from tests.rounds import rounds


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_spoilt_file_is_refused_or_taken_in_whole(tmp_path: Path, name: str) -> None:
    source = next(form for form in ALL_TEMPLATES if form.name == name).source
    lot = random.Random(name)
    original = filled(template(name, tmp_path, "csv"), FILLED[name]).read_bytes()
    taken = 0
    for number in range(rounds(5_000, 80)):
        spoil = bytes_spoilt if number % 4 == 0 else cells_spoilt
        content = spoil(lot, original)
        delivery = received(content)
        if not delivery.ok or source not in delivery.rows:
            continue
        taken += 1
        rows = understood(delivery, source)
        again = received(written_again(rows, source))
        assert again.ok, (content, [fault for part in again.parts for fault in part.faults])
        found = understood(again, source)
        assert compared(found, source) == compared(rows, source), content
        assert content_hash(found, source) == content_hash(rows, source), content
    assert taken > 2  # else the spoiling is too rough to tell anything


@pytest.mark.parametrize("kind", ["regk31.csv", "sager.xlsx", "sager.csv"])
def test_nothing_of_a_refused_file_is_loaded(tmp_path: Path, kind: str) -> None:
    rows = [["S-1", "R1", "01-02-2025"], ["S-2", "R1", "01-03-2025"]]
    headings, data, lot = ["Sagsnr.", "Rådgiver", "Modtaget"], tmp_path / "data", random.Random(kind)
    original = {
        "regk31.csv": lambda: website_export(tmp_path / "regk31_2024.csv"),
        "sager.xlsx": lambda: excel_file(tmp_path / kind, headings, rows),
        "sager.csv": lambda: csv_file(tmp_path / kind, headings, rows),
    }[kind]().read_bytes()
    # A workbook is read by a process of its own, which takes half a second to start.
    spoil, count = (workbook_spoilt, rounds(500, 8)) if kind == "sager.xlsx" else (bytes_spoilt, rounds(5_000, 8))
    for _ in range(count):
        content = spoil(lot, original)
        before = version_name(data)
        given = [Given(f"2024-{kind}", content=content)]
        tried = check(given, data_folder=data, municipality=HOME)
        if tried.ok and before is not None:
            continue  # one load shows it; each costs a whole version
        report = load(given, data_folder=data, municipality=HOME)
        assert report.ok == tried.ok
        assert (version_name(data) != before) == (report.outcome == "loaded")
        if report.outcome == "loaded" and kind.startswith("sager"):
            assert len(table(data, "case_file")) == report.files[0].rows_in
