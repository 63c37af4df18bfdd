"""Files as they come: encodings, separators, headings in any order, broken workbooks, and none of it a trace."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dashboard.importers import check, excel, load
from tests.importers.files import csv_file, excel_file, table

HEADINGS = ["Sagsnr.", "Rådgiver", "Modtaget", "Målgruppe"]
ROWS = [["S-1", "R1", "01-02-2025", "børnehandicap"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_every_encoding_and_separator(tmp_path: Path, folder: Path, encoding: str, sign: str) -> None:
    file = csv_file(tmp_path / "sager.csv", HEADINGS, ROWS, encoding, sign)
    report = check([file], data_folder=folder, municipality="Herning")
    assert (report.faults, report.files[0].rows_in) == ((), 1)


def test_headings_in_any_order_case_and_spelling_below_a_title(tmp_path: Path, folder: Path) -> None:
    rows = [["Udtræk fra fagsystemet"], [], ["MODTAGET DATO", "navn på noget", "sagsnummer", "RAADGIVER", "maalgruppe"],
            ["2025-02-01", "x", "S-1", "R1", "Familie"], [], ["2025-02-02", "y", "S-2", "", ""]]  # fmt: skip
    report = load([excel_file(tmp_path / "s.xlsx", [], rows)], data_folder=folder, municipality="Herning")
    assert report.ok, report.faults
    assert [(r.code, dict(r.values)) for r in report.files[0].remarks] == [
        ("ignored_columns", {"columns": "navn på noget"})
    ]
    assert [row["case_id"] for row in table(folder, "case_file", "case_id")] == ["S-1", "S-2"]


def test_rows_are_numbered_as_the_spreadsheet_numbers_them(tmp_path: Path, folder: Path) -> None:
    rows = [["Titel"], [], ["Sagsnr.", "Modtaget"], ["S-1", "01-02-2025"], [], ["S-2", "i går"]]
    report = check([excel_file(tmp_path / "s.xlsx", [], rows)], data_folder=folder, municipality="Herning")
    assert [(f.row, f.column, f.code) for f in report.faults] == [(7, "Modtaget", "bad_date")]


def test_amounts_in_thousands_say_so(tmp_path: Path, folder: Path) -> None:
    headings = ["År", "Funktion", "Oprindeligt budget (1.000 kr.)", "Opgjort pr."]
    file = csv_file(tmp_path / "budget.csv", headings, [[2025, "5.28.21", "61.600", "30-09-2025"]])
    report = load([file], data_folder=folder, municipality="Herning")
    assert [remark.code for remark in report.files[0].remarks] == ["in_thousands"]
    assert table(folder, "budget_line")[0]["original_ore"] == 6_160_000_000


@pytest.mark.parametrize(
    ("headings", "rows", "expected"),
    [
        (["Sagsnr.", "Rådgiver"], [["S-1", "R1"]], [(None, "missing_column")]),
        (["Sagsnr.", "Modtaget"], [], [(None, "no_rows")]),
        (["Sagsnr.", "Modtaget", "Modtaget"], [["S-1", "01-01-2025", ""]], [(None, "duplicate_column")]),
        (["Måned", "Kontostreng", "Beløb"], [["2025-01", "528211003", "1.000", "50"]], [(2, "too_many_cells")]),
        (["Sagsnr.", "Modtaget", "Notat"], [["S-1", "01-01-2025", "ord " * 60]], [(2, "too_long")]),
        (["Sagsnr.", "Modtaget", "Målgruppe"], [["S-1", "01-01-2025", "alle"]], [(2, "unknown_target_group")]),
        (["Måned", "Kontostreng", "Funktion", "Beløb"], [["2025-01", "528211003", "5.28.23", 1]],
         [(2, "accounts_disagree")]),
        (["Måned", "Kontostreng", "Beløb"], [["2099-01", "528211003", 1]], [(2, "date_in_future")]),
        (["Nøgle", "Udsendt", "Sp1"], [["N1", "01-01-2025", 3]], [(2, "answers_without_day")]),
        (["År", "Antal", "Kommune"], [[2025, 5, "Ringby"], [2025, "5,5", "Herning"]],
         [(2, "unknown_municipality"), (3, "bad_number")]),
        (["Sagsnr.", "Modtaget", "Lukket", "Årsag", "Rådgiver siden"],
         [["S-1", "01-02-2025", "01-03-2025", "", "01-01-2025"], ["S-2", "01-02-2025", "01-03-2025", "Død", "02-03-2025"]],
         [(2, "reason_missing"), (2, "since_before_received"), (3, "closed_before_since")]),
        (["Et", "To"], [["a", "b"]], [(None, "not_recognised")]),
    ],
)  # fmt: skip
def test_one_fault_at_a_time(
    tmp_path: Path, folder: Path, headings: list[str], rows: list[list[object]], expected: list[tuple[int | None, str]]
) -> None:
    report = check([csv_file(tmp_path / "fil.csv", headings, rows)], data_folder=folder, municipality="Herning")
    assert sorted((f.row or 0, f.code) for f in report.faults) == sorted((row or 0, code) for row, code in expected)


def test_what_happens_on_one_day_is_in_order(tmp_path: Path, folder: Path) -> None:
    day = "03-02-2025"
    cases = csv_file(tmp_path / "a.csv", ["Sagsnr.", "Modtaget", "Første kontakt", "Lukket", "Årsag", "Rådgiver siden"],
                     [["S-1", day, day, day, "Færdig", day]])  # fmt: skip
    hours = csv_file(tmp_path / "b.csv", ["Rådgiver", "Timer", "Fra", "Til"],
                     [["R1", 37, "01-01-2025", "31-01-2025"], ["R1", 0, "01-02-2025", "01-02-2025"],
                      ["R1", 37, "02-02-2025", ""]])  # fmt: skip
    survey = csv_file(tmp_path / "c.csv", ["Nøgle", "Udsendt", "Besvaret", "Sp1"], [["N1", day, day, 1]])
    report = check([cases, hours, survey], data_folder=folder, municipality="Herning", as_of=dt.date(2025, 2, 3))
    assert report.faults == ()
    today = dt.date.today()
    now = csv_file(tmp_path / "d.csv", ["Sagsnr.", "Modtaget"], [["S-1", today.isoformat()]])
    assert check([now], data_folder=folder, municipality="Herning").ok
    tomorrow = csv_file(tmp_path / "e.csv", ["Sagsnr.", "Modtaget"], [["S-1", (today + dt.timedelta(1)).isoformat()]])
    assert not check([tomorrow], data_folder=folder, municipality="Herning").ok


def test_postings_of_this_month_are_taken_and_of_the_next_are_not(tmp_path: Path, folder: Path) -> None:
    first = dt.date.today().replace(day=1)
    months = [first, (first + dt.timedelta(days=32)).replace(day=1)]
    rows = [[month.isoformat(), "528211003", 1] for month in months]
    file = csv_file(tmp_path / "r.csv", ["Måned", "Kontostreng", "Beløb"], rows)
    report = check([file], data_folder=folder, municipality="Herning")
    assert [(f.row, f.code) for f in report.faults] == [(3, "date_in_future")]


def test_hours_that_share_one_day_overlap(tmp_path: Path, folder: Path) -> None:
    rows = [["R1", 37, "01-02-2025", ""], ["R1", 20, "01-01-2025", "01-02-2025"], ["R2", 20, "01-01-2025", ""]]
    file = csv_file(tmp_path / "b.csv", ["Rådgiver", "Timer", "Fra", "Til"], rows)
    report = check([file], data_folder=folder, municipality="Herning")
    assert [(f.row, f.code, f.values["row"]) for f in report.faults] == [(2, "overlapping_hours", "3")]


def refused(path: Path, folder: Path) -> list[str]:
    report = load([path], data_folder=folder, municipality="Herning")
    assert report.outcome == "refused"
    return [fault.code for fault in report.faults]


def test_files_that_cannot_be_read_are_refused_in_words(tmp_path: Path, folder: Path) -> None:
    def holding(content: bytes) -> Path:
        path = tmp_path / "fil.xlsx"
        path.write_bytes(content)
        return path

    assert refused(tmp_path / "ingen.csv", folder) == ["not_found"]
    assert refused(tmp_path, folder) == ["cannot_open"]
    assert refused(holding(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), folder) == ["old_excel"]
    assert refused(holding(b"PK\x03\x04 not a zip"), folder) == ["unreadable"]
    assert refused(holding(b"\x00\x01\x02"), folder) == ["unreadable"]
    assert refused(holding(b""), folder) == ["not_recognised"]


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(7):
            with packed.open(f"{number}.xml", "w", force_zip64=True) as part:
                for _ in range(100):
                    part.write(b" " * 1_000_000)
    assert path.stat().st_size < 2_000_000
    assert refused(path, folder) == ["too_large"]


def test_a_workbook_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    assert path.stat().st_size < 100_000
    assert refused(path, folder) == ["too_large"]


def test_a_workbook_may_use_only_so_much_memory_and_time(tmp_path: Path, folder: Path) -> None:
    rows = [[f"S-{number}", f"R{number}-" * 20, "01-02-2025", "børnehandicap"] for number in range(60_000)]
    path = excel_file(tmp_path / "stor.xlsx", HEADINGS, rows)
    for limit, value in (("MEMORY", 50_000_000), ("SECONDS", 1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(excel, limit, value)
            assert refused(path, folder) == ["too_large"], limit
        assert not folder.exists()


def test_a_workbook_with_entities_is_refused(tmp_path: Path, folder: Path) -> None:
    good, bad = excel_file(tmp_path / "a.xlsx", HEADINGS, ROWS), tmp_path / "b.xlsx"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">]><worksheet><sheetData/></worksheet>'
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            target.writestr(name, bomb if name.endswith("sheet1.xml") else source.read(name))
    assert refused(bad, folder) == ["unreadable"]


def test_sheets_that_are_no_templates_are_left_alone(tmp_path: Path, folder: Path) -> None:
    path = excel_file(tmp_path / "a.xlsx", HEADINGS, ROWS)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Noter").append(["husk", "at ringe"])
    book.save(path)
    report = check([path], data_folder=folder, municipality="Herning")
    assert [(file.file, file.source) for file in report.files] == [("a.xlsx › Ark1", "cases")]
