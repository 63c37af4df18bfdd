"""A delivery is known by what its sheets say: every month of a workbook counts, a copy once, the same again not at all."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dashboard.importers import Report, load, render
from tests.importers.files import csv_file, table
from tests.importers.workbooks import workbook

LEDGER = ["Måned", "Funktion", "Gruppering", "Omkostningssted", "Beløb"]
CASES = ["Sagsnr.", "Modtaget", "Team", "Rådgiver"]


def month(number: int, *amounts: int, centre: str = "A") -> list[list[object]]:
    return [[f"2026-{number:02}", "5.28.21", "003", centre, amount] for amount in amounts]


def take(folder: Path, *files: Path, **said: object) -> Report:
    return load(list(files), data_folder=folder, municipality="657", **said)


def kroner(folder: Path) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in table(folder, "ledger"):
        number = row["month"] - 12 * 2026 + 1
        found[number] = found.get(number, 0) + row["amount_ore"] // 100
    return found


def codes(report: Report) -> list[str]:
    return [f.code for file in report.files for f in file.faults if f.code in ("copy", "says_the_same")]


def test_every_month_of_a_workbook_counts(tmp_path: Path) -> None:
    sheets = {f"M{n}": [LEDGER, *month(n, 1000 * n)] for n in (1, 2, 3)}
    report = take(tmp_path, workbook(tmp_path / "r.xlsx", sheets))
    assert report.outcome == "loaded", render(report)
    assert kroner(tmp_path) == {1: 1000, 2: 2000, 3: 3000}
    assert not [r for file in report.files for r in file.remarks if r.code == "already_loaded"]


def test_the_same_again_in_another_workbook_format_or_order_changes_nothing(tmp_path: Path) -> None:
    rows = {n: month(n, 1000 * n, 5, -7) for n in (1, 2)}
    assert take(tmp_path, workbook(tmp_path / "a.xlsx", {"Jan": [LEDGER, *rows[1]], "Feb": [LEDGER, *rows[2]]})).ok
    again = workbook(tmp_path / "b.xlsx", {"2": [LEDGER, *rows[2]], "Ark1": [["Udtræk"], LEDGER, *reversed(rows[1])]})
    assert take(tmp_path, again).outcome == "unchanged"
    text = [[cell if cell != 1000 else "1.000,00" for cell in row] for row in rows[1]]
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        assert take(tmp_path, csv_file(tmp_path / f"{encoding}.csv", LEDGER, text, encoding)).outcome == "unchanged"
    other = [LEDGER, *month(1, 1001, 5, -7)]
    report = take(tmp_path, workbook(tmp_path / "c.xlsx", {"Jan": other}))
    assert (report.outcome, [fault.code for fault in report.faults]) == ("refused", ["same_day_other"])


def test_case_lists_of_teams_unite_and_one_that_is_known_is_not_left_out_of_them(tmp_path: Path) -> None:
    north = [CASES, ["S1", "01-02-2026", "Nord", "R1"]]
    south = [CASES, ["S2", "02-02-2026", "Syd", "R2"]]
    assert take(tmp_path, workbook(tmp_path / "a.xlsx", {"Nord": north})).ok
    report = take(tmp_path, workbook(tmp_path / "b.xlsx", {"Nord": north, "Syd": south}))
    assert report.outcome == "loaded", render(report)
    assert [row["case_id"] for row in table(tmp_path, "case_file", "case_id")] == ["S1", "S2"]
    assert take(tmp_path, workbook(tmp_path / "c.xlsx", {"x": south, "y": north})).outcome == "unchanged"
    ledgers = {"Nord": [LEDGER, *month(1, 1000)], "Syd": [LEDGER, *month(1, 20, centre="B")]}
    assert take(tmp_path, workbook(tmp_path / "d.xlsx", {"Nord": ledgers["Nord"]})).ok
    assert take(tmp_path, workbook(tmp_path / "e.xlsx", ledgers)).ok
    assert kroner(tmp_path) == {1: 1020}


def test_a_copy_in_the_workbook_is_said_and_counted_once(tmp_path: Path) -> None:
    sheet = [LEDGER, *month(1, 1000)]
    report = take(tmp_path, workbook(tmp_path / "r.xlsx", {"Jan": sheet, "Jan (2)": sheet}))
    assert report.outcome == "loaded", render(report)
    assert codes(report) == ["copy"]
    assert kroner(tmp_path) == {1: 1000}


def test_two_teams_that_spent_the_same_are_not_taken_for_a_copy(tmp_path: Path) -> None:
    """Amounts have no keys, so nobody can tell; the other file holds cases, of which each has its number."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("Nord", "Syd"):
        page = book.create_sheet(name)
        for row in (["Måned", "Funktion", "Beløb"], ["2026-01", "5.28.21", 1000]):
            page.append(row)
    book.save(tmp_path / "regnskab.xlsx")
    report = load([tmp_path / "regnskab.xlsx"], data_folder=tmp_path / "data", municipality="657")
    assert (report.outcome, [fault.code for fault in report.faults]) == ("refused", ["same_amounts"])


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_says_the_same_without_being_a_copy_is_refused(tmp_path: Path, kind: str) -> None:
    one, other = ([[*LEDGER, "Team"], [*month(1, 1000)[0], team]] for team in ("Nord", "Syd"))
    if kind == "xlsx":
        files = [workbook(tmp_path / "r.xlsx", {"Nord": one, "Syd": other})]
    else:
        files = [workbook(tmp_path / "a.xlsx", {"Nord": one}), csv_file(tmp_path / "b.csv", other[0], other[1:])]
    report = take(tmp_path / "data", *files)
    assert (report.outcome, codes(report)) == ("refused", ["says_the_same"])
    assert "siger præcis det samme" in "\n".join(render(report)) or "exactly what" in "\n".join(render(report))


def test_the_municipality_and_what_is_left_out_are_part_of_what_is_known(tmp_path: Path) -> None:
    rows = [CASES, *([f"S{n}", f"{n:02}-02-2026", "Nord", "R1"] for n in range(1, 6))]

    def hide(book: object) -> None:
        book.worksheets[0].row_dimensions[4].hidden = True  # type: ignore[attr-defined]

    file = workbook(tmp_path / "s.xlsx", {"Sager": rows}, hide)
    assert take(tmp_path, file, hidden="uden").outcome == "loaded"
    assert take(tmp_path, file, hidden="uden").outcome == "unchanged"
    assert take(tmp_path, file, hidden="med").outcome == "loaded"
    assert len(table(tmp_path, "case_file")) == 5
    assert load([file], data_folder=tmp_path, municipality="Randers", hidden="med").outcome == "loaded"
    assert len(table(tmp_path, "case_file")) == 10
