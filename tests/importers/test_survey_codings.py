"""Answers with words, numbers or both, and questions as survey programs write them: by the form's own scale, or refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import Report, load
from tests.importers.files import csv_file, table

HEADINGS = ["Nøgle", "Udsendt", "Besvaret", "Sp1", "Sp2", "Sp3", "Sp4"]
SENT = ["N1", "01-02-2026", "05-02-2026"]


def sent(tmp_path: Path, answers: list[Any], headings: list[str] | None = None, above: list[list[str]] | None = None) -> Report:
    lines = [*(above or []), headings or HEADINGS, [*SENT, *answers]]
    file = csv_file(tmp_path / "svar.csv", lines[0], lines[1:])
    return load([file], data_folder=tmp_path / "data", municipality="Herning")


def values(tmp_path: Path) -> list[int | None]:
    return [row["value"] for row in table(tmp_path / "data", "survey_answer", "item")]


@pytest.mark.parametrize(
    "answers",
    [["5 - Helt enig", "4: Enig", "Hverken enig eller uenig (3)", "1. Helt uenig"], [5, "4", "3,0", "1"],
     ["Helt enig", "ENIG", "hverken enig eller uenig", "Strongly disagree"], ["(5) Helt enig", "4 = Enig", "3) Hverken enig eller uenig", "1 Helt uenig"]],
)  # fmt: skip
def test_answers_are_read_by_the_forms_own_scale(tmp_path: Path, answers: list[Any]) -> None:
    report = sent(tmp_path, answers)
    assert report.ok, report.faults
    assert values(tmp_path)[:4] == [5, 4, 3, 1]


def test_no_answer_is_missing_however_it_is_coded(tmp_path: Path) -> None:
    assert sent(tmp_path, ["ved ikke", "", "9 - Ved ikke", "6: Ønsker ikke at svare"]).ok
    assert values(tmp_path)[:4] == [None, None, None, None]


@pytest.mark.parametrize(
    ("answer", "code"),
    [("1 - Helt enig", "answer_turned"), ("Helt enig (1)", "answer_turned"), ("5 - Meget enig", "answer_in_words"),
     ("Meget enig", "answer_in_words"), ("5 - Ved ikke", "answer_in_words"), (9, "answer_out_of_range"), (99, "answer_out_of_range"),
     ("-1", "answer_out_of_range"), (0, "answer_out_of_range"), ("4,3", "answer_not_whole"), ("4.33", "answer_not_whole"),
     ("3 møder i alt", "free_text_answer")],
)  # fmt: skip
def test_what_the_scale_does_not_know_is_never_a_value(tmp_path: Path, answer: Any, code: str) -> None:
    assert [(f.row, f.column, f.code) for f in sent(tmp_path, [answer, 2, 3, 4]).faults if f.is_error] == [(2, "Sp1", code)]


@pytest.mark.parametrize(
    ("above", "heading", "code"),
    [([["1 = helt enig, 5 = helt uenig"]], "Sp1", "answer_turned"), (None, "Sp1 (1 = helt enig)", "answer_turned"),
     (None, "Sp1 (1-7)", "scale_differs"), (None, "Jeg har tillid til min rådgiver. (Skala 0-10)", "scale_differs"),
     ([["1 = helt uenig, 5 = helt enig"]], "Sp1", None), (None, "Sp1 (1-5)", None)],
)  # fmt: skip
def test_a_scale_that_is_declared_has_to_be_the_forms(tmp_path: Path, above: Any, heading: str, code: str | None) -> None:
    report = sent(tmp_path, [5, 4, 3, 2], [*HEADINGS[:3], heading, *HEADINGS[4:]], above)
    assert {f.code for f in report.faults if f.is_error} == ({code} if code else set())


def test_questions_that_are_numbered_or_stand_in_a_grid_are_read_by_their_texts(tmp_path: Path) -> None:
    headings = ["7. Jeg har tillid til min rådgiver.", "Hvor enig er du? [Jeg har tillid til kommunen.]", "Spm. 3", "Q4"]
    report = sent(tmp_path, [5, 4, 3, 2], [*HEADINGS[:3], *headings])
    assert report.ok, report.faults
    assert values(tmp_path)[:4] == [5, 4, 3, 2]


def test_a_numbered_question_still_says_which_form_it_is_of(tmp_path: Path) -> None:
    assert sent(tmp_path, [5], [*HEADINGS[:3], "1. Jeg har tid til at koordinere hjælpen til familierne."]).ok
    assert [row["instrument"] for row in table(tmp_path / "data", "survey_invitation")] == ["medarbejder"]


@pytest.mark.parametrize(
    ("headings", "code"),
    [(["Jeg har tillid til rådgiveren", "Sp2", "Sp3", "Sp4"], "near_heading"), (["Hvad synes du?", "Er du glad?", "Og nu", "Slut?"], "answers_unused"),
     (["Sp1nr", "Sp2", "Sp3", "Sp4"], "answers_unused")],
)  # fmt: skip
def test_answers_under_headings_that_are_no_question_are_not_passed_over(tmp_path: Path, headings: list[str], code: str) -> None:
    report = sent(tmp_path, ["Helt enig", "Enig", "Enig", "Uenig"], [*HEADINGS[:3], *headings])
    assert {f.code for f in report.faults if f.is_error} == {code}
