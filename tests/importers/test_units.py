"""In what are the amounts? Headings, lines above, a row below and cells: applied and said, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.importers import check, load, render
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table

ROW = ["2026-01", "5.28.21", "003"]
HEAD = ["Måned", "Funktion", "Gruppering"]


def ledger(path: Path, heading: str, amount: object, *, title: str = "", below: str = "") -> Path:
    lines = [[title], []] if title else []
    lines += [[*HEAD, heading], *([["", "", "", below]] if below else []), [*ROW, amount]]
    return csv_file(path, lines[0], lines[1:])


def loaded(path: Path, folder: Path) -> list[int] | list[str]:
    """The amounts in øre, or the codes of what is wrong."""
    report = load([path], data_folder=folder, municipality="Herning")
    if report.outcome == "refused":
        return [fault.code for fault in report.faults]
    return [row["amount_ore"] for row in table(folder, "ledger")]


THOUSAND = ("1.000 kr.", "1.000 DKK", "1000 kr", "TDKK", "tkr", "tkr.", "t.kr.", "t. kr.", "tusinde kr.", "hele tusinde",
            "hele 1.000 kr.", "i 1.000 kr.", "kr. 1.000", "DKK '000", "kr. 000", "kkr", "tusinde kroner", "1.000",
            "T.KR.", "i hele tusinde kr.")  # fmt: skip
UNITS = [(1, ["kr.", "DKK", "kroner", "hele kr.", "i kr.", "danske kroner"]), (1000, THOUSAND),
         (1_000_000, ["mio. kr.", "mio.", "mio kr", "mill. kr.", "i mio. kr.", "MDKK", "mkr.", "DKK mio.", "millioner kroner"]),
         (1_000_000_000, ["mia. kr.", "mia.", "milliarder kr."])]  # fmt: skip


@pytest.mark.parametrize(("times", "unit"), [(times, unit) for times, units in UNITS for unit in units])
def test_a_unit_in_the_heading(tmp_path: Path, times: int, unit: str) -> None:
    for number, heading in enumerate((f"Beløb ({unit})", f"Beløb [{unit}]", f"Forbrug {unit}", f"Beløb, {unit}")):
        if unit == "1.000" and number > 1:
            continue
        path = ledger(tmp_path / f"{number}.csv", heading, "1,25")
        assert loaded(path, tmp_path / str(number)) == [125 * times], heading


@pytest.mark.parametrize(("times", "title"), [
    (1000, "Regnskab 2026, alle beløb i 1.000 kr."), (1000, "Regnskab 2026 i 1.000 kr."), (1000, "(TDKK)"),
    (1000, "Herning Kommune - hele 1.000 kr. - regnskab"), (1000, "Enhed: 1000 DKK"), (1000, "Regnskab 2026 t.kr."),
    (1_000_000, "Beløb er angivet i mio. kr."), (1_000_000, "Budgetopfølgning (mio. kr.)"), (1, "Regnskab i kr."),
    (1, "Posteringer over 1.000 kr."), (1, "Bevilling på 5 mio. kr. til familiehuset"), (1, "Udskrevet af Mia"),
    (1, "Omkostningssted 1000"), (1, "Beløb i parentes er indtægter"), (1, "Regnskab i perioden januar til marts"),
    (1, "Forbrug i Herning Kommune 2026"), (0.01, "Alle beløb i øre"),
])  # fmt: skip
def test_a_unit_in_the_line_above(tmp_path: Path, times: float, title: str) -> None:
    amount = "125" if times == 0.01 else "1,25"
    expected = 125 if times == 0.01 else 125 * int(times)
    assert loaded(ledger(tmp_path / "a.csv", "Beløb", amount, title=title), tmp_path / "data") == [expected]


@pytest.mark.parametrize("below", ["(1.000 kr.)", "t.kr.", "1.000 kr.", "[TDKK]"])
def test_a_row_of_units_under_the_headings_is_no_data(tmp_path: Path, below: str) -> None:
    assert loaded(ledger(tmp_path / "a.csv", "Beløb", "1,25", below=below), tmp_path / "data") == [125_000]


@pytest.mark.parametrize(("written", "ore"), [
    ("1,2 mio.", 120_000_000), ("845 t.kr.", 84_500_000), ("1.234,50 DKK", 123_450), ("kr. 1.234,50", 123_450),
    ("1,2 mio. kr.", 120_000_000), ("-2 tkr", -200_000), ("12 kroner", 1_200), ("kr. -12", -1_200), ("(2 t.kr.)", -200_000),
])  # fmt: skip
def test_a_unit_in_the_cell(tmp_path: Path, written: str, ore: int) -> None:
    assert loaded(ledger(tmp_path / "a.csv", "Beløb", written), tmp_path / "data") == [ore]


@pytest.mark.parametrize(("heading", "amount", "title", "code"), [
    ("Beløb (1.000 kr.)", "1", "Alle beløb i mio. kr.", "units_differ"), ("Beløb kr.", "1", "Beløb i 1.000 kr.", "units_differ"),
    ("Beløb i mio. kr. (1.000 kr.)", "1", "", "units_differ"), ("Beløb (1.000 kr.)", "1 mio.", "", "units_differ"),
    ("Beløb EUR", "1", "", "foreign_currency"), ("Beløb (1.000 EUR)", "1", "", "foreign_currency"),
    ("Beløb", "1 EUR", "", "foreign_currency"), ("Beløb", "1", "Beløb i euro", "foreign_currency"),
    ("Beløb", "1", "Beløb i gylden", "unit_in_title"), ("Beløb (100 kr.)", "1", "", "heading_unclear"),
    ("Beløb (ekskl. moms)", "1", "", "heading_unclear"), ("Beløb (pr. barn)", "1", "", "heading_unclear"),
    ("Beløb (2025)", "1", "", "heading_unclear"), ("Beløb (akkumuleret)", "1", "", "year_to_date"),
    ("Beløb", "12 K", "", "unit_in_cell"), ("Beløb", "1", "Regnskab, år til dato", "title_to_date"),
    ("Beløb i alt kr.", "1", "", "missing_column"), ("Beløb 10.000 kr.", "1", "", "missing_column"),
])  # fmt: skip
def test_what_is_not_understood_of_a_unit_refuses(
    tmp_path: Path, heading: str, amount: str, title: str, code: str
) -> None:
    assert loaded(ledger(tmp_path / "a.csv", heading, amount, title=title), tmp_path / "data") [-1:] == [code]


def test_some_amounts_with_a_unit_and_some_without_are_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [*HEAD, "Beløb"], [[*ROW, "845 t.kr."], [*ROW, "12"], [*ROW, "0"]])
    report = check([path], data_folder=tmp_path / "data", municipality="Herning")
    assert [(fault.row, fault.code) for fault in report.faults] == [(3, "units_mixed")]


def test_a_unit_below_the_rows_is_not_passed_over(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [*HEAD, "Beløb"], [[*ROW, "12"], ["Alle beløb i 1.000 kr."]])
    assert loaded(path, tmp_path / "data") == ["unit_below"]


@pytest.mark.parametrize("heading", ["Oprindeligt budget kr.", "Oprindeligt budget (kr.)", "Oprindeligt budget, kr.",
                                     "Oprindeligt budget (2026)", "Oprindeligt budget DKK", "Vedtaget budget i kr."])  # fmt: skip
def test_a_budget_heading_with_kroner_or_its_year(tmp_path: Path, heading: str) -> None:
    rows = [[2026, "5.28.21", 1_250_000, "01-02-2026"]]
    path = csv_file(tmp_path / "a.csv", ["År", "Funktion", heading, "Opgjort pr."], rows)
    report = load([path], data_folder=tmp_path / "data", municipality="Herning")
    assert report.ok, render(report)
    assert [row["original_ore"] for row in table(tmp_path / "data", "budget_line")] == [125_000_000]


def test_a_budget_of_another_year_than_its_rows_is_refused(tmp_path: Path) -> None:
    rows = [[2026, "5.28.21", 1_250_000, "01-02-2026"]]
    path = csv_file(tmp_path / "a.csv", ["År", "Funktion", "Oprindeligt budget (2025)", "Opgjort pr."], rows)
    report = check([path], data_folder=tmp_path / "data", municipality="Herning")
    assert [fault.code for fault in report.faults if fault.is_error] == ["heading_unclear"]


def test_it_is_said_in_danish_what_the_amounts_were_read_as(tmp_path: Path) -> None:
    set_language("da")
    path = excel_file(tmp_path / "a.xlsx", ["Regnskab i mio. kr."], [[*HEAD, "Forbrug"], [*ROW, 1.25]])
    lines = "\n".join(render(check([path], data_folder=tmp_path / "data", municipality="Herning")))
    assert "Bemærk: Læst som millioner kroner: Forbrug." in lines


@pytest.mark.parametrize("heading", ["Beløb ÅTD", "Forbrug år til dato", "Akkumuleret", "Akkumuleret forbrug", "Beløb YTD",
                                     "Akk. forbrug", "Forbrug (år til dato)"])  # fmt: skip
def test_year_to_date_is_refused_alone_and_named_beside_a_month(tmp_path: Path, heading: str) -> None:
    alone = csv_file(tmp_path / "a.csv", [*HEAD, heading], [[*ROW, 100]])
    report = check([alone], data_folder=tmp_path / "data", municipality="Herning")
    assert ("year_to_date", heading) in {(fault.code, fault.column) for fault in report.faults}
    if heading.endswith(")"):  # of two columns of one name the first counts
        return
    beside = csv_file(tmp_path / "b.csv", [*HEAD, "Beløb", heading], [[*ROW, 100, 100], ["2026-02", *ROW[1:], 150, 250]])
    report = load([beside], data_folder=tmp_path / "data", municipality="Herning")
    assert ("cumulated_unused", heading) in {(r.code, r.values["column"]) for r in report.files[0].remarks if "column" in r.values}
    assert [row["amount_ore"] for row in table(tmp_path / "data", "ledger", "month")] == [10_000, 15_000]
