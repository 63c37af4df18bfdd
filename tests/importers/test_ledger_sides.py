"""Amounts whose sign stands beside them: debit and credit apart or in a column of their own, and what may not be passed over."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import Report, load
from tests.importers.files import csv_file, excel_file, table

WRITE = {"csv": csv_file, "xlsx": excel_file}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def sent(folder: Path, kind: str, headings: list[str], amounts: list[list[Any]], first: Any = "5.28.21") -> Report:
    lines = [["2026-01", first, *cells] for cells in amounts]
    file = WRITE[kind](folder.parent / f"r.{kind}", ["Måned", "Funktion", *headings], lines)
    return load([file], data_folder=folder, municipality="Herning")


def kroner(folder: Path) -> Decimal:
    return sum((Decimal(row["amount_ore"]) for row in table(folder, "ledger")), Decimal()) / 100


@pytest.mark.parametrize("kind", WRITE)
@pytest.mark.parametrize(
    ("headings", "amounts"),
    [
        (["Debet", "Kredit"], [["100.000,00", ""], ["", "40.000,00"]]),
        (["Debit", "Credit"], [[100000, None], [None, 40000]]),
        (["Debet", "Kredit"], [["100.000,00", "0,00"], ["0", "40.000,00 kr."]]),
        (["Kredit", "Debet"], [["30000", "10000,50"], ["9.999,50", "90000"], ["0,00", "-1"]]),  # both in a row; a reversal
        (["D/K", "Beløb"], [["D", "100.000,00"], ["K", "40.000,00"]]),
        (["S/H", "Beløb"], [["S", 100000.25], ["H", 40000.25]]),
        (["Fortegn", "Beløb"], [["+", "100000"], ["-", "40000"]]),
        (["Debet/Kredit", "Beløb"], [["Debet", "100000"], ["kredit", "40000"]]),
        (["D/K", "Beløb"], [["D", "100000"], ["K", "-40000"]]),  # the amounts have their signs already
        (["Posteringstype", "Beløb"], [["D", "100000"], ["K", "-40000"]]),
        (["Debet", "Kredit", "Beløb"], [["100000", "", "100000"], ["", "40000", "-40000"]]),
        (["Valuta", "Beløb"], [["DKK", "100000"], ["DKK", "-40000"]]),
        (["Status", "Beløb"], [["Bogført", "100000"], ["Kladde", "-40000"]]),
    ],
)  # fmt: skip
def test_credit_is_subtracted(folder: Path, kind: str, headings: list[str], amounts: list[list[Any]]) -> None:
    report = sent(folder, kind, headings, amounts)
    assert report.ok, report.faults
    assert kroner(folder) == 60_000


@pytest.mark.parametrize("kind", WRITE)
@pytest.mark.parametrize(
    ("headings", "amounts", "expected"),
    [
        (["Debet"], [["100"]], (None, "other_side_missing")),
        (["Debet", "Kredit"], [["100", ""], ["", "-40"]], (3, "credit_is_negative")),
        (["Debet", "Kredit", "Beløb"], [["100", "", "100"], ["", "40", "40"]], (3, "amount_beside_sides")),
        (["D/K", "Beløb"], [["D", "100"], ["X", "40"]], (3, "unknown_sign")),
        (["D/K", "Beløb"], [["D", "100"], ["", "40"]], (3, "unknown_sign")),
        (["D/K", "Beløb"], [["D", "100"], ["K", "40"], ["K", "-5"]], (None, "signs_unclear")),
        (["D/K", "Beløb"], [["D", "-100"], ["K", "40"]], (None, "signs_unclear")),
        (["Type", "Beløb"], [["D", "100"], ["K", "40"]], (None, "sign_unused")),
        (["Kode", "Beløb"], [["+", "100"], ["-", "40"]], (None, "sign_unused")),
        (["Datatype", "Beløb"], [["Regnskab", "100"], ["Budget", "40"]], (None, "kind_unused")),
        (["Valuta", "Beløb"], [["DKK", "100"], ["EUR", "40"]], (None, "unit_unused")),
        (["Enhed", "Beløb"], [["t.kr.", "100"], ["t.kr.", "40"]], (None, "unit_unused")),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused(
    folder: Path, kind: str, headings: list[str], amounts: list[list[Any]], expected: tuple[int | None, str]
) -> None:
    report = sent(folder, kind, headings, amounts)
    assert [(f.row, f.code) for f in report.faults if f.is_error] == [expected]


@pytest.mark.parametrize("kind", WRITE)
def test_a_sum_of_both_sides_is_held_against_the_rows(folder: Path, kind: str) -> None:
    headings, rows = ["Debet", "Kredit"], [["100000", ""], ["", "40000"]]
    lines = [*(["2026-01", "5.28.21", *cells] for cells in rows), ["I alt", "", "100000", "40000"]]
    file = WRITE[kind](folder.parent / f"r.{kind}", ["Måned", "Funktion", *headings], lines)
    assert load([file], data_folder=folder, municipality="Herning").ok
    assert kroner(folder) == 60_000


def test_a_profile_may_name_the_sides_or_the_sign(folder: Path) -> None:
    (folder / "profiler").mkdir(parents=True)
    (folder / "profiler" / "opus.toml").write_text(
        'system = "x"\ntitle = "x"\nsource = "ledger"\n[recognise]\nheadings = ["DKkode"]\n'
        '[columns]\nmonth = "Md"\nfunction = "Fkt"\namount = "Sum"\nsign = "DKkode"\n[values.sign]\n"40" = "D"\n"50" = "K"\n',
        encoding="utf-8",
    )
    rows = [["2026-01", "5.28.21", "100000", "40"], ["2026-01", "5.28.21", "40000", "50"]]
    file = csv_file(folder.parent / "r.csv", ["Md", "Fkt", "Sum", "DKkode"], rows)
    report = load([file], data_folder=folder, municipality="Herning")
    assert report.ok, report.faults
    assert kroner(folder) == 60_000


@pytest.mark.parametrize("cell", ["010107-1234", "0101071234"])
def test_a_cpr_number_in_a_column_of_signs_refuses(folder: Path, cell: str) -> None:
    for headings, amounts in ((["D/K", "Beløb"], [[cell, "1"]]), (["Debet", "Kredit"], [["1", ""], [f"{cell} x", ""]])):
        report = sent(folder, "csv", headings, amounts)
        assert not report.ok
        assert cell[:6] not in repr(report)


def test_the_year_to_date_and_a_budget_beside_the_accounts_are_named(folder: Path) -> None:
    report = sent(folder, "csv", ["Beløb", "Akkumuleret", "Budget"], [["100", "100", "900"], ["150", "250", "900"]])
    assert report.ok, report.faults
    assert kroner(folder) == 250
    said = {(r.code, r.values["column"]) for r in report.files[0].remarks if "column" in r.values}
    assert said == {("cumulated_unused", "Akkumuleret"), ("budget_unused", "Budget")}
    report = sent(folder, "csv", ["Beløb ÅTD"], [["100"], ["250"]])
    assert [f.code for f in report.faults if f.is_error] == ["year_to_date", "missing_column"]
