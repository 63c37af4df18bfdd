"""Ledgers: the file scanned where it lies and the cells read one by one say the same; kinds, periods and accounts."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.database.accounts import ACCOUNT_CLASSES
from dashboard.importers import check, cpr, load, render, values
from dashboard.importers.accounts import parse_account
from dashboard.importers.ledger_amounts import ore_sql, plain, shape_sql
from dashboard.importers.ledger_sets import suspicious
from dashboard.importers.numerals import Sign, open_sign, tells, written
from dashboard.importers.units import Unit
from dashboard.importers.values import Reading
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table, version_name
from tests.rounds import rounds

HEADINGS = ["Måned", "Kontostreng", "Funktion", "Gruppering", "Dranst", "Omkostningssted", "Beløb", "Kommune", "Tekst"]
CELLS: list[list[Any]] = [
    ["2025-01", "202502", "marts 2025", "01-04-2025", "3", "2099-01", "", "13-2025"],
    ["528211003", "01005-528211003-060601-109---", "5.28.21.1.003", "52821", "", "322011999", "528210003"],
    ["", "5.28.21", "5.28.22", "52821", "x"],
    ["", "3", "003", "abcd"],
    ["", "1", "2", "0"],
    ["", "Center 7", "Børnehuset", "x" * 70, "010107-1234"],
    ["1,00", "1.234,50", "-12", "12-", "(5)", "1 234,5", "1.234", "12.5", "", "abc", "12 kr.", "0101071234"],
    ["657", "Herning", "0657", "", "Atlantis"],
    ["", "faktura", "bilag 5100012345", "010107 1234", "Måned —", "x" * 201],
]  # fmt: skip


def lines(lot: random.Random, count: int, wild: float) -> list[list[Any]]:
    return [[(lot.choice(c) if lot.random() < wild else c[0]) for c in CELLS] for _ in range(count)]


def said(path: Path, folder: Path) -> list[Any]:
    report = check([path], data_folder=folder, municipality="Herning")
    file = report.files[0]
    return [
        file.rows_in,
        sorted((f.row or 0, f.column, f.code, sorted(f.values.items())) for f in file.faults),
        file.counts,
    ]


def test_a_file_where_it_lies_and_cells_read_one_by_one_say_the_same(tmp_path: Path) -> None:
    lot = random.Random(5)
    for number in range(rounds(300, 12)):
        rows = lines(lot, lot.randint(1, 12), lot.choice([0.02, 0.2, 0.6]))
        scanned = csv_file(tmp_path / "a.csv", HEADINGS, rows, lot.choice(["utf-8", "utf-8-sig"]), lot.choice(";\t"))
        read = csv_file(tmp_path / "b.csv", HEADINGS, rows, "utf-16", "\t")  # which DuckDB does not read
        assert said(scanned, tmp_path / "none") == said(read, tmp_path / "none"), (number, rows)


def test_both_ways_write_the_same_postings(tmp_path: Path) -> None:
    good = [[c[0] for c in CELLS], ["marts 2025", "528221004", "", "", "", "Børnehuset", "-1.234,5", "657", ""],
            ["2025-01", "", "5.28.21", "3", "2", "", "12 kr.", "0657", "x"]]  # fmt: skip
    files = {
        "csv": csv_file(tmp_path / "a.csv", HEADINGS, good),
        "utf16": csv_file(tmp_path / "b.csv", HEADINGS, good, "utf-16", "\t"),
        "latin": csv_file(tmp_path / "c.csv", HEADINGS, good, "latin-1", ";"),
        "xlsx": excel_file(tmp_path / "d.xlsx", HEADINGS, good),
    }
    found = []
    for name, path in files.items():
        report = load([path], data_folder=tmp_path / name)
        assert report.outcome == "loaded", render(report)
        found.append([tuple(row.values())[:-1] for row in table(tmp_path / name, "ledger", "amount_ore, month")])
    assert found[0] == found[1] == found[2] == found[3]
    assert [row[-1] for row in found[0]] == [-123_450, 100, 1200]


def test_rows_are_counted_as_the_spreadsheet_counts_them(tmp_path: Path) -> None:
    text = 'Udtræk 2025\n\nMåned;Kontostreng;Beløb\n2025-01;528211003;1\n\n;;\n2025-01;"528211\n003";x\n'
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    report = check([path], data_folder=tmp_path / "none", municipality="657")
    assert report.files[0].rows_in == 2
    assert [(f.row, f.column) for f in report.faults] == [(7, "Kontostreng"), (7, "Beløb")]


@pytest.mark.parametrize("name", ["a [1].csv", "a*b?.csv", "it's.csv", "æøå.csv"])
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    path = csv_file(tmp_path / name, ["Måned", "Kontostreng", "Beløb"], [["2025-01", "528211003", 1]])
    assert check([path], data_folder=tmp_path / "none", municipality="657").ok


def amounts(lot: random.Random) -> str:
    digits = "".join(lot.choice("0123456789") for _ in range(lot.randint(1, 16)))
    grouped = lot.choice([digits, f"{int(digits):,}".replace(",", lot.choice(". \xa0,"))])
    tail = lot.choice(["", "", ",5", ",50", ",505", ".5", ".50", ".500", " kr.", "-", ","])
    return lot.choice(["", "", "-", "- ", "+", "("]) + grouped + tail


UNITS = [None, *(Unit(Decimal(1).scaleb(power)) for power in (-2, 0, 3, 6, 9))]


@pytest.mark.parametrize("sign", [",", "."])
@pytest.mark.parametrize("unit", UNITS)
def test_sql_reads_amounts_as_python_does(sign: Sign, unit: Unit | None) -> None:
    lot = random.Random(7)
    given = sorted({amounts(lot) for _ in range(rounds(50_000, 1_000))})
    with duckdb.connect() as connection:
        connection.execute("create table a as select unnest(?) as a", [given])
        found = connection.execute(
            f"select a, {ore_sql('a', sign, unit)} from a where regexp_full_match(a, '{plain(sign, unit)}')"
        ).fetchall()
    assert len(found) > len(given) / 40
    for text, ore in found:
        assert values.ore(text, Reading(sign, unit)) == ore, text


@pytest.mark.parametrize("unit", UNITS)
def test_the_shape_of_an_amount_says_of_the_sign_what_the_amount_says(unit: Unit | None) -> None:
    lot = random.Random(8)
    given = sorted({amounts(lot) for _ in range(rounds(50_000, 1_000))})
    with duckdb.connect() as connection:
        connection.execute("create table a as select unnest(?) as a", [given])
        found = connection.execute(f"select a, {shape_sql('a', unit)} from a").fetchall()
    shapes = {shape for text, shape in found if shape != text}
    assert len(shapes) >= 3
    for text, shape in found:
        if shape != text:
            digits = written(text).digits
            assert (tells(digits), open_sign(digits)) == (tells(shape), open_sign(shape)), text


def test_no_cpr_number_slips_past_the_first_look() -> None:
    lot = random.Random(9)
    signs = ["", "", "", " ", "-", ".", "\u00a0", "\u2013", "/", "_", "\u200b", "\u00ad", " - ", "  --  ", " - - - - "]
    digits = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "⁰¹²³⁴⁵⁶⁷⁸⁹"]
    texts = []
    for _ in range(rounds(50_000, 2_000)):
        alphabet = lot.choice(digits)
        number = f"{lot.randint(1, 31):02}{lot.randint(1, 12):02}{lot.randint(0, 999999):06}"[
            lot.choice([0, 0, 0, 1]) :
        ]
        disguised = "".join(alphabet[int(d)] + (lot.choice(signs) if lot.random() < 0.3 else "") for d in number)
        if lot.random() < 0.1:
            number = lot.choice([f"{int(number) / 1e8:.8f}E8", f"{number}.0", number[:4] + " CPR " + number[4:]])
            disguised = number
        if lot.random() < 0.2:
            divided = f"{number[:6]}{lot.choice([',', ':', '; '])}{number[6:]}"
            disguised = lot.choice([disguised.replace("0", "O"), divided])
        texts.append(lot.choice(["", "bilag ", "Æ: ", "(", "S"]) + disguised + lot.choice(["", " x", ")", ", ok", "kr"]))
    with duckdb.connect() as connection:
        connection.execute("create table t as select unnest(?) as t", [texts])
        looked_at = {row[0] for row in connection.execute(f"select {suspicious('t')} from t").fetchall()}
    leaking = [text for text in texts if cpr.found_in(text)]
    assert len(leaking) > len(texts) / 4
    assert [text for text in leaking if text not in looked_at] == []


def test_nothing_of_a_refused_ledger_is_left(tmp_path: Path) -> None:
    rows = [["2025-01", "528211003", "1", f"bilag {n}"] for n in range(500)]
    rows[321][3] = "010107-1234"
    data = tmp_path / "data"
    path = csv_file(tmp_path / "a.csv", ["Måned", "Kontostreng", "Beløb", "Tekst"], rows)
    report = load([path], data_folder=data, municipality="657")
    assert [(f.row, f.column, f.code) for f in report.faults] == [(323, "Tekst", "cpr")]
    assert "010107" not in "\n".join(render(report))
    assert not data.exists()


def test_a_thousand_faults_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", ["Måned", "Kontostreng", "Beløb"], [["2025-01", "x", 1]] * 2_500)
    file = check([path], data_folder=tmp_path / "none", municipality="657").files[0]
    assert (len(file.faults), file.counts["impossible_account"]) == (1000, 2500)
    assert [remark.values["count"] for remark in file.remarks if remark.code == "more_faults"] == ["1500"]


LONG = ["Regnskabsår", "Periode", "Kontostreng", "Type", "Beløb"]


def test_kinds_and_periods(tmp_path: Path) -> None:
    set_language("da")
    rows = [[2024, 3, "528211003", "Regnskab", "10"], [2024, 13, "528211003", "Forbrug", "5"],
            [2024, "", "528211003", "Oprindeligt budget", "100"], [2024, 1, "528211003", "Oprindeligt budget", "20"],
            [2024, "", "528211003", "Korrigeret budget", "150"], [2024, "", "528211003", "Forventet regnskab", "160"],
            [2024, "", "528221004", "Oprindeligt", "7"], [2024, "", "528221004", "Tillæg", "-2"]]  # fmt: skip
    report = load([csv_file(tmp_path / "a.csv", LONG, rows)], data_folder=tmp_path, municipality="657")
    assert report.outcome == "loaded", render(report)
    assert "1 rækker i periode 13-16 (efter årets udgang) er talt med i december." in "\n".join(render(report))
    booked = [(r["month"] - 12 * 2024 + 1, r["amount_ore"]) for r in table(tmp_path, "ledger", "month")]
    assert booked == [(3, 1000), (12, 500)]
    lines = table(tmp_path, "budget_line", "account_function")
    money = [(r["account_function"], r["original_ore"], r["supplement_ore"], r["expected_ore"]) for r in lines]
    assert money == [("5.28.21", 12_000, 3_000, 16_000), ("5.28.22", 700, -200, None)]


def test_a_file_of_budgets_alone(tmp_path: Path) -> None:
    rows = [[2026, "", "528211003", "oprindeligt", "100"], [2026, "", "528211003", "tillæg", "1"]]
    report = load([csv_file(tmp_path / "a.csv", LONG, rows)], data_folder=tmp_path, municipality="657")
    assert report.outcome == "loaded", render(report)
    assert table(tmp_path, "ledger") == []
    assert {r["source"] for r in table(tmp_path, "coverage")} == {"budget"}


def test_a_column_type_that_is_no_kind_of_amount_is_left_alone(tmp_path: Path) -> None:
    rows = [["2024", "3", "528211003", "Faktura", "10"], ["2024", "4", "528211003", "Bilag", "10"]]
    report = load([csv_file(tmp_path / "a.csv", LONG, rows)], data_folder=tmp_path, municipality="657")
    assert report.outcome == "loaded", render(report)
    assert [r.values["columns"] for r in report.files[0].remarks if r.code == "ignored_columns"] == ["Type"]


def test_a_month_takes_the_place_of_the_same_month_alone_and_the_ledger_is_sorted(tmp_path: Path) -> None:
    head = ["Måned", "Kontostreng", "Beløb", "Kommune"]
    first = [[f"2025-{m:02}", "528211003", m, code] for m in (3, 1, 2) for code in ("730", "657")]
    assert load([csv_file(tmp_path / "a.csv", head, first)], data_folder=tmp_path).ok
    before = version_name(tmp_path)
    assert load([csv_file(tmp_path / "a.csv", head, first)], data_folder=tmp_path).outcome == "unchanged"
    assert version_name(tmp_path) == before
    again = csv_file(tmp_path / "b.csv", head, [["2025-02", "528211003", 9, "657"]])
    assert load([again], data_folder=tmp_path, again="erstat").ok
    rows = [
        (r["municipality_code"], r["month"] - 12 * 2025 + 1, r["amount_ore"])
        for r in table(tmp_path, "ledger", "rowid")
    ]
    assert rows == [
        ("0657", 1, 100),
        ("0657", 3, 300),
        ("0730", 1, 100),
        ("0730", 2, 200),
        ("0730", 3, 300),
        ("0657", 2, 900),
    ]


# The forms of account strings in use in a municipality's economy system (OS2bos' 13,431 aliases): how many digits each
# part has, A standing for letters, '' for a part that is empty.
SHAPES = ["5-9-6-3---4", "5-9-6-3---", "5-9-6-3-A6--4", "5-9-6-3---4-6", "5-9-6-3--6-4", "5-9-6-3A---", "6-9-5-3--",
          "5-9-6--A6--", "-9-----", "6-9-5-5", "5-9-6----", "9", "9-5", "5-9-6-3-A6A--4"]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_form_of_an_account_string_is_understood_or_named(shape: str) -> None:
    lot, known = random.Random(shape), {row.account_function for row in ACCOUNT_CLASSES}
    for account, function in (("528211003", "5.28.21"), ("022013999", "0.22.01"), ("582211003", "5.82.21")):
        text = "".join(
            account
            if part == "9"
            else "Q"
            if part == "A"
            else lot.choice("0123456789") * int(part)
            if part.isdigit()
            else part
            for part in shape
        )
        parsed = parse_account(text)
        assert (parsed.function, parsed.dranst, parsed.grouping) == (function, int(account[5]), account[6:])
        assert (parsed.function in known) == (function == "5.28.21")  # 5.82.21 is named, never guessed


TOTAL = ["Måned", "Kontostreng", "Beløbstype", "Beløb", "Tekst"]
SOUND = [["2025-01", "528211003", "regnskab", "100,00", ""], ["2025-02", "528211003", "regnskab", "20", ""],
         ["2025-02", "528211003", "oprindeligt", "7", ""]]  # fmt: skip


def test_a_total_is_no_posting_and_is_said_of_one_kind_or_of_all(tmp_path: Path) -> None:
    rows = [*SOUND, ["I alt", "", "Regnskab", "120,00", ""], ["", "I ALT", "", "127,00", ""]]
    for name, write in {"csv": csv_file, "xlsx": excel_file}.items():
        report = load([write(tmp_path / f"a.{name}", TOTAL, rows)], data_folder=tmp_path / name, municipality="Herning")
        assert report.ok, report.faults
        assert report.files[0].rows_in == 3
        assert sum(row["amount_ore"] for row in table(tmp_path / name, "ledger")) == 12_000


@pytest.mark.parametrize("amount", ["119,99", "", "mange"])
def test_a_ledger_that_does_not_come_to_its_own_total_is_refused(tmp_path: Path, amount: str) -> None:
    file = csv_file(tmp_path / "a.csv", TOTAL, [*SOUND, ["I alt", "", "regnskab", amount, ""]])
    report = load([file], data_folder=tmp_path / "data", municipality="Herning")
    assert [(fault.code, fault.row) for fault in report.faults] == [("control_total", None)]
    assert version_name(tmp_path / "data") is None


def test_a_cpr_number_in_the_row_of_the_total_refuses_the_file(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", TOTAL, [*SOUND, ["I alt", "", "regnskab", "120", "010107-1234"]])
    assert [fault.code for fault in check([file], data_folder=tmp_path / "data", municipality="657").faults] == ["cpr"]


@pytest.mark.parametrize(("said", "ok"), [("3,5", True), ("3.500", False)])
def test_a_control_sum_is_in_the_unit_of_its_column(tmp_path: Path, said: str, ok: bool) -> None:
    rows = [["2025-01", "528211003", "1,5"], ["2025-02", "528211003", "2"], ["I alt", "", said]]
    file = csv_file(tmp_path / "a.csv", ["Måned", "Kontostreng", "Beløb (1.000 kr.)"], rows)
    assert check([file], data_folder=tmp_path / "none", municipality="657").ok is ok
