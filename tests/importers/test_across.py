"""Months that stand across: laid down where they are a ledger's, and else named as what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import Report, load, render
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table

KEYS, ONE = ["Funktion", "Gruppering"], ["5.28.21", "003"]


def sent(tmp_path: Path, lines: list[list[Any]], kind: str = "csv", name: str = "fil", **said: Any) -> Report:
    write = csv_file if kind == "csv" else excel_file
    file = write(tmp_path / f"{name}.{kind}", lines[0], lines[1:])
    return load([file], data_folder=tmp_path / "data", municipality="Herning", **said)


def months(tmp_path: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in table(tmp_path / "data", "ledger"):
        key = f"{row['month'] // 12}-{row['month'] % 12 + 1:02}"
        found[key] = found.get(key, 0) + row["amount_ore"]
    return found


TWO = {"2026-01": 10_000, "2026-02": -20_050}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "lines",
    [
        [["Regnskab 2026"], [*KEYS, "Januar", "Februar"], [*ONE, "100", "-200,5"]],
        [[*KEYS, "jan 2026", "feb. 2026"], [*ONE, "100", "-200,5"]],
        [[*KEYS, "Jan-26", "Feb-26", "I alt"], [*ONE, "100", "-200,5", "-100,5"]],
        [[*KEYS, "2026-01", "02-2026"], [*ONE, "100", "-200,5"]],
        [["Regnskabsår", *KEYS, "1", "2", "3"], ["2026", *ONE, "100", "-200,5", ""]],
        [["Regnskabsår", *KEYS, "Periode 1", "P02"], ["2026", *ONE, "100", "-200,5"]],
        [["", "", "2026", ""], [*KEYS, "Januar", "Februar"], [*ONE, "100", "-200,5"]],
        [["Forbrug 2026, udtrukket 05-03-2027"], [], [*KEYS, "JANUAR", "FEBRUAR", "MARTS"], [*ONE, "60", "-200,5", "0"],
         ["5.28.22", "004", "40", "", ""], ["I alt", "", "100", "-200,5", "0"]],
        [[*KEYS, "Forbrug jan 2026", "Budget jan 2026", "Forbrug feb 2026"], [*ONE, "100", "999", "-200,5"]],
        [["Omkostningssted", *KEYS, "January 2026", "February 2026", "Note"], ["C1", *ONE, "100", "-200,5", "x"]],
    ],
)  # fmt: skip
def test_months_across_are_a_row_each(tmp_path: Path, kind: str, lines: list[list[Any]]) -> None:
    report = sent(tmp_path, lines, kind)
    assert report.ok, report.faults
    assert months(tmp_path) == TWO
    assert "months_down" in {remark.code for remark in report.files[0].remarks}


def test_periods_after_the_years_end_are_december(tmp_path: Path) -> None:
    assert sent(tmp_path, [["Regnskabsår", *KEYS, "P12", "P13"], ["2025", *ONE, "100", "50"]]).ok
    assert months(tmp_path) == {"2025-12": 15_000}


def test_the_year_may_come_from_the_name_or_be_given(tmp_path: Path) -> None:
    lines = [[*KEYS, "Januar", "Februar"], [*ONE, "100", "-200,5"]]
    assert [f.code for f in sent(tmp_path, lines).faults] == ["months_without_year"]
    assert sent(tmp_path, lines, year=2026).ok
    assert months(tmp_path) == TWO
    assert sent(tmp_path, lines, name="regnskab-2025").ok
    assert months(tmp_path) == TWO | {"2025-01": 10_000, "2025-02": -20_050}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([["Budget 2026"], [*KEYS, "Januar", "Februar"], [*ONE, "1", "2"]], "budget_across"),
        ([[*KEYS, "1. kvartal 2026", "2. kvartal 2026"], [*ONE, "1", "2"]], "quarters_across"),
        ([[*KEYS, "2025", "2026"], [*ONE, "1", "2"]], "years_across"),
        ([["Måned", *KEYS, "2025", "2026"], ["01", *ONE, "1", "2"]], "years_across"),
        ([["Akkumuleret forbrug 2026"], [*KEYS, "Januar", "Februar"], [*ONE, "1", "2"]], "cumulated_across"),
        ([["Regnskab 2025 og 2026"], [*KEYS, "Januar", "Februar"], [*ONE, "1", "2"]], "months_without_year"),
        ([["Beløb", *KEYS, "jan 2026", "feb 2026"], ["3", *ONE, "1", "2"]], "months_beside"),
        ([[*KEYS, "jan 2026", "Januar 2026"], [*ONE, "1", "2"]], "months_twice"),
        ([[*KEYS, "jan 2026", "feb 2026", "I alt"], [*ONE, "1", "2", "4"]], "sum_across_disagrees"),
        ([[*KEYS, "jan 2026"], [*ONE, "1"], ["I alt", "", "2"]], "sum_across_disagrees"),
        ([[*KEYS, "jan 2026", "feb 2026"], [*ONE, "1", "x"]], "bad_number"),
        ([["Rådgiver", "Fra", "jan 2026", "feb 2026"], ["R1", "01-01-2026", "30", "37"]], "months_across"),
    ],
)  # fmt: skip
def test_what_stands_across_and_is_no_months_of_accounts_is_named(tmp_path: Path, lines: list[list[Any]], code: str) -> None:
    report = sent(tmp_path, lines)
    assert {f.code for f in report.faults if f.is_error} == {code}
    set_language("da")
    assert "på tværs" in "\n".join(render(report)) or code in ("sum_across_disagrees", "bad_number")


def test_a_fault_names_the_row_of_the_file(tmp_path: Path) -> None:
    lines = [["Regnskab 2026"], [*KEYS, "Januar", "Februar"], [*ONE, "1", "2"], [*ONE, "3", "fire"]]
    assert [(f.row, f.code) for f in sent(tmp_path, lines).faults] == [(4, "bad_number")]


def test_a_cpr_number_in_a_row_that_is_left_out_refuses(tmp_path: Path) -> None:
    lines = [[*KEYS, "jan 2026", "Note"], [*ONE, "1", ""], ["I alt", "", "1", "010107-1234"]]
    assert "cpr" in {f.code for f in sent(tmp_path, lines).faults}
