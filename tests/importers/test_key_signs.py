"""Numbers of cases and names may hold no sign that means something to a browser, a spreadsheet or the eye alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.importers import check
from dashboard.settings import settings
from tests.importers.files import csv_file

CASES = ["Sagsnr.", "Modtaget", "Rådgiver", "Team"]
HOSTILE = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "＝1+1",
    "a\u202eb",
    "S1\u200b",
    "`rm`",
    "{{7*7}}",
    "S|1",
    "S1><img",
]


def codes(tmp_path: Path, *cells: str) -> list[str]:
    file = csv_file(tmp_path / "sager.csv", CASES, [list(cells)])
    return [
        fault.code
        for fault in check([file], data_folder=tmp_path / "data", municipality="657").faults
        if fault.is_error
    ]


@pytest.mark.parametrize("column", [0, 2, 3])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_signs_are_refused_in_every_key_and_name(tmp_path: Path, text: str, column: int) -> None:
    cells = ["S-1", "01-02-2026", "R1", "Nord"]
    cells[column] = text
    (code,) = codes(tmp_path, *cells)
    assert code in ("signs_in_key", "signs_in_name", "not_a_key")


@pytest.mark.parametrize(
    "number", ["S-1", "2025/123", "27.24.00-G01-1-20", "12:30", "Karen.H", "ÆØÅ_1", "Ü 7", "A+B", "R&D 2", "#12"]
)
def test_ordinary_keys_are_keys(tmp_path: Path, number: str) -> None:
    assert codes(tmp_path, number, "01-02-2026", "R1", "Team Nord (børn & unge), Herning") == []


def test_a_municipality_says_how_its_own_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "key_pattern", "[0-9]{4}-[0-9]+|R[0-9]")
    assert codes(tmp_path, "2026-17", "01-02-2026", "R1", "Nord") == []
    assert codes(tmp_path, "S-17", "01-02-2026", "R1", "Nord") == ["not_our_key"]
