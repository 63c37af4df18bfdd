"""What a workbook means beside its cells: hidden parts, merged cells, formulas, errors, calendars, and what is no workbook."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from dashboard.importers import Report, check, load, render
from dashboard.importers.choices import Choices
from dashboard.importers.delivery import receive
from dashboard.importers.present import present
from dashboard.language import set_language
from tests.importers.files import csv_file, table
from tests.importers.workbooks import edited, workbook

DAY = dt.date
CASES = ["Sagsnr.", "Modtaget", "Første kontakt", "Rådgiver", "Team", "Noter"]
LEDGER = ["Måned", "Funktion", "Beløb"]


def case(number: int, **cells: Any) -> list[Any]:
    row = {"Sagsnr.": f"S{number}", "Modtaget": DAY(2026, 2, number), "Første kontakt": DAY(2026, 2, number + 2),
           "Rådgiver": "R1", "Team": "Nord", "Noter": None, **cells}  # fmt: skip
    return [row[heading] for heading in CASES]


SHEET = [CASES, *(case(n) for n in range(1, 7))]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    set_language("da")
    return tmp_path / "data"


def looked(file: Path, data: Path, **said: Any) -> Report:
    return check([file], data_folder=data, municipality="657", as_of=DAY(2026, 3, 31), **said)


def cases(file: Path, data: Path, **said: Any) -> list[tuple[Any, ...]]:
    """What an import would write: case, received, contact, coordinator and team."""
    delivery = receive([file], present(data), Choices(municipality="657", as_of=DAY(2026, 3, 31), **said))
    assert delivery.ok, [fault for part in delivery.parts for fault in part.faults]
    return sorted(delivery.rows["cases"].together("case", "received", "contact", "coordinator", "team"))


WHOLE = [(f"S{n}", DAY(2026, 2, n), DAY(2026, 2, n + 2), "R1", "Nord") for n in range(1, 7)]


def errors(report: Report) -> list[tuple[int | None, str, str]]:
    return [(f.row, f.column, f.code) for f in report.faults if f.is_error]


def remarked(report: Report) -> list[str]:
    return [remark.code for file in report.files for remark in file.remarks]


# Hidden


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_named_and_taken_in_only_when_that_is_said(tmp_path: Path, data: Path, state: str) -> None:
    def hide(book: Any) -> None:
        book["gammel"].sheet_state = state

    now, old = [LEDGER, ["2026-01", "5.28.21", 1000]], [LEDGER, ["2025-01", "5.28.21", 777_000]]
    for sheets in ({"Regnskab": now, "gammel": old}, {"gammel": old, "Regnskab": now}):
        file = workbook(tmp_path / "r.xlsx", sheets, hide)
        for said in ({}, {"hidden": "uden"}):
            report = looked(file, data, **said)
            assert (report.ok, [f.file for f in report.files]) == (True, ["r.xlsx › Regnskab"])
            assert "Skjulte ark er ikke taget med (rækker i parentes): gammel (2)." in "\n".join(render(report))
        report = looked(file, data, hidden="med")
        assert sorted(f.file for f in report.files if f.source) == ["r.xlsx › Regnskab", "r.xlsx › gammel"]
        assert "hidden_sheets_taken" in remarked(report)


def test_a_hidden_sheet_never_stands_in_for_a_visible_one(tmp_path: Path, data: Path) -> None:
    def hide(book: Any) -> None:
        book["gammel"].sheet_state = "hidden"

    sheets = {"Noter": [["Husk", "at ringe"]], "gammel": [LEDGER, ["2025-01", "5.28.21", 777_000]]}
    file = workbook(tmp_path / "r.xlsx", sheets, hide)
    assert errors(looked(file, data)) == [(None, "", "hidden_sheets")]
    assert errors(looked(file, data, hidden="uden")) == [(None, "", "nearest_template")]
    assert looked(file, data, hidden="med").ok


@pytest.mark.parametrize("how", ["hidden", "zero"])
def test_hidden_rows_are_asked_for(tmp_path: Path, data: Path, how: str) -> None:
    said = b'hidden="1"' if how == "hidden" else b'ht="0" customHeight="1"'
    hidden = {"xl/worksheets/sheet1.xml": lambda part: re.sub(rb'<row r="([45])"', rb'<row r="\1" ' + said, part)}
    file = edited(workbook(tmp_path / "s.xlsx", {"Sager": SHEET}), hidden)
    report = looked(file, data)
    assert errors(report) == [(4, "", "hidden_rows")]
    assert (
        "i hånden: 2; den første er række 4. Sig med --skjulte med eller --skjulte uden (på siden: Skjulte rækker og ark)"
        in "\n".join(render(report))
    )
    assert cases(file, data / "1", hidden="uden") == [WHOLE[0], WHOLE[1], *WHOLE[4:]]
    assert cases(file, data / "2", hidden="med") == WHOLE
    assert "hidden_rows_taken" in remarked(looked(file, data, hidden="med"))


def test_hidden_rows_of_a_ledger_are_asked_for(tmp_path: Path, data: Path) -> None:
    def hide(book: Any) -> None:
        book["R"].row_dimensions[3].hidden = True

    rows = [LEDGER, ["2026-01", "5.28.21", 1000], ["2026-01", "5.28.21", 20]]
    file = workbook(tmp_path / "r.xlsx", {"R": rows}, hide)
    assert errors(looked(file, data)) == [(3, "", "hidden_rows")]
    assert load([file], data_folder=data, municipality="657", hidden="uden").ok
    assert [row["amount_ore"] for row in table(data, "ledger")] == [100_000]


def test_a_hidden_column_is_asked_for_where_it_would_be_read(tmp_path: Path, data: Path) -> None:
    def hide(book: Any, letter: str = "C") -> None:
        book["Sager"].column_dimensions[letter].hidden = True

    file = workbook(tmp_path / "s.xlsx", {"Sager": SHEET}, hide)
    assert errors(looked(file, data)) == [(None, "", "hidden_columns")]
    assert cases(file, data / "1", hidden="med") == WHOLE
    assert [row[2] for row in cases(file, data / "2", hidden="uden")] == [None] * 6
    rows = [CASES, case(1, Noter="x")]
    assert looked(workbook(tmp_path / "t.xlsx", {"Sager": rows}, lambda book: hide(book, "F")), data).ok
    assert looked(workbook(tmp_path / "u.xlsx", {"Sager": SHEET}, lambda book: hide(book, "K")), data).ok


@pytest.mark.parametrize("where", ["sheet", "row", "column", "other sheet"])
@pytest.mark.parametrize("said", [{}, {"hidden": "uden"}, {"hidden": "med"}])
def test_a_cpr_number_in_what_is_hidden_refuses_the_file(
    tmp_path: Path, data: Path, where: str, said: dict[str, str]
) -> None:
    cpr = "010107-1234"
    hidden_rows = [CASES, case(1, **{"Sagsnr.": cpr})] if where == "sheet" else [["Navn", "Tal"], ["Mie", cpr]]

    def hide(book: Any) -> None:
        if where in ("sheet", "other sheet"):
            book["b"].sheet_state = "hidden"
        elif where == "row":
            book["a"].row_dimensions[3].hidden = True
        else:
            book["a"].column_dimensions["D"].hidden = True

    sheets: dict[str, list[list[Any]]] = {"a": [CASES, case(2), case(3)]}
    if "sheet" in where:
        sheets["b"] = hidden_rows
    elif where == "row":
        sheets["a"][2][0] = cpr
    else:
        sheets["a"][2][3] = cpr
    file = workbook(tmp_path / "s.xlsx", sheets, hide)
    report = load([file], data_folder=data, municipality="657", **said)
    assert report.outcome == "refused"
    assert {"cpr", "cpr_somewhere"} & {code for _, _, code in errors(report)}
    assert "0101" not in "\n".join(render(report))
    assert not data.exists()


# Merged


def merging(*areas: str) -> Callable[[Any], None]:
    def merge(book: Any) -> None:
        for area in areas:
            book.worksheets[0].merge_cells(area)

    return merge


def test_a_team_that_stands_once_for_the_rows_beside_it_is_written_out(tmp_path: Path, data: Path) -> None:
    file = workbook(tmp_path / "s.xlsx", {"Sager": SHEET}, merging("E2:E7", "D2:D4", "D5:D7"))
    assert cases(file, data) == WHOLE
    assert "merged_filled" in remarked(looked(file, data / "none"))


def test_a_month_that_stands_once_is_written_out_in_a_ledger_and_an_amount_is_not(tmp_path: Path, data: Path) -> None:
    rows = [LEDGER, ["2026-01", "5.28.21", 1], ["", "5.28.22", 20], ["2026-02", "5.28.21", 300], ["", "5.28.22", 300]]
    file = workbook(tmp_path / "a.xlsx", {"R": rows}, merging("A2:A3", "A4:A5"))
    assert load([file], data_folder=data, municipality="657").ok
    assert [row["amount_ore"] for row in table(data, "ledger", "month, amount_ore")] == [100, 2000, 30_000, 30_000]
    amounts = workbook(tmp_path / "b.xlsx", {"R": rows}, merging("A2:A3", "A4:A5", "C4:C5"))
    assert (4, "Beløb", "merged_cells") in errors(looked(amounts, data))


@pytest.mark.parametrize(
    ("area", "code"),
    [("A2:A3", "merged_cells"), ("B2:B3", "merged_cells"), ("D2:E2", "merged_cells"), ("D1:E1", "merged_heading")],
)
def test_other_merged_cells_are_refused(tmp_path: Path, data: Path, area: str, code: str) -> None:
    def merge(book: Any) -> None:
        page = book.worksheets[0]
        kept = page["E3"].value
        page.merge_cells(area)
        page["E3"].value = kept if "E3" not in area else page["E3"].value

    report = looked(workbook(tmp_path / "s.xlsx", {"Sager": SHEET}, merge), data)
    assert code in {found for _, _, found in errors(report)}
    assert area in "\n".join(render(report))


def test_merged_titles_and_merged_columns_that_nobody_reads_are_harmless(tmp_path: Path, data: Path) -> None:
    rows = [["Sagsliste, Børn og Unge"], [], *SHEET[:1], *(case(n, Noter="x") for n in range(1, 7))]
    assert cases(workbook(tmp_path / "s.xlsx", {"Sager": rows}, merging("A1:F1", "F4:F7")), data) == WHOLE


# Formulas, errors and other cells


def test_a_formula_without_a_stored_value_is_refused_with_its_first_cell(tmp_path: Path, data: Path) -> None:
    rows = [CASES, *(case(n, **{"Første kontakt": f"=B{n + 1}+2"}) for n in range(1, 7))]
    report = looked(workbook(tmp_path / "s.xlsx", {"Sager": rows}), data)
    assert errors(report) == [(2, "Første kontakt", "formula_without_value")]
    assert "Formlen i C2 har ingen gemt værdi i filen (den slags formler i kolonnen: 6)." in "\n".join(render(report))
    rows = [CASES, *(case(n, Noter=f"=B{n + 1}+2") for n in range(1, 7))]
    assert cases(workbook(tmp_path / "t.xlsx", {"Sager": rows}), data) == WHOLE


def formulas(path: Path, values: list[Any]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page, day = book.add_worksheet("R"), book.add_format({"num_format": "#,##0.00"})
        page.write_row(0, 0, LEDGER)
        for row, value in enumerate(values, start=1):
            page.write_row(row, 0, ["2026-01", "5.28.21"])
            page.write_formula(row, 2, "=100*10", day, value)
    return path


def test_formulas_that_a_program_left_at_nought_are_refused_and_those_with_values_read(
    tmp_path: Path, data: Path
) -> None:
    assert errors(looked(formulas(tmp_path / "a.xlsx", [0, 0]), data)) == [(2, "Beløb", "formula_without_value")]
    assert load([formulas(tmp_path / "b.xlsx", [1000, 0])], data_folder=data, municipality="657").ok
    assert sorted(row["amount_ore"] for row in table(data, "ledger")) == [0, 100_000]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#I/T", "#VÆRDI!", "#DIV/0!", "#NAVN?", "#######"])
@pytest.mark.parametrize("heading", ["Team", "Rådgiver", "Første kontakt"])
def test_an_error_of_excel_is_no_value(tmp_path: Path, data: Path, error: str, heading: str) -> None:
    rows = [CASES, case(1), case(2, **{heading: error})]
    for file in (
        workbook(tmp_path / "s.xlsx", {"Sager": rows}),
        csv_file(tmp_path / "s.csv", rows[0], [[str(c or "") for c in row] for row in rows[1:]]),
    ):
        assert errors(looked(file, data)) == [(3, heading, "excel_error")]


def test_an_error_in_a_column_that_nobody_reads_is_harmless(tmp_path: Path, data: Path) -> None:
    assert looked(workbook(tmp_path / "s.xlsx", {"Sager": [CASES, case(1, Noter="#N/A")]}), data).ok


def test_texts_are_read_as_they_are_shown(tmp_path: Path, data: Path) -> None:
    rich = CellRichText("No", TextBlock(InlineFont(b=True), "rd"))
    rows = [[*CASES[:1], "Modtaget_x000D_\nden", *CASES[2:]], case(1, Team=rich), case(2, Team="\xa0Nord "),
            case(3, Team="Nord", Modtaget=dt.datetime(2026, 2, 3, 14, 30)), case(4, **{"Sagsnr.": "0657"})]  # fmt: skip
    rows[0][1] = "Modtaget"
    found = cases(workbook(tmp_path / "s.xlsx", {"Sager": rows}), data)
    assert found == [("0657", *WHOLE[3][1:]), *WHOLE[:3]]


@pytest.mark.parametrize(("cell", "code"), [(True, "truth_value"), (False, "truth_value")])
def test_a_truth_value_is_no_team(tmp_path: Path, data: Path, cell: bool, code: str) -> None:
    file = workbook(tmp_path / "s.xlsx", {"Sager": [CASES, case(1, Team=cell)]})
    assert errors(looked(file, data)) == [(2, "Team", code)]


def test_a_time_is_no_day(tmp_path: Path, data: Path) -> None:
    rows = [CASES, case(1, Modtaget=dt.time(8, 30)), case(2, Modtaget=dt.timedelta(hours=37))]
    report = looked(workbook(tmp_path / "s.xlsx", {"Sager": rows}), data)
    assert errors(report) == [(2, "Modtaget", "bad_date"), (3, "Modtaget", "bad_date")]
    assert [fault.values["value"] for fault in report.faults if fault.is_error] == ["8:30", "37:00"]


# Calendars


def serials(path: Path, cells: list[Any], since_1904: bool = False, form: str = "") -> Path:
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as book:
        page, style = book.add_worksheet("S"), book.add_format({"num_format": form} if form else {})
        page.write_row(0, 0, ["Sagsnr.", "Modtaget"])
        for row, cell in enumerate(cells, start=1):
            page.write(row, 0, f"S{row}")
            page.write(row, 1, cell, style)
    return path


@pytest.mark.parametrize(("since_1904", "number"), [(False, 46_054), (True, 44_592)])
@pytest.mark.parametrize("form", ["", "dd-mm-yyyy", "[$-406]d. mmmm yyyy", "yyyy-mm-dd hh:mm"])
def test_days_are_those_of_the_workbooks_own_calendar(
    tmp_path: Path, data: Path, since_1904: bool, number: int, form: str
) -> None:
    file = serials(tmp_path / "s.xlsx", [number, number + 27.75], since_1904, form)
    assert [row[1] for row in cases(file, data)] == [DAY(2026, 2, 1), DAY(2026, 2, 28)]
    assert ("serial_days" in remarked(looked(file, data / "none"))) is (form == "")


@pytest.mark.parametrize("cells", [[46_054, "01-02-2026"], [46_054, 5], [46_054, 460_540], [46_054, 46_054.5, "x"]])
def test_days_as_numbers_are_never_read_by_half(tmp_path: Path, data: Path, cells: list[Any]) -> None:
    report = looked(serials(tmp_path / "s.xlsx", cells), data)
    assert (2, "Modtaget", "serial_day") in errors(report)


def test_a_workbook_without_styles_says_of_no_number_that_it_is_a_day(tmp_path: Path, data: Path) -> None:
    gone = {
        "xl/styles.xml": lambda _: b"",
        "xl/_rels/workbook.xml.rels": lambda part: re.sub(rb"<[^<]*styles[^>]*>", b"", part),
    }
    file = edited(workbook(tmp_path / "s.xlsx", {"Sager": [CASES, case(1)]}), gone)
    assert errors(looked(file, data))[0] == (2, "Modtaget", "serial_day")


# Odd and foreign files


def test_odd_parts_that_excel_opens_are_read(tmp_path: Path, data: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    main, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"

    def to_strict(part: bytes) -> bytes:
        for name in (b"spreadsheetml/2006/main", b"officeDocument/2006/relationships"):
            part = part.replace(main + name, strict + name.replace(b"/2006", b""))
        return part

    names = (
        "xl/workbook.xml",
        sheet,
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
        "xl/sharedStrings.xml",
    )
    changes: dict[str, dict[str, Any]] = {
        "strict": {"changes": dict.fromkeys(names, to_strict)},
        "strokes": {"changes": {}, "rename": lambda name: name.replace("/", "\\")},
        "capitals": {"changes": {}, "rename": lambda name: name.replace("sheet1", "Sheet1")},
        "core": {"changes": {"docProps/core.xml": lambda _: b"<a>not a date</a>"}},
        "fill": {"changes": {"xl/styles.xml": lambda part: part.replace(b"</fills>", b"<fill/></fills>")}},
        "size": {"changes": {sheet: lambda part: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', part)}},
        "iso": {"changes": {sheet: lambda part: re.sub(rb'<c r="B2"([^>]*) t="n"><v>\d+</v>', rb'<c r="B2"\1 t="d"><v>2026-02-01T00:00:00</v>', part)}},
        "no places": {"changes": {sheet: lambda part: re.sub(rb' r="[A-Z]*\d+"', b"", part)}},
    }  # fmt: skip
    full = [CASES, *(case(n, Noter="x") for n in range(1, 7))]
    for name, change in changes.items():
        file = edited(workbook(tmp_path / f"{name}.xlsx", {"Sager": full}), **change)
        assert cases(file, data / name) == WHOLE, name


def test_formatted_empty_columns_far_out_are_harmless_and_too_many_are_said(tmp_path: Path, data: Path) -> None:
    def far(book: Any, column: int, value: Any) -> None:
        cell = book.worksheets[0].cell(3, column, value)
        cell.number_format = "0.00"

    assert cases(workbook(tmp_path / "a.xlsx", {"S": SHEET}, lambda book: far(book, 2000, None)), data) == WHOLE
    wide = [[*CASES, *(f"Felt {n}" for n in range(70))], *([*row, *["x"] * 70] for row in SHEET[1:])]
    assert cases(workbook(tmp_path / "b.xlsx", {"S": wide}), data / "b") == WHOLE
    text = [[f"{c:%d-%m-%Y}" if isinstance(c, DAY) else str(c or "") for c in row] for row in wide]
    assert cases(csv_file(tmp_path / "b.csv", text[0], text[1:]), data / "c") == WHOLE
    beyond = workbook(tmp_path / "c.xlsx", {"S": SHEET}, lambda book: far(book, 401, "x"))
    line = [*text[1], *[""] * 330, "x"]
    for file in (beyond, csv_file(tmp_path / "c.csv", CASES, [[""] * 6, line])):
        assert errors(looked(file, data / "d")) == [(None, "", "too_many_columns")]
        assert "Række 3 har for mange kolonner: noget står efter kolonne 400." in "\n".join(render(looked(file, data)))


def _zip(parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return content.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/></Relationships>'
)
FOREIGN: dict[str, tuple[bytes, str]] = {
    "sap.xls": ("\ufeff<html><body><table><tr><th>Sagsnr.</th></tr></table></body></html>".encode(), "html_table"),
    "sap16.xls": ("<html><TABLE><tr><td>Sagsnr.</td></tr></TABLE></html>".encode("utf-16"), "html_table"),
    "mht.xls": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "html_table"),
    "2003.xls": (b'<?xml version="1.0"?>\r\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml_spreadsheet"),
    "libre.ods": (_zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), "open_document"),
    "gammel.xls": (OLD + "Workbook".encode("utf-16-le"), "xls"),
    "laast.xlsx": (OLD + "EncryptedPackage".encode("utf-16-le"), "password"),
    "b.xlsb": (_zip({"_rels/.rels": RELATION.format("xl/workbook.bin"), "xl/workbook.bin": "x"}), "binary_workbook"),
    "brev.docx": (_zip({"_rels/.rels": RELATION.format("word/document.xml"), "word/document.xml": "<d/>"}), "no_workbook"),
    "filer.zip": (_zip({"sager.csv": "Sagsnr.;Modtaget\n"}), "no_workbook"),
    "sager.csv.gz": (b"\x1f\x8b\x08\x00" + b"\0" * 20, "archive"),
    "rapport.pdf": (b"%PDF-1.7\n", "no_table"),
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_workbook_is_told_as_what_it_is(tmp_path: Path, data: Path, name: str) -> None:
    content, code = FOREIGN[name]
    file = tmp_path / name
    file.write_bytes(content)
    report = looked(file, data)
    assert errors(report) == [(None, "", code)]
    assert "CPR" not in "\n".join(render(report))


def test_rows_out_of_order_are_refused_and_never_half_read(tmp_path: Path, data: Path) -> None:
    turned = {"xl/worksheets/sheet1.xml": lambda part: part.replace(b'<row r="3"', b'<row r="2"')}
    assert errors(looked(edited(workbook(tmp_path / "s.xlsx", {"S": SHEET}), turned), data)) == [
        (None, "", "unreadable")
    ]


def test_sheets_that_are_not_used_are_named(tmp_path: Path, data: Path) -> None:
    report = looked(workbook(tmp_path / "s.xlsx", {"S": SHEET, "Pivot": [["a", "b"], [1, 2]]}), data)
    assert "er ikke brugt (rækker i parentes): Pivot (2)." in "\n".join(render(report))
