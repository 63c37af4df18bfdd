"""Which sign stands before the decimals: told by the whole file, asked about where nothing tells, never by one cell."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import check, load, render
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table
from tests.rounds import rounds

HEAD = ["Måned", "Funktion", "Beløb"]


def ledger(path: Path, amounts: list[Any], heading: str = "Beløb") -> Path:
    write = excel_file if path.suffix == ".xlsx" else csv_file
    return write(path, [*HEAD[:2], heading], [["2026-01", "5.28.21", amount] for amount in amounts])


def read(path: Path, folder: Path, **said: Any) -> list[int] | list[str]:
    """The amounts in øre in the order of the file, or the codes of what is wrong."""
    report = load([path], data_folder=folder, municipality="Herning", **said)
    if report.outcome == "refused":
        return sorted({fault.code for fault in report.faults})
    return [row["amount_ore"] for row in table(folder, "ledger", "rowid")]


@pytest.mark.parametrize(("amounts", "ore"), [
    (["1.234,50", "12.500", "850"], [123_450, 1_250_000, 85_000]), (["12.500"], [1_250_000]), (["845.120", "12"], [84_512_000, 1_200]),
    (["1370.08", "12"], [137_008, 1_200]), (["1,234.50", "12,345"], [123_450, 1_234_500]), (["1234.5", "1234.50"], [123_450, 123_450]),
    (["1234,5000"], [123_450]), (["1234.5000"], [123_450]), (["1.234.567"], [123_456_700]), (["1,234,567", "1,234"], [123_456_700, 123_400]),
    (["1 234,50", "1'234,50", "1’234,50", "1 234,50"], [123_450] * 4), (["1.234,50-", "(1.234,50)", "−1.234,50", "-1.234,50"], [-123_450] * 4),
    (["1.234,-", "+1.234,50", "1 234"], [123_400, 123_450, 123_400]), (["0,50", "12.345"], [50, 1_234_500]),
    (["12", "-3"], [1_200, -300]), (["kr. 1.234,50", "1.234,50 DKK"], [123_450] * 2),
])  # fmt: skip
def test_what_one_dialect_writes(tmp_path: Path, amounts: list[str], ore: list[int]) -> None:
    for number, way in enumerate(("a.csv", "b.xlsx")):
        assert read(ledger(tmp_path / way, amounts), tmp_path / str(number)) == ore


@pytest.mark.parametrize(("amounts", "code"), [
    (["1234.5", "1.234,50"], "decimal_signs_differ"), (["12.345", "12,345"], "decimal_signs_differ"),
    (["12,345", "845,120"], "which_decimal_sign"), (["845,120"], "which_decimal_sign"), (["1234.5", "123.456"], "many_decimals"),
    (["12,5", "845,120"], "many_decimals"), (["1234,567"], "many_decimals"), (["0.250", "12"], "many_decimals"),
    (["1.23.4"], "bad_number"), (["1234.567.890"], "bad_number"), (["1,23,4"], "bad_number"), (["--1"], "bad_number"), (["1e5"], "bad_number"),
    (["1.2345"], "many_decimals"), (["12 %"], "bad_number"),
])  # fmt: skip
def test_what_has_two_readings_or_none_is_refused(tmp_path: Path, amounts: list[str], code: str) -> None:
    for number, way in enumerate(("a.csv", "b.xlsx")):
        assert read(ledger(tmp_path / way, amounts), tmp_path / str(number)) == [code]


def test_the_question_names_both_readings_and_both_cells(tmp_path: Path) -> None:
    set_language("da")
    lines = render(check([ledger(tmp_path / "a.csv", ["845,120"])], data_folder=tmp_path / "x", municipality="657"))
    assert "Fejl, række 2, kolonne Beløb: “845,120” kan være 845,12 eller 845.120. Sig, hvilket tegn" in lines[1]
    lines = render(check([ledger(tmp_path / "b.csv", ["7", "1.234,50", "6", "99.5"])], data_folder=tmp_path / "x", municipality="657"))
    assert "Fejl, række 5, kolonne Beløb: “99.5” og “1.234,50” (række 3, kolonne Beløb) har ikke samme decimaltegn." in lines[1]


@pytest.mark.parametrize(("amounts", "decimal", "expected"), [
    (["845,120"], "komma", [84_512]), (["845,120"], "punktum", [84_512_000]), (["12.500"], "punktum", [1_250]),
    (["12.500"], "komma", [1_250_000]), (["1234.5"], "komma", ["other_decimal_sign"]), (["1.234,50"], "punktum", ["other_decimal_sign"]),
    (["1234.5", "123.456", "12.125"], "punktum", [123_450, 12_346, 1_212]), (["12", "850"], "punktum", [1_200, 85_000]),
])  # fmt: skip
def test_the_answer_counts_for_every_amount(tmp_path: Path, amounts: list[str], decimal: str, expected: list[Any]) -> None:
    for number, way in enumerate(("a.csv", "b.xlsx")):
        assert read(ledger(tmp_path / way, amounts), tmp_path / str(number), decimal=decimal) == expected


def test_the_same_file_with_another_answer_is_another_delivery(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.csv", ["845,120"])
    assert read(path, tmp_path / "data", decimal="komma") == [84_512]
    assert read(path, tmp_path / "data", decimal="punktum") == ["same_day_other"]
    assert read(path, tmp_path / "data", decimal="punktum", again="erstat") == [84_512_000]


@pytest.mark.parametrize(("heading", "amount", "expected"), [
    ("Beløb (mio. kr.)", "1.250", ["which_decimal_sign"]), ("Beløb (tkr)", "1.250", ["which_decimal_sign"]),
    ("Beløb (1.000 kr.)", "1.250", [125_000_000]), ("Beløb (mio. kr.)", "1,250", ["which_decimal_sign"]),
    ("Beløb (tkr)", "1234,567", [123_456_700]), ("Beløb (mio. kr.)", "1,234567", [123_456_700]), ("Beløb (tkr)", "0.250", [25_000]),
])  # fmt: skip
def test_a_unit_has_room_for_more_decimals(tmp_path: Path, heading: str, amount: str, expected: list[Any]) -> None:
    for number, way in enumerate(("a.csv", "b.xlsx")):
        assert read(ledger(tmp_path / way, [amount], heading), tmp_path / str(number)) == expected


def test_a_proof_in_one_column_counts_in_the_others_of_the_sheet(tmp_path: Path) -> None:
    head = ["År", "Funktion", "Oprindeligt budget", "Tillæg", "Forventet regnskab", "Opgjort pr."]
    sound = [[2026, "5.28.21", "12,345", "1,234.50", "", "01-02-2026"]]
    path = csv_file(tmp_path / "a.csv", head, sound)
    assert load([path], data_folder=tmp_path / "data", municipality="Herning").ok
    line = table(tmp_path / "data", "budget_line")[0]
    assert (line["original_ore"], line["supplement_ore"]) == (1_234_500, 123_450)
    torn = csv_file(tmp_path / "b.csv", head, [[2026, "5.28.21", "1.234,50", "12.5", "", "01-02-2026"]])
    faults = check([torn], data_folder=tmp_path / "none", municipality="Herning").faults
    assert [(f.code, f.column, f.values["column"]) for f in faults if f.is_error] == [
        ("decimal_signs_differ", "Tillæg", "Oprindeligt budget")
    ]


@pytest.mark.parametrize(("hours", "milli"), [(["18.5", "27.75"], [500, 750]), (["18,5", "27,75"], [500, 750]),
                                              (["18.500", "37"], [500, 1000]), (["18,500"], [500])])  # fmt: skip
def test_hours_with_either_sign(tmp_path: Path, hours: list[str], milli: list[int]) -> None:
    path = csv_file(tmp_path / "a.csv", ["Rådgiver", "Timer", "Fra"], [[f"R{i}", h, "2026-01-01"] for i, h in enumerate(hours)])
    assert load([path], data_folder=tmp_path / "data", municipality="Herning").ok
    assert [row["fte_milli"] for row in table(tmp_path / "data", "coordinator_fte", "coordinator_id")] == milli


def test_hours_with_both_signs_and_inhabitants_with_a_comma_are_asked_about(tmp_path: Path) -> None:
    rows = [["R1", "18.5", "2026-01-01"], ["R2", "27,75", "2026-01-01"]]
    both = csv_file(tmp_path / "a.csv", ["Rådgiver", "Timer", "Fra"], rows)
    persons = csv_file(tmp_path / "b.csv", ["År", "Antal"], [[2025, "23,456"]])
    for path, code in ((both, "decimal_signs_differ"), (persons, "which_decimal_sign")):
        faults = check([path], data_folder=tmp_path / "none", municipality="Herning").faults
        assert [fault.code for fault in faults if fault.is_error] == [code]


def test_what_a_spreadsheet_worked_out_is_rounded_to_ore_and_said(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", [1234.5678, 0.1 + 0.2, 12.5, 100 / 3])
    report = load([path], data_folder=tmp_path / "data", municipality="Herning")
    assert [dict(r.values) for r in report.files[0].remarks] == [{"count": "2", "columns": "Beløb"}]
    assert [row["amount_ore"] for row in table(tmp_path / "data", "ledger", "rowid")] == [123_457, 30, 1_250, 3_333]


SPELLINGS = ["1.234,50", "1234,5", "1.234", "12", "-3,25", "12 kr.", "1,234.50", "1234.5", "1,234", "1.234.567", "1,234,567", "0.250", "0,250",
             "(5,00)", "5,00-", "1 234", "1234,5678", "1.2", "2 t.kr.", "x", "", "1.234,567", "845.120", "0,5", "1'234.5"]  # fmt: skip


def test_a_file_where_it_lies_and_cells_read_one_by_one_come_to_the_same_amounts(tmp_path: Path) -> None:
    lot = random.Random(63)
    for number in range(rounds(400, 10)):
        some = lot.sample(SPELLINGS, lot.choice([1, 2, 2, 3, 5]))
        heading = lot.choice(["Beløb", "Beløb", "Beløb (1.000 kr.)", "Beløb tkr", "Beløb mio. kr.", "Beløb i øre"])
        said = lot.choice([{}, {}, {"decimal": "komma"}, {"decimal": "punktum"}])
        rows = [["2026-01", "5.28.21", lot.choice(some), "x"] for _ in range(lot.randint(1, 6))]
        files = {
            "scanned": csv_file(tmp_path / f"{number}.csv", [*HEAD[:2], heading, "Tekst"], rows),
            "read": csv_file(tmp_path / f"{number}-16.csv", [*HEAD[:2], heading, "Tekst"], rows, "utf-16", "\t"),
        }
        found = []
        for name, path in files.items():
            report = load([path], data_folder=tmp_path / name / str(number), municipality="657", **said)
            faults = [(f.row, f.code, dict(f.values)) for f in report.faults]
            amounts = sorted(r["amount_ore"] for r in table(tmp_path / name / str(number), "ledger")) if report.ok else []
            found.append((faults, amounts, [(r.code, dict(r.values)) for r in report.files[0].remarks]))
        assert found[0] == found[1], (heading, said, rows)
