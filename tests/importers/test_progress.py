"""A long import says how far it is to whoever listens, in rows; without a listener nobody is asked."""

from __future__ import annotations

import io
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from dashboard.cli import progress as shown_progress
from dashboard.importers import check, load
from dashboard.importers.progress import Progress, listening, told
from dashboard.language import set_language
from tests.importers.files import csv_file

ROWS = 2_000


def ledger(folder: Path) -> Path:
    rows = [[f"2025-{1 + n % 12:02}", "528211003", f"{n},50"] for n in range(ROWS)]
    return csv_file(folder / "regnskab.csv", ["Måned", "Kontostreng", "Beløb"], rows)


def test_both_scans_are_told_from_the_first_row_to_the_last(tmp_path: Path) -> None:
    heard: list[Progress] = []
    with listening(heard.append):
        assert load([ledger(tmp_path)], data_folder=tmp_path / "data", municipality="Herning").ok
    for stage in ("checking", "writing"):
        told = [one for one in heard if one.stage == stage]
        assert (told[0].rows, told[-1].rows) == (0, told[-1].total)
    assert heard[-1].total == ROWS
    assert heard[0].total == pytest.approx(ROWS, rel=0.05)  # estimated before the file was read


def test_a_check_only_checks_and_without_a_listener_nothing_is_told(tmp_path: Path) -> None:
    heard: list[Progress] = []
    with listening(heard.append):
        check([ledger(tmp_path)], data_folder=tmp_path / "data", municipality="Herning")
    n = len(heard)
    assert {one.stage for one in heard} == {"checking"}
    check([ledger(tmp_path)], data_folder=tmp_path / "data", municipality="Herning")
    assert len(heard) == n


@pytest.mark.parametrize("terminal", [True, False])
def test_a_terminal_shows_rows_and_rate_and_a_log_has_plain_lines(
    terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("da")
    monkeypatch.setattr(shown_progress, "SECONDS_BETWEEN_LINES", 0.0)
    console = Console(file=io.StringIO(), force_terminal=terminal, width=140)
    with shown_progress.shown(console), told(duckdb.connect(), "checking", 1_200_000):
        pass
    assert "1.200.000 af ca. 1.200.000 rækker" in console.file.getvalue()  # type: ignore[attr-defined]
    assert ("\x1b" in console.file.getvalue()) is terminal  # type: ignore[attr-defined]


def test_the_rate_tells_how_long_it_takes_still() -> None:
    set_language("da")
    rate = shown_progress.Rate()
    rate.began -= 10
    assert rate.words(Progress("writing", 4_000, 12_000)).startswith("4.000 af ca. 12.000 rækker · ")
    assert rate.words(Progress("writing", 4_000, 12_000)).endswith("· 20 s tilbage")
