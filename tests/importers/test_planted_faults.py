"""Four files with twenty planted faults of nineteen kinds: exactly those are reported, and nothing changes."""

import csv
from pathlib import Path

import pytest

from dashboard.importers import check, load, render, write_report
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, version_name, website_export

CASES = [
    "Sagsnr.;Barn;Team;Rådgiver;Modtaget;Første kontakt;Lukket;Årsag",
    "S-1;B1;Nord;R1;02-01-2025;12-01-2025;;",
    "S-2;B2;Nord;R1;31-02-2025;;;",  # no such day
    "S-1;B3;Nord;R1;05-01-2025;;;",  # number twice
    "S-4;B4;Nord;R2;05-03-2025;01-02-2025;;",  # contact before receipt (a warning)
    "S-5;B5;Nord;R2;05-03-2025;;01-03-2025;Færdig",  # closed before it was received
    "S-6;B6;Syd;R2;05-03-2025;;01-04-2025;Pludselig",  # a reason nobody knows
    ";B7;Syd;R2;05-03-2025;;;",  # no number
    "S-8;B8;Syd;Anne Hansen;05-03-2025;;;",  # a name
    "S-9;B9;Syd;R1;05-03-2099;;;",  # in the future
    "S-10;010107-1234;Syd;R1;05-03-2025;;;",  # a CPR number
]
HOURS = [
    ["R1", "Nord", 37, "01-01-2025", None],
    ["R1", "Nord", 20, "01-06-2025", None],  # overlaps the row above
    ["R2", "Syd", 45, "01-01-2025", None],  # more hours than there are
    ["R3", "Syd", None, "01-01-2025", None],  # no hours (a warning)
    ["R4", "Syd", 30, "01-05-2025", "01-04-2025"],  # ends before it begins
]
LEDGER = [
    "Måned;Kontostreng;Beløb",
    "2025-01;528211003;1.234,50",
    "2025-01;52821;100,00",  # no account
    "2025-01;528231003;100.00,0",  # no number
    "2025-02;;100,00",  # no account at all
    "2025-02;322011999;100,00",  # a function without a class (a warning)
]
SURVEY = [
    "Nøgle;Udsendt;Besvaret;Sp1;Sp2",
    "N1;01-03-2025;02-03-2025;5;4",
    "N2;01-03-2025;02-03-2025;6;4",  # 6 of 5
    "N1;02-03-2025;;;",  # key twice
    "N4;03-03-2025;01-03-2025;3;ved ikke",  # answered before it was sent
]
PLANTED = [
    ("sager.csv", 3, "Modtaget", "bad_date"),
    ("sager.csv", 4, "Sagsnr.", "duplicate_case"),
    ("sager.csv", 5, "Første kontakt", "contact_before_received"),
    ("sager.csv", 6, "Lukket", "closed_before_received"),
    ("sager.csv", 7, "Årsag", "unknown_close_reason"),
    ("sager.csv", 8, "Sagsnr.", "missing_value"),
    ("sager.csv", 9, "Rådgiver", "not_a_key"),
    ("sager.csv", 10, "Modtaget", "date_in_future"),
    ("sager.csv", 11, "Barn", "cpr"),
    ("timer.xlsx", 3, "Fra", "overlapping_hours"),
    ("timer.xlsx", 4, "Timer", "hours_out_of_range"),
    ("timer.xlsx", 5, "Timer", "hours_missing"),
    ("timer.xlsx", 6, "Til", "ends_before_start"),
    ("regnskab.csv", 3, "Kontostreng", "impossible_account"),
    ("regnskab.csv", 4, "Beløb", "bad_number"),
    ("regnskab.csv", 5, "Kontostreng", "missing_value"),
    ("regnskab.csv", 6, "Kontostreng", "unknown_function"),
    ("svar.csv", 3, "Sp1", "answer_out_of_range"),
    ("svar.csv", 4, "Nøgle", "duplicate_key"),
    ("svar.csv", 5, "Besvaret", "answered_before_sent"),
]
WARNINGS = {"contact_before_received", "hours_missing", "unknown_function"}


