"""What a department head sees when the second list comes: closed months stand, and what nobody has told is unknown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dashboard import answers
from dashboard.access.viewer import LOCAL_HEAD
from dashboard.exports.columns import table_columns
from dashboard.filters import Filters
from dashboard.findings.caseload import change, summary
from dashboard.findings.notes import note_text
from dashboard.importers import check, load, render
from dashboard.language import set_language
from dashboard.settings import settings
from dashboard.shapes import Answer
from tests.importers.files import csv_file, table

D = dt.date
LIST = ("Sagsnr.", "Rådgiver", "Modtaget", "Lukket", "Rådgiver siden", "Dækkes af")
HOURS = ("Rådgiver", "Timer", "Fra", "Til")
TOLD = ("Sagsnr.", "Rådgiver", "Rolle", "Fra", "Til")
TWO = [("R1", "37", "01-01-2023", ""), ("R2", "37", "01-01-2023", "")]


@pytest.fixture(autouse=True)
def _danish() -> None:
    set_language("da")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings(), "data_folder", tmp_path / "data")
    return tmp_path


def deliver(folder: Path, headings: tuple[str, ...], rows: list[tuple[str, ...]], day: dt.date, **said: str) -> str:
    """The report of a file that is loaded."""
    file = csv_file(folder / f"{len(list(folder.glob('*.csv')))}.csv", headings, rows)
    report = load([file], data_folder=folder / "data", municipality="Herning", as_of=day, **said)
    assert report.ok, report.faults
    return "\n".join(render(report))


def caseload(search: str) -> Answer:
    filters, _notices = Filters.from_query_string(search, answers.options(LOCAL_HEAD))
    return answers.answer("caseload", filters, LOCAL_HEAD)


def by_period(answer: Answer) -> dict[str, object]:
    rows = answer.table.rows("period", "value", "state")
    return {period: round(value, 6) if state == "ok" else state for period, value, state in rows}


def _until(month: int, rows: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(row) for row in rows if row["month"] <= month)


def sixty(*, who: str = "", since: str = "01-12-2025") -> list[tuple[str, ...]]:
    """Sixty cases open since 2023, shared by R1 and R2."""
    return [(f"S-{n}", who or f"R{1 + n % 2}", "01-02-2023", "", since, "") for n in range(60)]


def test_the_first_list_gives_its_own_day_and_says_that_it_knows_nothing_before(folder: Path) -> None:
    deliver(folder, HOURS, TWO, D(2026, 3, 31))
    deliver(folder, LIST, sixty(), D(2026, 3, 31))
    months = by_period(caseload("?kommune=657&fra=2025-01&til=2026-03&interval=maaned"))
    assert months["2026-03"] == 30
    assert {months[f"2025-{month:02d}"] for month in range(1, 13)} == {"missing"}
    answer = caseload("?kommune=657&fra=2026-01&til=2026-03")
    assert by_period(answer) == {"2026K1": 30}
    assert change(answer) == "kan ikke sammenlignes: der mangler data for året før"
    assert any("vides fra 31. marts 2026" in note_text(note) for note in answer.notes)


def test_a_first_list_of_early_in_a_month_is_what_the_page_opens_with(folder: Path) -> None:
    deliver(folder, HOURS, TWO, D(2026, 4, 6))
    deliver(folder, LIST, sixty(), D(2026, 4, 6))
    assert caseload("?kommune=657").now["cases_per_fte"].value == 30


def test_a_case_handed_over_in_march_stays_where_it_was_in_january(folder: Path) -> None:
    deliver(folder, HOURS, TWO, D(2026, 1, 1))
    deliver(folder, LIST, sixty(), D(2025, 12, 31))
    deliver(folder, LIST, sixty(), D(2026, 1, 31))
    before = table(folder / "data", "caseload_month")
    handed_over = [("S-0", "R2", "01-02-2023", "", "10-03-2026", ""), *sixty()[1:]]
    said = deliver(folder, LIST, handed_over, D(2026, 3, 31))
    assert "Herning, siden listen pr. 31. januar 2026: 0 nye, 1 skiftet rådgiver, 0 lukket, 0 ikke længere på listen." in said
    january = 12 * 2026
    after = table(folder / "data", "caseload_month")
    assert _until(january, after) == _until(january, before)
    own = {
        row["coordinator_id"]: row["case_days"]
        for row in table(folder / "data", "caseload_month")
        if (row["level"], row["month"]) == ("coordinator", january + 2)
    }
    assert own == {"R1": 30 * 31 - 22, "R2": 30 * 31 + 22}


def test_a_case_between_two_lists_is_unknown_and_one_that_has_gone_is_not_closed(folder: Path) -> None:
    deliver(folder, HOURS, TWO, D(2026, 1, 1))
    deliver(folder, LIST, sixty(), D(2026, 1, 31))
    later = [*sixty()[10:], ("S-60", "R1", "01-02-2026", "", "", "")]
    deliver(folder, LIST, later, D(2026, 2, 28))
    answer = caseload("?kommune=657&fra=2026-02&til=2026-02&interval=maaned")
    assert answer.now["unknown"].value == pytest.approx(27 / 28)
    assert answer.now["unassigned"].value == 0
    assert answer.now["cases"].value == pytest.approx((60 * 27 + 50 + 1) / 28)
    assert "I gennemsnit 1,0 sager med ukendt rådgiver." in summary(answer)
    columns = {column.heading: column.texts() for column in table_columns(answer)}
    assert columns["Sager med ukendt rådgiver, gennemsnit"] == ["1,0"]
    waits = answers.answer("time_to_first_contact", answer.filters, LOCAL_HEAD)
    assert waits.now["waiting"].value == 51, "those that are gone do not wait"
    gone = [row for row in table(folder / "data", "case_file") if row["unlisted_on"]]
    assert {(row["last_listed_on"], row["unlisted_on"], row["close_reason"]) for row in gone} == {
        (D(2026, 1, 31), D(2026, 2, 28), "")
    }


def test_a_list_of_todays_coordinators_takes_nobodys_past_away(folder: Path) -> None:
    deliver(folder, HOURS, TWO, D(2026, 1, 1))
    deliver(folder, HOURS, [("R2", "37", "01-01-2023", ""), ("R3", "37", "01-03-2026", "")], D(2026, 3, 1))
    spans = [(row["coordinator_id"], row["valid_from"], row["valid_to"]) for row in table(folder / "data", "coordinator_fte", "2")]
    assert spans == [
        ("R1", D(2023, 1, 1), D(2026, 3, 1)), ("R2", D(2023, 1, 1), None), ("R3", D(2026, 3, 1), None),
    ]  # fmt: skip


def test_a_delivered_history_makes_the_months_before_the_first_list_known(folder: Path) -> None:
    deliver(folder, HOURS, TWO, D(2026, 3, 31))
    closed = [("S-90", "R1", "01-01-2025", "15-02-2025", "", "")]
    deliver(folder, LIST, [*sixty(), *closed], D(2026, 3, 31))
    told = [(f"S-{n}", f"R{1 + n % 2}", "", "01-01-2025", "") for n in range(60)]
    told += [("S-90", "R1", "primær", "01-01-2025", "14-02-2025"), ("S-0", "R2", "dækning", "01-03-2025", "31-03-2025")]
    deliver(folder, TOLD, told, D(2026, 3, 31))
    quarter = by_period(caseload("?kommune=657&fra=2025-01&til=2025-03&interval=maaned"))
    assert quarter["2025-03"] == 30
    assert quarter["2025-02"] == round((60 * 28 + 14) / 28 / 2, 6)
    assert quarter["2025-01"] == "missing", "no closing is told of before February: others may be missing"
    answer = caseload("?kommune=657&fra=2026-03&til=2026-03")
    assert change(answer) == "samme antal sager som året før: 30,0"


def test_of_open_cases_alone_a_history_makes_no_month_known(folder: Path) -> None:
    deliver(folder, LIST, sixty(), D(2026, 3, 31))
    deliver(folder, TOLD, [(f"S-{n}", "R1", "", "01-01-2025", "") for n in range(60)], D(2026, 3, 31))
    assert [row["known_from"] for row in table(folder / "data", "case_horizon")] == [D(2026, 3, 31)]


def test_a_second_coordinator_covers_and_the_case_counts_once(folder: Path) -> None:
    deliver(folder, HOURS, TWO, D(2026, 3, 31))
    deliver(folder, LIST, [(*row[:5], "R2") for row in sixty(who="R1")], D(2026, 3, 31))
    assert {(row["coordinator_id"], row["role"]) for row in table(folder / "data", "case_assignment")} == {
        ("R1", "primary"), ("R2", "cover"),
    }  # fmt: skip
    answer = caseload("?kommune=657&fra=2026-03&til=2026-03")
    assert (answer.now["cases"].value, answer.now["cases_per_fte"].value) == (60, 30)
    carried = dict(answer.parts["coordinators"].rows("coordinator_id", "cases"))
    assert carried == {"R1": 60, "R2": 0}


def test_a_list_that_ends_early_covers_no_later_month_and_not_the_rest_of_its_own(folder: Path) -> None:
    deliver(folder, HOURS, TWO, D(2026, 2, 1))
    deliver(folder, LIST, sixty(), D(2026, 2, 1))
    deliver(folder, LIST, sixty(), D(2026, 3, 10))
    elsewhere = csv_file(folder / "randers.csv", ("Sagsnr.", "Modtaget"), [("S-1", "01-01-2026")])
    assert load([elsewhere], data_folder=folder / "data", municipality="Randers", as_of=D(2026, 5, 31)).ok
    answer = caseload("?kommune=657&fra=2026-02&til=2026-05&interval=maaned")
    assert by_period(answer) == {"2026-02": 30, "2026-03": 30, "2026-04": "missing", "2026-05": "missing"}
    assert list(answer.table["complete"])[:2] == [True, False]
    assert any(note_text(note).startswith("Data til 10. marts 2026") for note in answer.notes)
    contact = answers.answer("time_to_first_contact", answer.filters, LOCAL_HEAD).table
    assert list(contact["complete"]) == [True, False, False, False]
    covered = {row["month"] for row in table(folder / "data", "coverage") if row["municipality_code"] == "0657" and row["source"] == "cases"}
    assert max(covered) == 12 * 2026 + 2
    waits = answers.cases("waiting", answer.filters, LOCAL_HEAD).rows
    assert set(waits["days"]) == {(D(2026, 3, 10) - D(2023, 2, 1)).days}, "counted to the day that is known"


def test_trying_a_list_says_what_would_change(folder: Path) -> None:
    deliver(folder, LIST, sixty(), D(2026, 3, 30))
    file = csv_file(folder / "ny.csv", LIST, [*sixty()[1:-1], ("S-59", "R1", "01-02-2023", "05-04-2026", "", "")])
    said = render(check([file], data_folder=folder / "data", municipality="Herning", as_of=D(2026, 4, 6)))
    expected = "Herning, siden listen pr. 30. marts 2026: 0 nye, 0 skiftet rådgiver, 1 lukket, 1 ikke længere på listen."
    assert any(expected in line for line in said)
