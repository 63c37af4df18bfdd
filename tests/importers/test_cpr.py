"""CPR numbers in disguise are found, wherever they stand; ordinary keys are left in peace."""

import random
from pathlib import Path

import openpyxl
import pytest

from dashboard.importers import Given, check, cpr, load, render
from tests.importers.files import csv_file, excel_file, version_name
from tests.rounds import rounds

NUMBER = ("010107", "1234")
DISGUISES = [
    "{a}{b}", "{a}-{b}", "{a} {b}", "{a}–{b}", "{a} - {b}", "{a}.{b}", "{a}/{b}", "{a}_{b}",
    "Barn {a}-{b} født", "({a}{b})", "nr.{a}{b}", "{a}\u200b{b}", "{a}\u00ad{b}", "{a}\xa0{b}",
]  # fmt: skip
HARMLESS = [
    "S-01010x71234", "27.06.08-G01-12-24", "2024-0012345", "1234567", "A01010-7B1234", "0101071B234", "9901071234",
    "S0000012345", "S2025123456", "S2012001234", "27.06.08-G01-1234-2024", "0113071234", "12345678901", "528211003", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "01005-528211003-060601-109---",
]  # fmt: skip


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_number_is_seen_through_its_disguise(disguise: str) -> None:
    text = disguise.format(a=NUMBER[0], b=NUMBER[1])
    assert cpr.found_in(text)
    assert cpr.mask(text) == cpr.MASK
    assert cpr.found_in("".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)), "full width"
    assert cpr.found_in("".join(chr(ord(c) - 48 + 0x660) if c.isdigit() else c for c in text)), "other digits"


@pytest.mark.parametrize(
    "value", ["01 01 07 1234", "0101 07 1234", "01.01.07-1234", 101071234, 101071234.0, "101071234", 3112991234,
              "7112991234", "6101071234", "0101071234 0202081234", "101.071.234", "1,01071234E+08", "101071234,00",
              "CPR-nr. 0101071234", "S0101071234", "0101071234B", "S-0101071234x", "Barn010107-1234", "010107-1234Team",
              "010107,1234", "010107:1234", "010107; 1234", "barn 150107,1234 født", "O1O1O71234", "0l0lO7-1234",
              "010107 - - - -4151", "_10107-9999_", "01.01.07,1234"],
)  # fmt: skip
def test_other_ways_to_write_one(value: object) -> None:
    assert cpr.found_in(value)


@pytest.mark.parametrize(
    "value", [*HARMLESS, 12345678, 0.5, "", "01-02-2012 10:30", "2012-000123", 10121.25, "10121.2500"]
)
def test_what_is_none(value: object) -> None:
    assert not cpr.found_in(value)


@pytest.mark.parametrize(
    "title", ["Periode: 01.12.2025-31.12.2025", "Udtræk 01.12.2025 - 31.12.2025", "Opdateret 01-12-2025 14:30",
              "2025-01-01 – 2025-12-31 (Herning)", "Sager pr. 1/12-2025", "Kl. 08.15 den 1.12.2025, 1.234 rækker",
              "Id 01010712-3400-4151-8101-071234567890"],
)  # fmt: skip
def test_days_in_a_title_are_no_number(tmp_path: Path, title: str) -> None:
    file = csv_file(tmp_path / "a.csv", [title], [[], ["Sagsnr.", "Modtaget"], ["S-1", "01-02-2026"]])
    report = check([file], data_folder=tmp_path, municipality="657")
    assert not [fault for fault in report.faults if fault.is_error]


@pytest.mark.parametrize("text", ["Periode 01.12.2025-31.12.2025 010107-1234", "01-12-2025 0101071234", "010107-1234 01.12.2025"])
def test_a_number_beside_a_day_is_found(text: str) -> None:
    assert cpr.found_in(text)


def test_keys_with_a_letter_between_their_digits_are_never_refused() -> None:
    lot = random.Random(7)
    for _ in range(rounds(1_000_000, 3_000)):
        key = "".join(lot.choice("0123456789") for _ in range(10))
        assert not cpr.found_in_key(f"{key[:5]}K{key[5:]}")
        assert not cpr.found_in_key(f"S{key[:7]}")


def placed(tmp_path: Path, where: str) -> Path:
    """A population file, right but for a CPR number in one place."""
    number = "010107-1234"
    headings, row, name = ["År", "Antal"], [2025, 20_000], "befolkning"
    if where == "sheet name":
        return excel_file(tmp_path / "b.xlsx", headings, [row], sheet=number)
    if where == "file name":
        name = f"befolkning {number}"
    if where == "heading":
        headings, row = [*headings, number], [*row, 1]
    if where == "ignored column":
        headings, row = [*headings, "Andet"], [*row, number]
    if where == "cell beyond the headings":
        row = [*row, number]
    if where == "row above the headings":
        return csv_file(tmp_path / "b.csv", [number, ""], [headings, row])
    if where == "excel number":
        return excel_file(tmp_path / "b.xlsx", [*headings, "Andet"], [[*row, 101071234]])
    if where == "unknown file":
        return csv_file(tmp_path / "b.csv", ["Et", "To"], [["a", number]])
    if where == "second sheet":
        path = excel_file(tmp_path / "b.xlsx", headings, [row])
        book = openpyxl.load_workbook(path)
        book.create_sheet("Noter").append(["se", number])
        book.save(path)
        return path
    return csv_file(tmp_path / f"{name}.csv", headings, [row])