@pytest.fixture
def planted(tmp_path: Path) -> list[Path]:
    set_language("da")
    texts = {"sager.csv": CASES, "regnskab.csv": LEDGER, "svar.csv": SURVEY}
    files = [csv_file(tmp_path / name, lines[0].split(";"), [line.split(";") for line in lines[1:]])
             for name, lines in texts.items()]  # fmt: skip
    hours = excel_file(tmp_path / "timer.xlsx", ["Rådgiver", "Team", "Timer", "Fra", "Til"], HOURS)
    return [*files, hours]


def test_exactly_the_planted_faults_are_reported(tmp_path: Path, planted: list[Path]) -> None:
    report = check(planted, data_folder=tmp_path / "data", municipality="Herning")
    found = [(fault.file, fault.row, fault.column, fault.code) for fault in report.faults]
    assert sorted(found) == sorted(PLANTED)
    assert len(found) == 20
    assert len({code for *_, code in found}) == 19
    assert {fault.code for fault in report.faults if not fault.is_error} == WARNINGS
    assert not report.ok


def test_the_report_says_it_in_danish_and_never_repeats_the_cpr_number(tmp_path: Path, planted: list[Path]) -> None:
    text = "\n".join(render(check(planted, data_folder=tmp_path / "data", municipality="Herning")))
    assert "Fejl, række 3, kolonne Modtaget: “31-02-2025” er ikke en dato. Skriv den som 31-12-2025." in text
    assert "Fejl, række 4, kolonne Sagsnr.: Sagsnummeret “S-1” står allerede i række 2." in text
    assert "Advarsel, række 5, kolonne Første kontakt: Første kontakt ligger før modtagelsen." in text
    assert "Fejl, række 11, kolonne Barn: Det ligner et CPR-nummer." in text
    assert "Fejl, række 3, kolonne Fra: Timerne for R1 overlapper dem i række 2." in text
    assert "Fejl, række 3, kolonne Sp1: “6” er ikke et svar. Skriv 1 til 5, ved ikke eller ingenting." in text
    assert text.endswith("17 fejl. Intet er ændret. Ret filerne, og prøv igen.")
    assert "010107" not in text
    assert "1234" not in text


def test_one_fault_in_one_file_stops_all_and_the_version_stays(tmp_path: Path, planted: list[Path]) -> None:
    folder = tmp_path / "data"
    assert load([website_export(tmp_path / "regk31_2024.csv")], data_folder=folder).ok
    before, files = version_name(folder), sorted(path.name for path in folder.iterdir())
    good = csv_file(tmp_path / "befolkning.csv", ["År", "Antal"], [[2025, 20_000]])
    report = load([good, *planted], data_folder=folder, municipality="Herning")
    assert (report.outcome, report.version) == ("refused", None)
    assert version_name(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == files


def test_a_report_file_names_every_finding_with_its_place_and_its_effect(tmp_path: Path, planted: list[Path]) -> None:
    refused = check(planted, data_folder=tmp_path / "data", municipality="Herning")
    write_report(refused, tmp_path / "rapport.csv")
    rows = list(csv.DictReader((tmp_path / "rapport.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    found = [(r["Fil"], int(r["Række"]), r["Kolonne"], r["Kode"]) for r in rows if r["Alvor"] in ("Fejl", "Advarsel")]
    assert sorted(found) == sorted(PLANTED)
    assert {row["Virkning"] for row in rows} == {""}  # nothing is loaded, so nothing is left out
    lines = ["Sagsnr.;Barn;Rådgiver;Modtaget;Første kontakt", "S-1;B1;R1;02-01-2025;01-01-2025"]
    good = csv_file(tmp_path / "god.csv", lines[0].split(";"), [lines[1].split(";")])
    report = check([good], data_folder=tmp_path / "data", municipality="Herning")
    for kind in ("csv", "txt"):
        write_report(report, tmp_path / f"rapport.{kind}")
        assert "1 sag med første kontakt før modtagelsen er udeladt af Første kontakt." in (
            tmp_path / f"rapport.{kind}"
        ).read_text("utf-8-sig")


def test_a_report_file_holds_nothing_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "=1+1.csv", ["Sagsnr.", "Modtaget"], [["S-1", "=2+2"]])
    write_report(check([file], data_folder=tmp_path / "data", municipality="Herning"), tmp_path / "rapport.csv")
    rows = list(csv.reader((tmp_path / "rapport.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []
    assert rows[1][0] == "'=1+1.csv"
