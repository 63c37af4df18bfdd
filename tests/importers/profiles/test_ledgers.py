"""A ledger under a finance system's own headings: read where it lies, as the cells read one by one, and never in part."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard import answers
from dashboard.access.viewer import LOCAL_HEAD
from dashboard.cli import cli
from dashboard.filters import Filters
from dashboard.importers import check, load, render
from dashboard.importers.profiles.reader import read, shelf
from dashboard.importers.reading import MOST_BYTES
from dashboard.importers.wording import remark_text
from tests.importers.files import csv_file, excel_file, table
from tests.importers.profiles.samples import FINANCE, FINANCE_PROFILE, FINANCE_ROWS, OPUS, OPUS_ROWS
from tests.rounds import rounds


@pytest.fixture
def folder(data: Path) -> Path:
    """With the profile in it."""
    return own(data)


def own(data: Path, text: str = FINANCE_PROFILE) -> Path:
    (data / "profiler").mkdir(parents=True, exist_ok=True)
    (data / "profiler" / "prismet.toml").write_text(text, encoding="utf-8")
    return data


def report_of(path: Path, rows: list[list[Any]]) -> Path:
    return csv_file(path, FINANCE, rows)


def kroner(part: str, name: str) -> float:
    query = "?kommune=657&fra=2025-01&til=2025-12"
    filters, _notices = Filters.from_query_string(query, answers.options(LOCAL_HEAD))
    answer = answers.answer("spending", filters, LOCAL_HEAD)
    if part == "now":
        return answer.now[name].value / 100
    frame = answer.parts[part].frame
    return float(frame.loc[frame["part"] == "preventive", name].iloc[0]) / 100


def test_accounts_and_budget_side_by_side_move_the_page(tmp_path: Path, folder: Path) -> None:
    report = load([report_of(tmp_path / "rapport.csv", FINANCE_ROWS)], data_folder=folder)
    assert report.outcome == "loaded", render(report)
    assert [(file.file, file.rows_in) for file in report.files] == [
        ("rapport.csv › Forbrug (kr.)", 3), ("rapport.csv › Korr. budget", 1), ("rapport.csv › Opr. budget", 1),
    ]  # fmt: skip
    assert (kroner("now", "preventive"), kroner("now", "placement")) == (1234.0, 99.0)
    assert table(folder, "budget_line")[0]["original_ore"] == 2_000_000
    assert table(folder, "budget_line")[0]["supplement_ore"] == 100_000
    assert {row["cost_centre"] for row in table(folder, "ledger")} == {"4010", "4020"}
    text = "\n".join(render(report))
    assert "Læst med profilen Prismet rapport; ikke afprøvet mod en rigtig eksport." in text
    assert text.count("Udeladt, hvor Linje er noget andet: Delsum. Antal rækker: 1.") == 1


def test_the_same_report_again_changes_nothing_and_a_corrected_profile_reads_it_anew(
    tmp_path: Path, folder: Path
) -> None:
    file = report_of(tmp_path / "rapport.csv", FINANCE_ROWS)
    assert load([file], data_folder=folder).outcome == "loaded"
    assert load([file], data_folder=folder).outcome == "unchanged"
    own(folder, FINANCE_PROFILE.replace('"Herning"', '"Randers"'))
    assert load([file], data_folder=folder).outcome == "loaded"
    assert {row["municipality_code"] for row in table(folder, "ledger")} == {"0657", "0730"}


def test_a_kind_that_is_corrected_in_the_profile_reads_every_column_anew(tmp_path: Path, folder: Path) -> None:
    file = report_of(tmp_path / "rapport.csv", FINANCE_ROWS)
    own(folder, FINANCE_PROFILE.replace('"korrigeret"', '"forventet"'))
    assert load([file], data_folder=folder).outcome == "loaded"
    own(folder)  # the original budget has not changed, but without it the corrected one would stand alone
    assert [fault.code for fault in load([file], data_folder=folder).faults] == ["same_day_other"]
    assert load([file], data_folder=folder, again="erstat").outcome == "loaded"
    line = table(folder, "budget_line")[0]
    assert (line["original_ore"], line["supplement_ore"], line["expected_ore"]) == (2_000_000, 100_000, None)


def test_faults_name_the_systems_heading_row_and_word(tmp_path: Path, folder: Path) -> None:
    rows = [*FINANCE_ROWS, ["4020", "", "528210003", "310325", "Post", "1", "", ""],
            ["4020", "", "528211003", "marts", "Post", "x", "", ""], ["4020", "", "528211003", "310325", "", "", "", ""]]  # fmt: skip
    report = check([report_of(tmp_path / "rapport.csv", rows)], data_folder=folder)
    assert [(f.row, f.column, f.code) for f in report.faults if f.is_error] == [
        (6, "Kontering", "impossible_account"),
        (7, "Bogf. dato", "bad_date"),
        (7, "Forbrug (kr.)", "bad_number"),
        (8, "Forbrug (kr.)", "missing_value"),
    ]
    assert not (folder / "versions").exists()


def test_what_is_wrong_with_a_row_is_said_once_however_many_amounts_it_has(tmp_path: Path, folder: Path) -> None:
    rows = [["4010", "", "528210003", "310125", "Post", "1", "2", "x"]]
    report = check([report_of(tmp_path / "rapport.csv", rows)], data_folder=folder)
    assert [(f.file, f.column, f.code) for f in report.faults if f.is_error] == [
        ("rapport.csv › Forbrug (kr.)", "Kontering", "impossible_account"),
        ("rapport.csv › Opr. budget", "Opr. budget", "bad_number"),
    ]


@pytest.mark.parametrize(("row", "column"), [(0, 1), (2, 1), (3, 4)])
def test_a_cpr_number_refuses_the_report_also_in_a_row_or_column_that_does_not_count(
    tmp_path: Path, folder: Path, row: int, column: int
) -> None:
    rows = [list(cells) for cells in FINANCE_ROWS]
    rows[row][column] = "ringet 010107-1234"  # row 2 is a line of sums, which is left out
    report = load([report_of(tmp_path / "rapport.csv", rows)], data_folder=folder)
    assert report.outcome == "refused"
    assert {(f.row, f.code) for f in report.faults if f.is_error} == {(row + 2, "cpr")}
    assert "010107" not in "\n".join(render(report))


def test_a_report_of_which_no_row_counts_is_refused_with_the_words(tmp_path: Path, folder: Path) -> None:
    own(folder, FINANCE_PROFILE.replace("[leave_out]", "[only]"))
    rows = [row for row in FINANCE_ROWS if row[4] == "Post"]
    text = "\n".join(render(load([report_of(tmp_path / "rapport.csv", rows)], data_folder=folder)))
    assert "Ingen rækker tæller: Linje er noget andet i alle 3 rækker (Post)." in text


def test_a_sum_as_long_as_a_cpr_number_and_a_column_without_amounts_are_no_faults(tmp_path: Path, folder: Path) -> None:
    rows = [[*row[:6], "", ""] for row in FINANCE_ROWS]
    rows[2][5:7] = ["0101071234", "0101071234"]  # in the line of sums, which is left out
    report = load([report_of(tmp_path / "rapport.csv", rows)], data_folder=folder)
    assert report.outcome == "loaded", render(report)
    assert [file.file for file in report.files] == ["rapport.csv › Forbrug (kr.)"]


def test_words_are_translated_and_what_the_profile_does_not_know_is_said(tmp_path: Path, folder: Path) -> None:
    words = 'kind = "Linje"\namount = "Forbrug (kr.)"'
    text = FINANCE_PROFILE.replace('cost_centre = "Stednr"', words).split("[amounts]")[0]
    own(folder, f'{text}\n[constants]\nmunicipality = "657"\n\n[values.kind]\nPost = "regnskab"\n"*" = "oprindeligt"\n')
    rows = [*FINANCE_ROWS[:2], ["", "", "528211003", "310125", "B", "7"]]
    report = load([report_of(tmp_path / "rapport.csv", rows)], data_folder=folder)
    assert report.outcome == "loaded", render(report)
    assert "Linje: læst som “oprindeligt”, fordi profilen ikke kender ordene: B." in "\n".join(render(report))
    assert [row["original_ore"] for row in table(folder, "budget_line")] == [700]


def test_a_period_after_the_years_end_is_the_month_that_the_profile_says(tmp_path: Path, folder: Path) -> None:
    own(folder, FINANCE_PROFILE + '[values.month]\n"013.2025" = "2025-12"\n')
    rows = [[*FINANCE_ROWS[0][:3], period, "Post", "1", "", ""] for period in ("012.2025", "013.2025")]
    assert load([report_of(tmp_path / "rapport.csv", rows)], data_folder=folder).outcome == "loaded"
    assert [row["month"] - 12 * 2025 + 1 for row in table(folder, "ledger")] == [12, 12]


CELLS: list[list[str]] = [
    ["4010", "", "Center 7", "x" * 70, "010107-1234"],
    ["4000100", "", "0101071234", "x" * 201],
    ["528211003", "01005-528211003-060601-109---", "", "528210003", "52821"],
    ["310125", "280225", "2025-03", "3", "", "320125", "31-01-2025"],
    ["Post", "delsum", "Total", "", "Andet", "it's"],
    ["1,00", "1.234,50", "-12", "", " ", "abc", "0101071234", "12-"],
    ["", "", "21.000", "x"],
    ["", "20.000", "1 kr."],
]


def said(path: Path, folder: Path) -> list[Any]:
    report = check([path], data_folder=folder)
    return [
        (
            file.file.partition(".")[2].partition(" › ")[2],
            file.rows_in,
            sorted((f.row or 0, f.column, f.code, sorted(f.values.items())) for f in file.faults),
            file.counts,
            file.remarks,
        )
        for file in report.files
    ]


def test_a_report_where_it_lies_and_cells_read_one_by_one_say_the_same(tmp_path: Path, folder: Path) -> None:
    lot = random.Random(6)
    for number in range(rounds(300, 4)):
        wild = lot.choice([0.02, 0.2, 0.6])
        rows = [[(lot.choice(c) if lot.random() < wild else c[0]) for c in CELLS] for _ in range(lot.randint(1, 12))]
        scanned = csv_file(tmp_path / "a.csv", FINANCE, rows, lot.choice(["utf-8", "utf-8-sig"]), lot.choice(";\t"))
        by_cell = csv_file(tmp_path / "b.csv", FINANCE, rows, "utf-16", "\t")  # which DuckDB does not read
        assert said(scanned, folder) == said(by_cell, folder), (number, rows)


def test_a_workbook_gives_the_same_postings(tmp_path: Path, folder: Path) -> None:
    load([report_of(tmp_path / "a.csv", FINANCE_ROWS)], data_folder=folder)
    other = own(tmp_path / "other")
    assert load([excel_file(tmp_path / "a.xlsx", FINANCE, FINANCE_ROWS)], data_folder=other).outcome == "loaded"
    for name, order in (("ledger", "month, account_function"), ("budget_line", "1")):
        assert table(folder, name, order) == table(other, name, order)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"korrigeret"', '"rest"', "“rest” kan ikke stå ved amounts.Korr. budget"),
        ('cost_centre = "Stednr"', 'amount = "Saldo"', "kan ikke stå ved amounts.Forbrug (kr.)"),
        ('municipality = "Herning"', 'kind = "regnskab"', "kan ikke stå ved amounts.Forbrug (kr.)"),
        ('cost_centre = "Stednr"', 'cost_centre = "Korr. budget"', "kan ikke stå ved amounts.Korr. budget"),
        ('source = "ledger"', 'source = "ledger"\ndistinct = true', "“ledger” kan ikke stå ved distinct"),
        ('account = "Kontering"', "", "columns.account / function mangler"),
    ],
)
def test_a_profile_with_a_mistake_is_named_with_its_file_and_key(
    tmp_path: Path, folder: Path, old: str, new: str, sentence: str
) -> None:
    own(folder, FINANCE_PROFILE.replace(old, new))
    assert [entry for entry in shelf(folder).entries if entry.own] == []
    said = " ".join(remark_text(remark) for remark in shelf(folder).remarks)
    assert "Profilen prismet.toml bruges ikke: " in said
    assert sentence in said


def test_more_columns_than_one_scan_can_tell_apart(tmp_path: Path, folder: Path) -> None:
    more = [f"Felt {number}" for number in range(70)]
    headings, row = ["Måned", "Kontostreng", "Beløb", *more], ["2025-01", "528211003", "1", *["a"] * 70]
    assert check([csv_file(tmp_path / "a.csv", headings, [row])], data_folder=folder, municipality="657").ok
    row[72] = "010107-1234"
    report = check([csv_file(tmp_path / "b.csv", headings, [row])], data_folder=folder, municipality="657")
    assert [(f.row, f.column, f.code) for f in report.faults] == [(2, "Felt 69", "cpr")]
    beyond = csv_file(tmp_path / "c.csv", headings[:3], [row[:3], ["2025-01", "528211003", "1", *["a"] * 70]])
    report = check([beyond], data_folder=folder, municipality="657")
    assert {(f.row, f.code) for f in report.faults} == {(3, "too_many_cells")}


def test_a_new_profile_is_proposed_shown_and_reads_the_report(tmp_path: Path, folder: Path) -> None:
    file = csv_file(tmp_path / "opus.csv", OPUS, OPUS_ROWS)
    done = CliRunner().invoke(cli, ["profile", "new", str(file)])
    assert done.exit_code == 0, done.output
    for line in ("Et forslag til Regnskab står i", "Måned ← Periode", "Beløb ← Beløb (regnskab)",
                 "Beløb ← Budget (oprindeligt)", "Ikke brugt: Artskonto", "5.28.21 · 1 · 003"):  # fmt: skip
        assert line in done.output
    first = next(line for line in done.output.splitlines() if "5.28.21" in line).replace("\N{NO-BREAK SPACE}", " ")
    assert [cell.strip() for cell in first.strip("│").split("│")] == [
        "jan. 2025", "5.28.21 · 1 · 003", "4010", "1.234,50 kr.", "20.000,00 kr.",
    ]  # fmt: skip
    assert read(folder / "profiler" / "opus.toml").amounts == {"Beløb": "regnskab", "Budget": "oprindeligt"}
    assert load([file], data_folder=folder, municipality="Herning").outcome == "loaded"
    assert kroner("now", "preventive") == 1234.5
    assert table(folder, "budget_line")[0]["original_ore"] == 2_000_000


def test_a_report_too_large_to_be_read_whole_is_proposed_for_by_its_first_rows(tmp_path: Path, folder: Path) -> None:
    file = csv_file(tmp_path / "opus.csv", OPUS, OPUS_ROWS * 1_000)
    with file.open("r+b") as opened:
        opened.truncate(MOST_BYTES + 1)
    done = CliRunner().invoke(cli, ["profile", "new", str(file)])
    assert done.exit_code == 0, done.output
    assert "Filen er stor: kun dens første 100 rækker er set igennem." in done.output
    assert read(folder / "profiler" / "opus.toml").columns["account"] == ["Kontostreng"]


@pytest.mark.parametrize("headings", [["Forbrug %", "Forbrug"], ["Forbrug", "Forbrug %"], ["Forbrug (%)", "Forbrug (kr.)"]])
def test_a_share_beside_an_amount_is_not_the_amount(tmp_path: Path, folder: Path, headings: list[str]) -> None:
    cells = ["8,3" if "%" in heading else "100" for heading in headings]
    file = csv_file(tmp_path / "a.csv", ["Måned", "Kontostreng", *headings], [["2025-01", "528211003", *cells]])
    assert load([file], data_folder=folder, municipality="657").outcome == "loaded"
    assert [row["amount_ore"] for row in table(folder, "ledger")] == [10_000]
    made = CliRunner().invoke(cli, ["profile", "new", str(file)])
    assert made.exit_code == 0, made.output
    assert [text for text in read(folder / "profiler" / "a.toml").columns["amount"] if "%" in text] == []


def test_what_a_report_lacks_and_days_in_another_form_are_said_in_the_proposal(tmp_path: Path, folder: Path) -> None:
    file = csv_file(tmp_path / "l.csv", ["Posteringsdato", "Sted", "Forbrug 2025"], [["20250131", "4010", "1,00"]])
    done = CliRunner().invoke(cli, ["profile", "new", str(file), "--kilde", "regnskab"])
    assert "Kolonnen “Kontostreng / Funktion” mangler." in done.output
    text = (folder / "profiler" / "l.toml").read_text(encoding="utf-8")
    assert 'dates = ["%Y%m%d"]' in text
    assert "# MANGLER: account" in text
    assert 'amount = "Forbrug 2025"' in text


def test_accounts_that_look_like_a_cpr_number_are_no_reason_to_refuse_but_a_cpr_number_is(
    tmp_path: Path, folder: Path
) -> None:
    """322011234 could be 0322011234 and a bare account as well; an account stands in the column of accounts."""
    rows = [["4010", "1", "528211003", "202501", "1012501234", ""]]  # ten million kroner are no birthday
    assert CliRunner().invoke(cli, ["profile", "new", str(csv_file(tmp_path / "a.csv", OPUS, rows))]).exit_code == 0
    rows[0][1] = "1012501234"
    refused = CliRunner().invoke(cli, ["profile", "new", str(csv_file(tmp_path / "b.csv", OPUS, rows))])
    assert (refused.exit_code, "1012501234" in refused.output) == (1, False)


def test_one_column_of_amounts_tells_the_sign_of_those_beside_it(tmp_path: Path, folder: Path) -> None:
    at = [FINANCE.index(name) for name in ("Forbrug (kr.)", "Opr. budget")]
    row = [*next(row for row in FINANCE_ROWS if row[at[0]] and row[at[1]])]
    other = [*row]
    row[at[0]], row[at[1]], row[FINANCE.index("Korr. budget")] = "1234.5", "12,500", ""
    assert load([report_of(tmp_path / "a.csv", [row])], data_folder=folder).outcome == "loaded"
    assert [line["original_ore"] for line in table(folder, "budget_line")] == [1_250_000]
    other[at[0]], other[at[1]], other[FINANCE.index("Korr. budget")] = "1234.5", "1.234,50", ""
    faults = check([report_of(tmp_path / "b.csv", [other])], data_folder=folder).faults
    assert [(f.code, f.row, f.column) for f in faults] == [("decimal_signs_differ", 2, "Opr. budget")]
