"""Accounts divided by target group: by the municipality's own mapping, where it has one, and never by a guess."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard import answers
from dashboard.access.viewer import LOCAL_HEAD
from dashboard.cli import cli
from dashboard.database.accounts import MAPPING_VERSION
from dashboard.filters import Filters
from dashboard.findings.notes import note_text
from dashboard.importers import load
from dashboard.language import set_language
from dashboard.settings import settings
from dashboard.shapes import Answer
from tests.importers.files import csv_file, excel_file, table

LEDGER = ["Måned", "Kontostreng", "Omkostningssted", "Beløb", "Kommune"]
POSTINGS = [
    ["2025-01", "528211003", "4010", "100,00", "657"],
    ["2025-01", "528211003", "4020", "20,00", "657"],
    ["2025-01", "528211003", "4030", "3,00", "657"],
    ["2025-01", "528211003", "", "0,50", "657"],
    ["2025-02", "528211003", "4010", "1.000,00", "657"],
    ["2025-01", "528211003", "4010", "7.000,00", "730"],  # Randers has no mapping
    # Together count those that ever posted on each of the main classes.
    *(["2025-06", account, "4010", "1,00", code] for account in ("528231001", "557721015") for code in ("657", "730")),
]
CENTRES = ["Omkostningssted", "Målgruppe", "Fra", "Til", "Version"]
MAPPING = [["4010", "Handicap", "2025-01", "2025-01", "2025-1"], ["4010", "Familie", "2025-02", "", "2025-2"],
           ["4020", "fælles", "2025-01", "", "2025-1"]]  # fmt: skip


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings(), "data_folder", tmp_path / "data")
    set_language("da")
    assert load([csv_file(tmp_path / "regnskab.csv", LEDGER, POSTINGS)], data_folder=tmp_path / "data").ok
    return tmp_path / "data"


def spending(query: str) -> Answer:
    filters, _notices = Filters.from_query_string(query, answers.options(LOCAL_HEAD))
    return answers.answer("spending", filters, LOCAL_HEAD)


def kroner(query: str) -> float | None:
    number = spending(query).now["preventive"]
    return None if number.value is None else number.value / 100


def test_a_mapping_that_comes_after_the_ledger_divides_what_is_there(data: Path, tmp_path: Path) -> None:
    january = "?kommune=657&fra=2025-01&til=2025-01&maalgruppe="
    assert kroner(january + "handicap") == 123.5  # nobody can tell them apart yet: the whole, as ever
    report = load([excel_file(tmp_path / "steder.xlsx", CENTRES, MAPPING)], data_folder=data, municipality="Herning")
    assert report.outcome == "loaded"
    assert [(f.code, f.n) for f in report.faults] == [("unknown_cost_centre", 1), ("unknown_cost_centre", 1)]
    assert kroner(january + "handicap") == 100
    assert kroner(january + "familie") == 0
    assert kroner("?kommune=657&fra=2025-01&til=2025-02&maalgruppe=familie") == 1000
    assert kroner("?kommune=657&fra=2025-01&til=2025-02") == 1123.5
    assert kroner("?kommune=657,730&fra=2025-01&til=2025-01&maalgruppe=handicap") == 7123.5  # Randers cannot be divided
    assert {row["mapping_version"] for row in table(data, "cost_centre_group")} == {"2025-1", "2025-2"}


def test_the_page_says_by_which_edition_and_what_is_in_no_group(data: Path, tmp_path: Path) -> None:
    load([csv_file(tmp_path / "steder.csv", CENTRES, MAPPING)], data_folder=data, municipality="Herning")
    answer = spending("?kommune=657&fra=2025-01&til=2025-01&maalgruppe=handicap")
    said = [note_text(note) for note in answer.notes if note.code == "divided"]
    assert len(said) == 1
    assert "udgave 2025-1." in said[0]
    assert [note.values["rest"] for note in answer.notes if note.code == "divided"] == [2350]
    assert answer.parts["budget"].frame.empty


def test_a_ledger_that_comes_after_the_mapping_names_what_the_mapping_lacks(data: Path, tmp_path: Path) -> None:
    load([csv_file(tmp_path / "steder.csv", CENTRES, MAPPING)], data_folder=data, municipality="Herning")
    march = [["2025-03", "528211003", place, amount, "657"] for place, amount in (("4010", "1"), ("4040", "2"))]
    report = load([csv_file(tmp_path / "marts.csv", LEDGER, march)], data_folder=data)
    assert [(f.row, f.code, f.values["centre"], f.n) for f in report.faults] == [(3, "unknown_cost_centre", "4040", 1)]


def test_a_corrected_mapping_takes_the_place_of_the_one_before(data: Path, tmp_path: Path) -> None:
    load([csv_file(tmp_path / "steder.csv", CENTRES, MAPPING)], data_folder=data, municipality="Herning")
    whole = [[place, "familie", "2024-01", "", "2025-3"] for place in ("4010", "4020", "4030")]
    report = load([csv_file(tmp_path / "steder-3.csv", CENTRES, whole)], data_folder=data, municipality="Herning")
    assert [(f.code, f.values["centre"]) for f in report.faults] == [("unknown_cost_centre", "–")]
    assert kroner("?kommune=657&fra=2025-01&til=2025-01&maalgruppe=familie") == 123
    assert [row["n"] for row in table(data, "quality_finding") if row["rule"] == "unknown_cost_centre"] == [1]


def test_the_command_says_class_step_and_edition_of_every_account(data: Path) -> None:
    said = CliRunner().invoke(cli, ["konti"]).output
    assert said.startswith(f"Version {MAPPING_VERSION} ")
    lines = said.splitlines()[1:]
    assert len(lines) == len(table(data, "account_class"))
    placed = {line.split(" · ")[0]: line.split(" · ")[3] for line in lines}
    assert placed["5.28.22 005 dranst 1"] == "trin 4 Anbringelse i slægt eller netværk"
    assert placed["5.28.21 dranst 1"] == "ikke placeret på trappen"
