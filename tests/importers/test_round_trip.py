"""Each template written, filled in and loaded: the rows stand in the tables as they were meant."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.importers import TEMPLATES, load, template
from dashboard.language import set_language
from tests.importers.files import HERNING, table

DAY = dt.date
FILLED: dict[str, list[dict[str, Any]]] = {
    "sager": [
        {"Sagsnr.": "2025-0001", "Barn": "B1", "Familie": "F1", "Team": "Team Øst", "Rådgiver": "R1",
         "Projekt": "Én familie – én indgang", "Målgruppe": "Handicap", "Modtaget": DAY(2025, 1, 15),
         "Første kontakt": DAY(2025, 1, 20), "Lukket": DAY(2025, 6, 1), "Årsag": "Fraflyttet"},
        {"Sagsnr.": "2025-0002", "Barn": "B1", "Familie": "F1", "Team": "team øst", "Rådgiver": "R2",
         "Modtaget": DAY(2025, 3, 1), "Rådgiver siden": DAY(2025, 4, 1)},
    ],
    "tildelinger": [
        {"Sagsnr.": "2025-0001", "Rådgiver": "R1", "Fra": DAY(2025, 1, 15), "Til": DAY(2025, 5, 31)},
        {"Sagsnr.": "2025-0001", "Rådgiver": "R2", "Rolle": "dækning", "Fra": DAY(2025, 2, 1), "Til": DAY(2025, 2, 10)},
        {"Sagsnr.": "2025-0002", "Rådgiver": "R2", "Rolle": "Primær", "Fra": DAY(2025, 4, 1)},
    ],
    "raadgivere": [
        {"Rådgiver": "R1", "Team": "Team Øst", "Timer om ugen på sager": 37, "Fra": DAY(2025, 1, 1),
         "Til": DAY(2025, 3, 31), "Ny indtil": DAY(2025, 7, 1)},
        {"Rådgiver": "R1", "Team": "Team Øst", "Timer om ugen på sager": 18.5, "Fra": DAY(2025, 4, 1)},
    ],
    "regnskab": [
        {"Måned": "2025-01", "Kontostreng": "528211003", "Omkostningssted": "Handicap", "Beløb": 1234.5},
        {"Måned": "januar 2025", "Funktion": "5.22.07", "Dranst": 2, "Beløb": -99.99},
    ],
    "budget": [
        {"År": 2025, "Funktion": "5.28.21", "Oprindeligt budget": 61_600_000, "Tillæg": -100,
         "Forventet regnskab": 57_206_000, "Opgjort pr.": DAY(2025, 9, 30), "Forklaring": "Færre støtteophold"},
        {"År": 2025, "Funktion": "5.57.72", "Gruppering": "009", "Oprindeligt budget": 5,
         "Opgjort pr.": DAY(2025, 9, 30)},
    ],
    "spoergeskema": [
        {"Nøgle": "N1", "Team": "Team Øst", "Skema": "foraeldre", "Runde": "før", "Respondent": "Mor",
         "Udsendt": DAY(2025, 2, 1), "Påmindet": DAY(2025, 2, 15), "Besvaret": DAY(2025, 3, 2),
         "Sp1": 5, "Sp2": "ved ikke", "Sp3": 1, "Sp4": 2, "Sp5": 3},
        {"Nøgle": "N2", "Udsendt": DAY(2025, 2, 1)},
    ],
    "indsatser": [
        {"Indsatsnr.": "I-1", "Sagsnr.": "2025-0001", "Barn": "B1", "Paragraf": "BL § 82, stk. 3", "Fra": DAY(2025, 2, 1),
         "Til": DAY(2025, 5, 31)},
        {"Indsatsnr.": "I-2", "Barn": "B1", "Kode": "007", "Fra": DAY(2025, 4, 1), "System": "DUBU"},
    ],
    "omkostningssteder": [
        {"Omkostningssted": "Handicap", "Målgruppe": "handicap", "Fra": "2025-01", "Til": "2025-12", "Version": "2025-1"},
        {"Omkostningssted": "Fælles", "Målgruppe": "fælles", "Fra": "januar 2025", "Version": "2025-1"},
    ],
    "befolkning": [{"År": 2025, "Antal 0-22-årige": 23_456}],
}  # fmt: skip


def as_csv(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.strftime("%d-%m-%Y")
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def filled(path: Path, rows: list[dict[str, Any]]) -> Path:
    """The product's own template with the rows under its headings."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        headings = [cell.value for cell in page[1]]
        for number, row in enumerate(rows, start=2):
            for heading, value in row.items():
                page.cell(number, headings.index(heading) + 1, value)
        book.save(path)
        return path
    headings = path.read_text(encoding="utf-8-sig").strip().split(";")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([as_csv(row.get(h, "")) for h in headings] for row in rows)
    return path


