"""Dates and powers of ten where identifiers belong, sums among the rows, and rows that are no data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import check, codes, load, render
from dashboard.importers.report import Bad
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table

DATES = ["28-05-2021", "2021-05-28", "28.05.2021", "28/05/2021", "28-05-21", "21-maj", "maj-28", "28-maj-21", "maj 2021", "28. maj",
         "2021-05-28 00:00:00", dt.date(2021, 5, 28), "dec-02", "1-2-24"]  # fmt: skip
POWERS = ["5,28E+08", "5.28E+08", "1,01E+11", "1.2e11", 120_000_000_000, 1_234_567_890_123_450]


@pytest.mark.parametrize("parse", [codes.key, codes.name, codes.function, codes.account, codes.grouping])
def test_dates_and_powers_are_no_identifiers(parse: Any) -> None:
    for some, code in ((DATES, "date_as_key"), (POWERS, "power_as_key"), ([12.5, 311299.1234], "fraction_as_key")):
        for value in some:
            with pytest.raises(Bad, match=code):
                parse(value)


@pytest.mark.parametrize("key", ["S1", "2025-0001", "2025-12", "12-2025", "27.06.08-G01-12", "27.06.08", "DEC2", "E12", "3E", "1E5", 17, 20250001,
                                 "2026-03-0012"])  # fmt: skip
def test_ordinary_keys_are_left_in_peace(key: Any) -> None:
    assert codes.key(key) == str(key)


@pytest.mark.parametrize("text", ["5.28.21 I alt", "5.28.21 i alt", "Sum 5.28.21", "5.28.21*", "* 5.28.21", "*", "**", "5.28.21 Total", "I alt",
                                  "Subtotal 5.28.21", "5.28.21 Delsum", "5.28.21 Rådgivning i alt", "5.28.21 (sum)", "Resultat"])  # fmt: skip
def test_a_sum_is_no_account(text: str) -> None:
    for parse in (codes.function, codes.account, codes.grouping):
        with pytest.raises(Bad, match="subtotal"):
            parse(text)


@pytest.mark.parametrize("text", ["5.28.21.003", "5.28.21-003", "5.28.21.1", "52821-003", "5.28.21 003", "1234,5"])
def test_half_of_an_account_is_not_dropped(text: str) -> None:
    with pytest.raises(Bad, match="impossible_account"):
        codes.function(text)


def test_what_stands_behind_a_code_is_its_name() -> None:
    for text in ("5.28.21 Forebyggende", "52821 - Rådgivning", "5.28.21: Rådgivning (24 timer)", "5.28.21 24-timers", "52821 Summerkurser"):
        assert codes.function(text) == "5.28.21"
    assert [codes.grouping(text) for text in ("3", "003 Familie", "003-Familie", 3)] == ["003"] * 4
    assert [codes.dranst(text) for text in ("1", "1 Drift", "2-statsrefusion")] == [1, 1, 2]
    for text in ("12", "1.5", "0"):
        with pytest.raises(Bad):
            codes.dranst(text)
    with pytest.raises(Bad, match="unknown_municipality"):
        codes.municipality("657 Randers")


LEDGER = ["Måned", "Funktion", "Gruppering", "Omkostningssted", "Beløb"]
POSTED = [["2026-01", "5.28.21", "003", "C1", "100"], ["2026-01", "5.28.21", "004", "C2", "200"]]
BUDGET = ["År", "Funktion", "Gruppering", "Oprindeligt budget", "Opgjort pr."]
LINES = [["2026", "5.28.21", "003", "100000", "01-02-2026"], ["2026", "5.28.21", "004", "200000", "01-02-2026"]]
CASES = ["Sagsnr.", "Modtaget", "Første kontakt", "Rådgiver", "Team"]
HELD = [[f"S{n}", "01-02-2026", "10-02-2026", "R1", "Nord"] for n in range(1, 5)]


def faults_of(path: Path) -> list[tuple[int | None, str]]:
    report = check([path], data_folder=path.parent / "none", municipality="Herning", as_of=dt.date(2026, 3, 31))
    return [(fault.row, fault.code) for fault in report.faults if fault.is_error]


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
@pytest.mark.parametrize(("row", "code"), [
    (["2026-01", "5.28.21 I alt", "", "", "300"], "subtotal"), (["*", "5.28.21", "", "", "300"], "subtotal"),
    (["2026-01 i alt", "5.28.21", "", "", "300"], "subtotal"), (["2026-01", "5.28.21", "003 i alt", "", "100"], "subtotal"),
    (["2026-01", "5.28.21", "003", "C1 i alt", "100"], "subtotal"), (["2026-01", "5.28.21", "", "", "300"], "sum_of_parts"),
    (["2026-01", "5.28", "", "", "300"], "impossible_account"), (["2026-01", "28-05-2021", "", "", "1"], "date_as_key"),
    (["2026-01", "5,28E+08", "", "", "1"], "power_as_key"),
])  # fmt: skip
def test_sums_and_spoilt_accounts_in_a_ledger(tmp_path: Path, row: list[str], code: str, sheet: str) -> None:
    write = {"csv": csv_file, "xlsx": excel_file}[sheet]
    assert code in {found for _row, found in faults_of(write(tmp_path / f"a.{sheet}", LEDGER, [*POSTED, row]))}
    near = [*POSTED, ["2026-01", "5.28.21", "", "", "299"]]
    assert faults_of(write(tmp_path / f"b.{sheet}", LEDGER, near)) == []


@pytest.mark.parametrize(("row", "code"), [
    (["2026", "5.28.21 i alt", "", "300000", "01-02-2026"], "subtotal"), (["2026", "5.28.21", "", "300000", "01-02-2026"], "sum_of_parts"),
    (["I alt", "", "", "299999", ""], "total_differs"), (["2026", "5.28", "", "300000", "01-02-2026"], "impossible_account"),
])  # fmt: skip
def test_sums_in_a_budget(tmp_path: Path, row: list[str], code: str) -> None:
    assert faults_of(csv_file(tmp_path / "a.csv", BUDGET, [*LINES, row])) == [(None if code == "" else 4, code)]


def test_the_last_line_of_a_budget_may_say_the_sum(tmp_path: Path) -> None:
    set_language("da")
    path = csv_file(tmp_path / "a.csv", BUDGET, [*LINES, ["I alt", "", "", "300.000", ""]])
    report = load([path], data_folder=tmp_path / "data", municipality="Herning")
    assert "1 rækker siger, hvad de andre giver i alt, og er udeladt: række 4." in "\n".join(render(report))
    assert sum(row["original_ore"] for row in table(tmp_path / "data", "budget_line")) == 30_000_000


FOOTERS = [["Antal sager: 4"], ["Antal sager:", "4"], ["Udskrevet 31-03-2026"], ["Udskrevet 31-03-2026 af Anne Hansen"], ["*** slut ***"],
           ["Total"], ["I alt", "4"], ["---------"], ["Side 1 af 1"], ["Kilde: fagsystemet"], ["", "", "", "Rapport slut"], ["Slut"],
           ["Listen indeholder alle sager i teamet"], ["Bruger:", "abcd"], CASES]  # fmt: skip


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
@pytest.mark.parametrize("footer", FOOTERS, ids=str)
def test_rows_that_hold_no_data_are_named_and_left_out(tmp_path: Path, footer: list[str], sheet: str) -> None:
    set_language("da")
    write = {"csv": csv_file, "xlsx": excel_file}[sheet]
    for number, rows in enumerate(([*HELD, footer], [*HELD[:2], footer, *HELD[2:]], [*HELD, [], footer, footer])):
        folder = tmp_path / str(number)
        path = write(tmp_path / f"{number}.{sheet}", CASES, rows)
        report = load([path], data_folder=folder, municipality="Herning", as_of=dt.date(2026, 3, 31))
        lines = "\n".join(render(report))
        assert report.outcome == "loaded", lines
        assert (report.files[0].rows_in, len(table(folder, "case_file"))) == (4, 4)
        assert f"er udeladt (gentagne overskrifter, bundlinjer): række {(6, 4, 7)[number]}" in lines
        assert "Anne" not in lines


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
@pytest.mark.parametrize("footer", [["Antal posteringer: 2"], ["Udskrevet 31-03-2026"], ["*** slut ***"], LEDGER, ["Antal posteringer", "2"],
                                    ["", "", "Rapport slut"]], ids=str)  # fmt: skip
def test_also_in_a_ledger(tmp_path: Path, footer: list[str], sheet: str) -> None:
    path = {"csv": csv_file, "xlsx": excel_file}[sheet](tmp_path / f"a.{sheet}", LEDGER, [POSTED[0], footer, POSTED[1], footer])
    report = load([path], data_folder=tmp_path / "data", municipality="Herning")
    assert report.outcome == "loaded", render(report)
    assert [(r.code, r.values["rows"]) for r in report.files[0].remarks] == [("rows_no_data", "3, 5")]
    assert sum(row["amount_ore"] for row in table(tmp_path / "data", "ledger")) == 30_000


def test_a_cpr_number_in_a_row_that_is_left_out_refuses_the_file(tmp_path: Path) -> None:
    for name, headings, rows in (("a", CASES, HELD), ("b", LEDGER, POSTED)):
        path = csv_file(tmp_path / f"{name}.csv", headings, [*rows, ["Udskrevet af 010107-1234"]])
        assert "cpr" in {code for _row, code in faults_of(path)}


def test_a_key_alone_is_no_case(tmp_path: Path) -> None:
    assert faults_of(csv_file(tmp_path / "a.csv", CASES, [*HELD, ["S5"]])) == [(6, "key_alone")]
    assert faults_of(csv_file(tmp_path / "b.csv", CASES, [*HELD, ["S5", "", "", "R1"]])) == []


def test_dates_that_excel_made_of_keys_are_refused_with_the_remedy(tmp_path: Path) -> None:
    set_language("da")
    path = excel_file(tmp_path / "a.xlsx", CASES, [[dt.date(2026, 3, 12), *HELD[0][1:]], [*HELD[1][:3], dt.date(2026, 12, 1), "Nord"]])
    report = check([path], data_folder=tmp_path / "none", municipality="Herning")
    assert [(f.row, f.column, f.code) for f in report.faults] == [(2, "Sagsnr.", "date_as_key"), (3, "Rådgiver", "date_as_key")]
    assert "formater kolonnen som tekst" in "\n".join(render(report))
