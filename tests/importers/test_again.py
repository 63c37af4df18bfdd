"""A month that is delivered again: what a finance consultant does in a year, and what is asked before anything is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import Report, check, load, render
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table, version_name

HEAD = ["Måned", "Kontostreng", "Omkostningssted", "Beløb"]
A, B, C = "528211003", "528221004", "557721009"
FEB, MAR, APR, MAY = (dt.date(2026, month, 5) for month in (2, 3, 4, 5))
JANUARY = [["2026-01", A, "K1", 100], ["2026-01", B, "K1", 50]]


@pytest.fixture(autouse=True)
def _danish() -> None:
    set_language("da")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def deliver(folder: Path, rows: list[list[Any]], day: dt.date | None, name: str = "r.csv", **said: Any) -> Report:
    file = csv_file(folder.parent / name, HEAD, rows)
    return load([file], data_folder=folder, municipality="Herning", as_of=day, **said)


def held(folder: Path) -> dict[tuple[int, str, str], int]:
    """Kroner by month of 2026, function and cost centre."""
    found: dict[tuple[int, str, str], int] = {}
    for row in table(folder, "ledger"):
        key = (row["month"] - 12 * 2026 + 1, row["account_function"], row["cost_centre"])
        found[key] = found.get(key, 0) + row["amount_ore"] // 100
    return found


def said(report: Report) -> str:
    return "\n".join(render(report)).replace("\xa0", " ")


def codes(report: Report) -> list[str]:
    return [fault.code for fault in report.faults]


def test_the_year_to_date_every_month_is_taken_in_and_what_changed_is_said(folder: Path) -> None:
    deliver(folder, JANUARY, FEB)
    report = deliver(folder, [["2026-01", A, "K1", 110], ["2026-01", B, "K1", 50], ["2026-02", A, "K1", 7]], MAR)
    assert report.outcome == "loaded"
    assert "leveret før og ændret nu: jan. 2026 (summen går fra 150,00 kr. til 160,00 kr.)." in said(report)
    report = deliver(
        folder, [["2026-01", A, "K1", 110], ["2026-01", B, "K1", 50], ["2026-02", A, "K1", 7]], APR, "2.csv"
    )
    assert "ændret nu" not in said(report)  # nothing has changed
    assert held(folder) == {(1, "5.28.21", "K1"): 110, (1, "5.28.22", "K1"): 50, (2, "5.28.21", "K1"): 7}


def test_what_would_disappear_is_named_with_its_sum_and_nothing_is_changed_until_it_is_answered(folder: Path) -> None:
    deliver(folder, JANUARY, FEB)
    before = version_name(folder)
    fewer = [["2026-01", A, "K1", 90]]
    for report in (
        deliver(folder, fewer, MAR),
        check([folder.parent / "r.csv"], data_folder=folder, municipality="657", as_of=MAR),
    ):
        assert codes(report) == ["would_disappear"]
        words = said(report)
        assert "jan. 2026: 5.28.22 004, K1 (50,00 kr.) (summen går fra 150,00 kr. til 90,00 kr.)" in words
        assert "--leveret-foer erstat" in words
        assert "--leveret-foer suppler" in words
    assert version_name(folder) == before
    replaced = deliver(folder, fewer, MAR, again="erstat")
    assert "ikke længere med: jan. 2026: 5.28.22 004, K1 (50,00 kr.)." in said(replaced)
    assert held(folder) == {(1, "5.28.21", "K1"): 90}


def test_a_cost_centre_that_was_forgotten_is_added_on_purpose(folder: Path) -> None:
    deliver(folder, JANUARY, FEB)
    forgotten = [["2026-01", A, "K2", 9]]
    assert codes(deliver(folder, forgotten, MAR)) == ["would_disappear"]
    report = deliver(folder, forgotten, MAR, again="suppler")
    assert "lagt til det, der er leveret før: jan. 2026 (summen går fra 150,00 kr. til 159,00 kr.)" in said(report)
    assert held(folder) == {(1, "5.28.21", "K1"): 100, (1, "5.28.21", "K2"): 9, (1, "5.28.22", "K1"): 50}
    changed = [["2026-01", A, "K1", 101], ["2026-01", B, "K1", 50]]
    assert codes(deliver(folder, changed, APR)) == ["would_disappear"]  # what was added is held too


@pytest.mark.parametrize("day", [None, FEB])
def test_an_old_file_by_mistake_does_not_become_the_newest(folder: Path, day: dt.date | None) -> None:
    deliver(folder, JANUARY, FEB, "jan.csv")
    deliver(folder, [["2026-01", A, "K1", 120], ["2026-01", B, "K1", 50]], MAR)
    report = deliver(folder, JANUARY, day, "en-kopi.csv")
    assert report.outcome == "unchanged"
    assert "Allerede indlæst, opgjort 05-02-2026" in said(report)
    assert held(folder)[1, "5.28.21", "K1"] == 120
    meant = deliver(folder, JANUARY, APR, "jan.csv")  # with a day of its own it is a new delivery
    assert meant.outcome == "loaded"
    assert held(folder)[1, "5.28.21", "K1"] == 100


def test_an_older_delivery_that_comes_late_fills_what_is_missing_and_overwrites_nothing(folder: Path) -> None:
    deliver(folder, JANUARY, MAR)
    report = deliver(folder, [["2025-12", A, "K1", 7], ["2026-01", A, "K1", 99], ["2026-01", B, "K1", 49]], FEB)
    assert "en nyere levering gælder, og denne, opgjort 05-02-2026, ændrer den ikke: jan. 2026." in said(report)
    assert held(folder) == {(0, "5.28.21", "K1"): 7, (1, "5.28.21", "K1"): 100, (1, "5.28.22", "K1"): 50}
    late = [["2026-01", A, "K1", 99], ["2026-01", C, "K1", 30]]
    report = deliver(folder, late, FEB, "late.csv")
    assert codes(report) == ["older_has_more"]
    assert "5.57.72 009, K1 (30,00 kr.)" in said(report)
    assert deliver(folder, late, FEB, "late.csv", again="suppler").ok
    assert held(folder)[1, "5.57.72", "K1"] == 30
    assert held(folder)[1, "5.28.21", "K1"] == 100


def test_other_numbers_of_the_same_day_are_asked_about(folder: Path) -> None:
    deliver(folder, JANUARY, None)
    corrected = [["2026-01", A, "K1", 101], ["2026-01", B, "K1", 50]]
    report = deliver(folder, corrected, None)
    assert codes(report) == ["same_day_other"]
    assert "5.28.21 003, K1 100,00 kr. og 101,00 kr." in said(report)
    assert deliver(folder, corrected, None, again="erstat").ok
    assert held(folder)[1, "5.28.21", "K1"] == 101


def test_a_month_that_comes_to_nothing_is_asked_about(folder: Path) -> None:
    deliver(folder, JANUARY, FEB)
    report = deliver(folder, [["2026-01", A, "K1", 0], ["2026-01", B, "K1", 0]], MAR)
    assert codes(report) == ["comes_to_nothing"]


def test_an_account_without_postings_may_be_left_out_of_the_next_extract(folder: Path) -> None:
    deliver(folder, [*JANUARY, ["2026-01", C, "K1", 0]], FEB)
    assert deliver(folder, JANUARY, MAR).outcome == "loaded"


def test_files_of_one_command_are_parts_of_one_extract(folder: Path) -> None:
    files = [csv_file(folder.parent / "a.csv", HEAD, JANUARY[:1]), csv_file(folder.parent / "b.csv", HEAD, JANUARY[1:])]
    assert load(files, data_folder=folder, municipality="657", as_of=FEB).ok
    assert held(folder) == {(1, "5.28.21", "K1"): 100, (1, "5.28.22", "K1"): 50}


def test_what_two_files_hold_alike_is_counted_once_as_in_two_commands(folder: Path) -> None:
    both = [*JANUARY, ["2026-02", A, "K1", 7]]
    files = [csv_file(folder.parent / "jan.csv", HEAD, JANUARY), csv_file(folder.parent / "janfeb.csv", HEAD, both)]
    report = load(files, data_folder=folder, municipality="657", as_of=FEB)
    assert "står ens i jan.csv, janfeb.csv og er talt med én gang: jan. 2026." in said(report)
    assert "Sum: 157,00 kr." in said(report)
    one = held(folder)
    for file in files:
        assert load([file], data_folder=folder.parent / "two", municipality="657", as_of=FEB).ok
    assert held(folder.parent / "two") == one


@pytest.mark.parametrize("again", ["", "erstat", "suppler"])
def test_two_files_that_tell_an_account_differently_are_refused(folder: Path, again: str) -> None:
    """Added up they would be twice the money, and two commands would give another number."""
    other = csv_file(folder.parent / "b.csv", HEAD, [["2026-01", A, "K1", 99]])
    files = [csv_file(folder.parent / "a.csv", HEAD, JANUARY), other]
    report = load(files, data_folder=folder, municipality="657", again=again)
    assert codes(report) == ["files_disagree"]
    assert (
        "a.csv, b.csv har de samme konti med forskellige beløb: jan. 2026: 5.28.21 003, K1 100,00 kr. og 99,00 kr."
        in said(report)
    )
    assert version_name(folder) is None


def test_a_year_end_of_periods_13_to_16_is_a_part_of_december(folder: Path) -> None:
    head = ["Regnskabsår", "Periode", "Kontostreng", "Beløb"]

    def year_end(name: str, rows: list[list[Any]], day: dt.date, **said: Any) -> Report:
        file = csv_file(folder.parent / name, head, rows)
        return load([file], data_folder=folder, municipality="657", as_of=day, **said)

    assert year_end("aar.csv", [[2025, 12, A, 10], [2025, 13, B, 5]], FEB).ok
    assert codes(year_end("efter.csv", [[2025, 14, A, 3]], MAR)) == ["would_disappear"]
    whole = year_end("hele.csv", [[2025, 12, A, 10], [2025, 13, B, 5], [2025, 14, A, 3]], APR)
    assert whole.ok
    assert held(folder) == {(0, "5.28.21", ""): 13, (0, "5.28.22", ""): 5}


BUDGET = ["År", "Funktion", "Oprindeligt budget", "Tillæg", "Forventet regnskab", "Opgjort pr."]


def budget(folder: Path, rows: list[list[Any]], name: str = "budget.csv", **said: Any) -> Report:
    return load([csv_file(folder.parent / name, BUDGET, rows)], data_folder=folder, municipality="657", **said)


def lines(folder: Path) -> list[tuple[str, int, dt.date]]:
    rows = table(folder, "budget_line", "account_function, as_of")
    return [(row["account_function"], row["original_ore"] // 100, row["as_of"]) for row in rows]


def test_a_follow_up_of_the_budget_counts_by_its_day_and_a_line_that_is_gone_is_asked_about(folder: Path) -> None:
    june, march = dt.date(2026, 6, 30), dt.date(2026, 3, 31)
    both = [[2026, "5.28.21", 1000, 0, "", "30-06-2026"], [2026, "5.28.22", 500, 0, "", "30-06-2026"]]
    assert budget(folder, both).ok
    late = budget(folder, [[2026, "5.28.21", 900, 0, "", "31-03-2026"]], "marts.csv")
    assert late.ok
    assert "ændrer den ikke: 2026." in said(late)
    assert lines(folder) == [("5.28.21", 1000, june), ("5.28.22", 500, june)]
    september = [[2026, "5.28.21", 1100, 0, 1200, "30-09-2026"]]
    refused = budget(folder, september, "sep.csv")
    assert codes(refused) == ["would_disappear"]
    assert "2026: 5.28.22 (500,00 kr.)" in said(refused)
    assert budget(folder, september, "sep.csv", again="suppler").ok
    assert lines(folder) == [("5.28.21", 1100, dt.date(2026, 9, 30)), ("5.28.22", 500, june)]
    assert march not in {day for *_line, day in lines(folder)}


def test_budgets_of_several_years_stand_side_by_side(folder: Path) -> None:
    assert budget(folder, [[2025, "5.28.21", 900, 0, 950, "31-12-2025"]]).ok
    assert budget(folder, [[2026, "5.28.21", 1000, 0, "", "31-03-2026"]], "2026.csv").ok
    assert lines(folder) == [("5.28.21", 900, dt.date(2025, 12, 31)), ("5.28.21", 1000, dt.date(2026, 3, 31))]


def test_the_budget_in_an_extract_is_of_the_day_of_the_extract(folder: Path) -> None:
    head = ["Regnskabsår", "Måned", "Kontostreng", "Beløbstype", "Beløb"]

    def extract(name: str, amount: int, day: dt.date) -> Report:
        rows = [[2026, 1, A, "regnskab", 10], [2026, "", A, "oprindeligt", amount]]
        file = csv_file(folder.parent / name, head, rows)
        return load([file], data_folder=folder, municipality="657", as_of=day)

    assert extract("a.csv", 1000, MAR).ok
    late = extract("b.csv", 999, FEB)
    assert "ændrer den ikke: jan. 2026." in said(late)
    assert "ændrer den ikke: 2026." in said(late)
    assert lines(folder) == [("5.28.21", 1000, MAR)]


def test_a_workbook_and_a_csv_file_are_held_against_each_other(folder: Path) -> None:
    deliver(folder, JANUARY, FEB)
    file = excel_file(folder.parent / "r.xlsx", HEAD, [["2026-01", A, "K1", 90.0]])
    report = load([file], data_folder=folder, municipality="657", as_of=MAR)
    assert codes(report) == ["would_disappear"]


def test_another_municipality_is_another_matter(folder: Path) -> None:
    deliver(folder, JANUARY, FEB)
    file = csv_file(folder.parent / "randers.csv", HEAD, [["2026-01", A, "K1", 7]])
    assert load([file], data_folder=folder, municipality="Randers", as_of=FEB).ok
    assert len(table(folder, "ledger")) == 3


SURVEY = ["Nøgle", "Udsendt", "Besvaret", "Sp1"]


def test_a_round_that_comes_again_says_which_answers_disappear(folder: Path) -> None:
    def survey(name: str, rows: list[list[Any]], **said: Any) -> Report:
        return load([csv_file(folder.parent / name, SURVEY, rows)], data_folder=folder, municipality="657", **said)

    survey("1.csv", [["N1", "01-02-2025", "02-02-2025", 4], ["N2", "01-02-2025", "03-02-2025", 5]])
    again = [["N1", "01-02-2025", "02-02-2025", 4], ["N3", "01-02-2025", "", ""]]
    tried = check([csv_file(folder.parent / "2.csv", SURVEY, again)], data_folder=folder, municipality="657")
    assert "runden udsendt 01-02-2025 er leveret igen; 1 af de inviterede og 1 af svarene" in said(tried)
    assert survey("2.csv", again, again="suppler").ok
    assert [row["invitation_id"] for row in table(folder, "survey_invitation", "2")] == ["N1", "N2", "N3"]


def test_services_and_population_say_what_changes(folder: Path) -> None:
    def services(name: str, rows: list[list[Any]], **said: Any) -> Report:
        head = ["Indsatsnr.", "Barn", "Kode", "Fra", "System"]
        return load([csv_file(folder.parent / name, head, rows)], data_folder=folder, municipality="657", **said)

    both = [["I-1", "B1", "007", "01-02-2025", "DUBU"], ["I-2", "B1", "007", "01-02-2025", "DUBU"]]
    services("1.csv", both)
    assert "1 indsatser fra DUBU, der er leveret før, er ikke med" in said(services("2.csv", both[:1]))
    assert services("3.csv", [["I-3", "B1", "007", "01-02-2025", "DUBU"]], again="suppler").ok
    assert [row["service_id"] for row in table(folder, "service", "3")] == ["I-1", "I-3"]
    for persons, words in ((20_000, ""), (20_100, "befolkningen i 2025 var 20.000 og er nu 20.100")):
        file = csv_file(folder.parent / f"{persons}.csv", ["År", "Antal"], [[2025, persons]])
        assert words in said(load([file], data_folder=folder, municipality="657"))


def test_english_says_the_same(folder: Path) -> None:
    deliver(folder, JANUARY, FEB)
    set_language("en")
    assert "would disappear, for it is not in this delivery: Jan 2026: 5.28.22 004, K1 (DKK 50.00)" in said(
        deliver(folder, [["2026-01", A, "K1", 90]], MAR)
    )


def test_many_months_are_compared_in_lots(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    year = [[f"2026-{month:02}", account, "K1", 10 * month] for month in range(1, 13) for account in (A, B)]
    deliver(folder, year, FEB)
    monkeypatch.setattr("dashboard.importers.again.look.MOST_ROWS", 5)
    assert deliver(folder, [[*row[:3], row[3] + 1] for row in year], MAR, "2.csv").ok
    report = deliver(folder, [row for row in year if row[1] == A], APR, "3.csv")
    assert codes(report) == ["would_disappear"]
    assert "jan. 2026: 5.28.22 004, K1 (11,00 kr.)" in said(report)
    assert "og 7 flere" in said(report)
