"""What is odd in the name of a file or sheet is seen in the report and in the name that the inbox moves it to."""

from pathlib import Path

import pytest
import xlsxwriter

from dashboard.importers import Given, check, load, render
from dashboard.importers.inbox import handle
from dashboard.importers.visible import visible
from dashboard.language import set_language
from tests.importers.files import csv_file

CASES = ["Sagsnr.", "Modtaget"]
ODD = {
    "sager\u202egpj.csv": "sager⟨U+202E⟩gpj.csv",
    "sa\nger.csv": "sa⟨U+000A⟩ger.csv",
    "sager\x1b[2J.csv": "sager⟨U+001B⟩[2J.csv",
    "s\u200bager\u2028.csv": "s⟨U+200B⟩ager⟨U+2028⟩.csv",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_signs_in_the_name_of_a_file_are_written_out(tmp_path: Path, name: str) -> None:
    content = csv_file(tmp_path / "s.csv", CASES, [["S-1", "i går"]]).read_bytes()
    lines = render(check([Given(name, content=content)], data_folder=tmp_path / "data", municipality="657"))
    assert lines[0].startswith(ODD[name])
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("name", ODD)
def test_the_inbox_tells_of_the_file_and_moves_it_to_a_plain_name(tmp_path: Path, name: str) -> None:
    set_language("da")
    inbox = tmp_path / "ind"
    inbox.mkdir()
    csv_file(inbox / name, CASES, [["S-1", "i går"]])
    (handled,) = handle(inbox, lambda paths: load(paths, data_folder=tmp_path / "data", municipality="657"), settled=0)
    assert handled.fate == "refused"
    assert ODD[name] in handled.report_file.read_text(encoding="utf-8")
    assert handled.moved_to.name.endswith(ODD[name])


def test_odd_signs_in_the_name_of_a_sheet_are_written_out(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        for number, name in enumerate(("Ark\u202eX", "Ark2")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, CASES)
            sheet.write_row(1, 0, [f"S-{number}", "i går"])
    lines = render(check([tmp_path / "b.xlsx"], data_folder=tmp_path / "data", municipality="657"))
    assert any("Ark⟨U+202E⟩X" in line for line in lines)
    assert all(line.isprintable() for line in lines)


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("Sager æøå (2) – kopi.xlsx", "Budget & regnskab 100 %.csv", "Økonomi\u00a02026.csv"):
        assert visible(name) == name