@pytest.fixture(scope="module", params=["xlsx", "csv"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after all templates, of one kind, are filled in and loaded; to be read, not changed."""
    tmp_path = tmp_path_factory.mktemp(request.param)
    set_language("da")
    assert set(TEMPLATES) == set(FILLED)
    paths = [filled(template(name, tmp_path, request.param), rows) for name, rows in FILLED.items()]
    report = load(paths, data_folder=tmp_path / "data", municipality="Herning", as_of=dt.date(2025, 10, 1))
    assert [fault for fault in report.faults if fault.code not in ("hours_unknown_for", "unknown_cost_centre")] == []
    found = [(file.source, file.rows_in) for file in report.files][:3]
    assert found == [("cases", 2), ("assignments", 3), ("coordinators", 2)]
    return tmp_path / "data"


def test_cases(folder: Path) -> None:
    first, second = table(folder, "case_file", "case_id")
    assert first == {
        "municipality_code": HERNING, "case_id": "2025-0001", "pay_municipality_code": HERNING, "child_id": "B1",
        "family_id": "F1", "team_id": "team-oest", "programme_id": "en-familie-en-indgang", "target_group": "handicap",
        "received_on": DAY(2025, 1, 15), "first_contact_on": DAY(2025, 1, 20), "closed_on": DAY(2025, 6, 1),
        "close_reason": "moved", "unlisted_on": None, "last_listed_on": None,
    }  # fmt: skip
    assert (second["first_contact_on"], second["closed_on"], second["close_reason"]) == (None, None, "")
    assert (second["programme_id"], second["target_group"]) == ("", "")
    assert [tuple(row.values())[2:] for row in table(folder, "case_assignment", "case_id, valid_from")] == [
        ("R1", "primary", DAY(2025, 1, 15), DAY(2025, 6, 1)), ("R2", "cover", DAY(2025, 2, 1), DAY(2025, 2, 11)),
        ("R2", "primary", DAY(2025, 4, 1), None),
    ]  # fmt: skip
    # The first closing that the list tells of is of June: before it, cases that were closed earlier may be missing.
    assert [tuple(row.values())[1:] for row in table(folder, "case_horizon")] == [(DAY(2025, 6, 1), DAY(2025, 10, 1))]
    assert [(r["team_id"], r["name"]) for r in table(folder, "team")] == [("team-oest", "Team Øst")]
    assert [(r["programme_id"], r["adults"]) for r in table(folder, "programme")] == [("en-familie-en-indgang", False)]


def test_coordinators(folder: Path) -> None:
    spans = [(r["valid_from"], r["valid_to"], r["fte_milli"]) for r in table(folder, "coordinator_fte", "valid_from")]
    assert spans == [(DAY(2025, 1, 1), DAY(2025, 4, 1), 1000), (DAY(2025, 4, 1), None, 500)]
    people = [(r["coordinator_id"], r["team_id"], r["newly_hired_until"]) for r in table(folder, "coordinator", "2")]
    assert people == [("R1", "team-oest", DAY(2025, 7, 1)), ("R2", "team-oest", None)]


def test_ledger_and_budget(folder: Path) -> None:
    postings = [tuple(r.values())[1:] for r in table(folder, "ledger", "amount_ore")]
    month = 12 * 2025
    day = DAY(2025, 10, 1)
    assert postings == [(month, "5.22.07", 2, "", "", -9_999, day), (month, "5.28.21", 1, "003", "Handicap", 123_450, day)]
    first, second = table(folder, "budget_line", "account_function")
    assert (first["original_ore"], first["supplement_ore"], first["expected_ore"], first["reason"]) == (
        6_160_000_000, -10_000, 5_720_600_000, "Færre støtteophold",
    )  # fmt: skip
    assert (second["grouping"], second["supplement_ore"], second["expected_ore"]) == ("009", 0, None)


def test_survey_and_population(folder: Path) -> None:
    sent = [(r["invitation_id"], r["team_id"], r["answered_on"]) for r in table(folder, "survey_invitation", "2")]
    assert sent == [("N1", "team-oest", DAY(2025, 3, 2)), ("N2", "", None)]
    answers = [(r["item"], r["value"]) for r in table(folder, "survey_answer", "item")]
    assert answers == [(1, 5), (2, None), (3, 1), (4, 2), (5, 3), (6, None), (7, None), (8, None)]
    who = [tuple(r[name] for name in ("instrument", "wave", "respondent", "reminded_on"))
           for r in table(folder, "survey_invitation", "2")]  # fmt: skip
    assert who == [("foraeldre", "T0", "mother", DAY(2025, 2, 15)), ("foraeldre", "", "", None)]
    assert [(r["year"], r["persons"]) for r in table(folder, "population")] == [(2025, 23_456)]


def test_services(folder: Path) -> None:
    first, second = [tuple(row.values())[1:] for row in table(folder, "service", "service_id")]
    assert first == ("", "I-1", "2025-0001", "B1", "home_training", "BL § 82, stk. 3", DAY(2025, 2, 1), DAY(2025, 6, 1))
    assert second == ("DUBU", "I-2", "", "B1", "companion", "007", DAY(2025, 4, 1), None)


def test_cost_centres(folder: Path) -> None:
    first, second = [tuple(row.values())[1:] for row in table(folder, "cost_centre_group", "cost_centre")]
    assert first == ("Fælles", "", 12 * 2025, None, "2025-1")
    assert second == ("Handicap", "handicap", 12 * 2025, 12 * 2025 + 11, "2025-1")


def test_every_source_says_which_months_it_covers(folder: Path) -> None:
    months: dict[str, list[int]] = {}
    for row in table(folder, "coverage", "month"):
        months.setdefault(row["source"], []).append(row["month"] - 12 * 2025 + 1)
    assert months == {
        "cases": list(range(1, 11)), "coordinators": list(range(1, 11)), "ledger": [1], "surveys": [2, 3],
        "budget": list(range(1, 13)), "population": list(range(1, 13)),
        "services": list(range(2, 11)),
    }  # fmt: skip
    info = table(folder, "version_info")[0]
    assert (info["origin"], info["as_of"]) == ("real", DAY(2025, 10, 1))


def test_a_template_never_overwrites_a_filled_one(tmp_path: Path) -> None:
    first = filled(template("sager", tmp_path, "csv"), FILLED["sager"])
    kept = first.read_bytes()
    assert template("sager", tmp_path, "csv").name == "sager-2.csv"
    assert first.read_bytes() == kept