@pytest.mark.parametrize(
    "where", ["sheet name", "file name", "heading", "ignored column", "cell beyond the headings",
              "row above the headings", "excel number", "unknown file", "second sheet"],
)  # fmt: skip
def test_the_file_is_refused_wherever_it_stands_and_nothing_repeats_it(tmp_path: Path, where: str) -> None:
    report = load([placed(tmp_path, where)], data_folder=tmp_path / "data", municipality="Herning")
    assert report.outcome == "refused"
    assert any(fault.code.startswith("cpr") for fault in report.faults)
    assert version_name(tmp_path / "data") is None
    said = "\n".join(render(report)) + repr(report)
    assert "010107" not in said
    assert "101071234" not in said


def test_amounts_and_dates_may_look_like_one_when_they_parse(tmp_path: Path) -> None:
    rows = [["2025-01", "528211003", "0101071234"], ["2025-01", "528211003", "101071234"]]
    file = csv_file(tmp_path / "regnskab.csv", ["Måned", "Kontostreng", "Beløb"], rows)
    assert check([file], data_folder=tmp_path / "data", municipality="Herning").ok
    rows[0][2] = "010107-1234"
    file = csv_file(tmp_path / "regnskab.csv", ["Måned", "Kontostreng", "Beløb"], rows)
    report = check([file], data_folder=tmp_path / "data", municipality="Herning")
    assert [(f.row, f.column, f.code) for f in report.faults] == [(2, "Beløb", "cpr")]


@pytest.mark.parametrize("value", ["150107,1234", "10107,1234", "01:01:07:1234", "01,01,07,1234"])
def test_a_key_is_no_number_with_a_fraction(tmp_path: Path, value: str) -> None:
    assert not cpr.found_in(value)
    for row in ([value, "01-02-2026", "Nord"], ["S-1", "01-02-2026", value]):
        file = csv_file(tmp_path / "a.csv", ["Sagsnr.", "Modtaget", "Team"], [row])
        report = check([file], data_folder=tmp_path, municipality="657")
        assert [fault.code for fault in report.faults if fault.is_error] == ["cpr"]
        assert value not in "\n".join(render(report))


@pytest.mark.parametrize(
    "name", ["sager_10107-9999.csv", "sager_101071234.csv", "0101071234_sager.csv", "Barn010107-1234x.csv", "010107,1234.csv",
             "sager 2025-12-01 010107-1234.csv", "sager 31-12-2025-0101071234.csv", "2025-12-01 01.01.07-1234.csv",
             "sager_O1O1O71234.csv", "sager\u202e0101071234.csv", "sager.0101071234"],
)  # fmt: skip
def test_a_file_named_by_a_number_is_refused_and_its_name_is_nowhere(tmp_path: Path, name: str) -> None:
    content = csv_file(tmp_path / "s.csv", ["År", "Antal"], [[2025, 20_000]]).read_bytes()
    report = load([Given(name, content=content)], data_folder=tmp_path / "data", municipality="Herning")
    assert [fault.code for fault in report.faults] == ["cpr_in_file_name"]
    assert "07" not in "\n".join(render(report)) + repr(report)
    assert version_name(tmp_path / "data") is None


@pytest.mark.parametrize(
    "name", ["regnskab 01.12.2025-31.12.2025.csv", "regnskab_2025-01-01_2025-12-31.csv", "rapport 30-11-2026 14.30.csv",
             "sager-2026-11-30 (2).csv", "FOLK1A_20261130-101534.csv", "Budget 2026-2029.xlsx", "Kontoplan 528211003.csv"],
)  # fmt: skip
def test_days_in_the_name_of_a_file_are_no_number(name: str) -> None:
    assert not cpr.found_in_name(name)


@pytest.mark.parametrize("sign", [",", "."])
@pytest.mark.parametrize("whole", ["0", "", "-0", "7", "12", "100", "1234567"])
def test_no_number_of_ten_decimals_is_taken_for_one(whole: str, sign: str) -> None:
    lot = random.Random(22)
    texts = [f"{whole}{sign}{lot.randrange(10**10):010d}" for _ in range(rounds(75_000, 500))]
    assert [text for text in texts if cpr.found_in(text)] == []
    assert [n for n in (lot.uniform(-(10**6), 10**6) for _ in range(2_000)) if cpr.found_in(n)] == []


def test_a_column_of_shares_does_not_refuse_a_file(tmp_path: Path) -> None:
    lot = random.Random(22)
    shares = [f"{lot.random():.10f}".replace(".", ",") for _ in range(100)]
    rows = [[f"S{n}", "01-02-2026", share] for n, share in enumerate(shares)]
    assert check([csv_file(tmp_path / "a.csv", ["Sagsnr.", "Modtaget", "Andel"], rows)], data_folder=tmp_path, municipality="657").ok
    sheet = excel_file(tmp_path / "b.xlsx", ["Sagsnr.", "Modtaget", "Andel"], [[a, b, lot.random()] for a, b, _ in rows])
    assert check([sheet], data_folder=tmp_path, municipality="657").ok
    posted = [["2026-01", "528211003", 1, share] for share in shares]
    assert check([csv_file(tmp_path / "c.csv", ["Måned", "Kontostreng", "Beløb", "Andel"], posted)], data_folder=tmp_path, municipality="657").ok
    two = csv_file(tmp_path / "d.csv", ["Sagsnr.", "Modtaget", "Andel"], [["S1", "01-02-2026", "0101071234,0202081234"]])
    assert [fault.code for fault in check([two], data_folder=tmp_path, municipality="657").faults if fault.is_error] == ["cpr"]


def test_a_list_that_is_nobodys_is_refused_with_the_cell(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "aliaser.csv", ["alias", "navn", "id"], [["a", "b", 1], ["c", "d", "0101071234"]])
    report = check([file], data_folder=tmp_path, municipality="657")
    assert [(fault.row, fault.column, fault.code) for fault in report.faults] == [(3, "C", "cpr_somewhere")]
    assert "række 3, kolonne C" in "\n".join(render(report))
