"""The first export of a municipality, which is most often a part: what it lacks is missing, and is never 0 kr."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import answers
from dashboard.access.viewer import LOCAL_HEAD
from dashboard.findings.spending import card
from dashboard.importers import load
from dashboard.language import set_language
from dashboard.layouts.about import about
from dashboard.settings import settings
from dashboard.shapes import Answer
from tests.importers.files import csv_file
from tests.typed import trinvis

PREVENTIVE = [["2026-01", "528211003", "1.000"], ["2026-02", "528211003", "2.000"]]
QUERY = "?kommune=657&fra=2026-01&til=2026-02"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_language("da")
    monkeypatch.setattr(settings(), "data_folder", tmp_path / "data")
    file = csv_file(tmp_path / "regnskab.csv", ["Måned", "Kontostreng", "Beløb"], PREVENTIVE)
    assert load([file], data_folder=tmp_path / "data", municipality="Herning").ok
    return tmp_path / "data"


def asked(query: str) -> Answer:
    filters, _notices = answers.Filters.from_query_string(query, answers.options(LOCAL_HEAD))
    return answers.answer("spending", filters, LOCAL_HEAD)


def test_it_does_not_look_like_100_percent_prevention(folder: Path) -> None:
    answer = asked(QUERY)
    states = set(answer.table.rows("spending_class", "state"))
    assert states == {("preventive", "ok"), ("placement", "missing"), ("compensating", "missing")}
    assert answer.now["total_three"].state == "missing"
    shown = card(answer)
    assert shown.value == "ingen data"
    assert "anbringelser uden for hjemmet ingen posteringer" in shown.n
    assert "Der er aldrig bogført noget på: Anbringelser uden for hjemmet, Kompenserende ydelser." in str(about(answer))
    typed = trinvis(folder, "answer", "oekonomi", QUERY).stdout
    rows = [line.split(";") for line in typed.splitlines() if line.startswith("Herning;jan")]
    assert [row[2:4] for row in rows][1:] == [
        ["Anbringelser uden for hjemmet", "ingen data"],
        ["Kompenserende ydelser", "ingen data"],
    ]


def test_a_class_that_was_posted_on_before_is_0_in_a_month_without_a_posting(folder: Path, tmp_path: Path) -> None:
    rows = [["2026-03", "528231004", "500"], ["2026-03", "557721009", "5"]]
    file = csv_file(tmp_path / "marts.csv", ["Måned", "Kontostreng", "Beløb"], rows)
    assert load([file], data_folder=folder, municipality="Herning").ok
    answer = asked("?kommune=657&fra=2026-01&til=2026-03&interval=maaned")
    found = {row[:2]: row[2:] for row in answer.table.rows("period", "spending_class", "numerator", "state")}
    assert found["2026-01", "placement"] == (0, "ok")
    assert found["2026-03", "preventive"] == (0, "ok")
    assert answer.now["total_three"].value == 350_500


def test_a_budget_of_an_older_year_can_be_chosen_and_says_its_day(folder: Path, tmp_path: Path) -> None:
    head = ["År", "Funktion", "Oprindeligt budget", "Forventet regnskab", "Opgjort pr."]
    rows = [[2024, "5.28.21", "900", "950", "31-12-2024"], [2025, "5.28.21", "990", "", "30-09-2025"]]
    file = csv_file(tmp_path / "budget.csv", head, rows)
    assert load([file], data_folder=folder, municipality="Herning").ok
    assert answers.options(LOCAL_HEAD).default_period.key == "2026-01/2026-02"  # as before: a budget is no accounts
    older = asked("?kommune=657&fra=2024-01&til=2024-12")
    assert older.filters.period.key == "2024"
    first, *_total = older.parts["budget"].rows("spending_class", "original", "expected")
    assert first == ("preventive", 90_000.0, 95_000.0)
    newest = asked(QUERY)
    (note,) = [note for note in newest.notes if note.code == "no_budget"]
    assert note.values["earlier"] == 2025


def test_the_page_shows_the_older_budget_with_its_day(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.layouts.views import measure_panel

    head = ["År", "Funktion", "Oprindeligt budget", "Opgjort pr."]
    file = csv_file(tmp_path / "budget.csv", head, [[2024, "5.28.21", "900", "31-12-2024"]])
    assert load([file], data_folder=folder, municipality="Herning").ok
    panel = str(measure_panel(asked("?kommune=657&fra=2024-01&til=2024-12"), "", prefix="page", whole=True))
    assert "Holder budgettet for 2024?" in panel
    assert "31. december 2024" in panel
