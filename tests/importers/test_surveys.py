"""Surveys as they are delivered: wide, long, in files apart, again; and who may count as a parent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from dashboard.database.rollup_tables import trust_month
from dashboard.database.versions import current
from dashboard.importers import Report, check, load, render, template
from dashboard.importers.export import export
from dashboard.instruments import FOLDER, shipped
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table

SENT = ["Nøgle", "Team", "Skema", "Runde", "Respondent", "Udsendt", "Påmindet"]
INVITATIONS = [
    ["N1", "Nord", "foraeldre", "T0", "mor", "01-02-2025", ""],
    ["N2", "Nord", "foraeldre", "T0", "far", "01-02-2025", "15-02-2025"],
    ["N3", "Syd", "foraeldre", "T0", "anden", "01-02-2025", "15-02-2025"],
    ["B1", "Nord", "barn", "T0", "barn", "01-02-2025", ""],
    ["M1", "Nord", "medarbejder", "T0", "medarbejder", "01-02-2025", ""],
]
# By invitation: the day answered, and the answers in order.
ANSWERS: dict[str, tuple[str, list[Any]]] = {
    "N1": ("20-02-2025", [5, 4, 4, 5, 3, 2, 4, 1]),
    "N2": ("21-02-2025", [2, None, 1, 3, 4, 4, 3, 5]),
    "B1": ("20-02-2025", [1, 2, 3, 3]),
    "M1": ("22-02-2025", [1, 1, 2, 1, 2]),
}
STORED = {key: list(enumerate(answers, start=1)) for key, (_day, answers) in ANSWERS.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def deliver(folder: Path, *files: Path) -> Report:
    report = load(list(files), data_folder=folder, municipality="Herning")
    assert report.outcome == "loaded", [(f.file, f.row, f.column, f.code) for f in report.faults]
    return report


def refused(folder: Path, *files: Path) -> list[tuple[int | None, str, str]]:
    report = check(list(files), data_folder=folder, municipality="Herning")
    assert report.outcome == "refused"
    return [(fault.row, fault.column, fault.code) for fault in report.faults]


def written(folder: Path, name: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    return csv_file(folder.parent / name, headings, rows)


def invitations(folder: Path, name: str = "inviterede.csv") -> Path:
    return written(folder, name, SENT, INVITATIONS)


def wide_answers(folder: Path, name: str = "svar.csv", headings: Sequence[str] = ()) -> Path:
    asked = list(headings) or [f"Sp{number}" for number in range(1, 9)]
    rows = [[key, day, *answers, *[None] * (8 - len(answers))] for key, (day, answers) in ANSWERS.items()]
    return written(folder, name, ["Nøgle", "Besvaret", *asked], rows)


def long_answers(folder: Path, named: str = "Sp{}") -> Path:
    rows = [
        [key, named.format(number), "ved ikke" if value is None else value, day]
        for key, (day, answers) in ANSWERS.items()
        for number, value in enumerate(answers, start=1)
    ]
    return written(folder, "lang.csv", ["Nøgle", "Spørgsmål", "Svar", "Besvaret"], rows)


def together(folder: Path) -> Path:
    """Everything in one wide file."""
    rows = []
    for sent in INVITATIONS:
        day, answers = ANSWERS.get(sent[0], ("", []))
        rows.append([*sent, day, *answers, *[None] * (8 - len(answers))])
    return written(folder, "alt.csv", [*SENT, "Besvaret", *(f"Sp{n}" for n in range(1, 9))], rows)


def stored(folder: Path) -> dict[str, list[tuple[int, int | None]]]:
    found: dict[str, list[tuple[int, int | None]]] = {}
    for row in table(folder, "survey_answer", "invitation_id, item"):
        found.setdefault(row["invitation_id"], []).append((row["item"], row["value"]))
    return found


def sent(folder: Path) -> dict[str, tuple[Any, ...]]:
    names = ("team_id", "instrument", "wave", "respondent", "invited_on", "reminded_on", "answered_on")
    return {row["invitation_id"]: tuple(row[n] for n in names) for row in table(folder, "survey_invitation")}


FEBRUARY = dt.date(2025, 2, 1)
WHOLE = {
    "N1": ("nord", "foraeldre", "T0", "mother", FEBRUARY, None, dt.date(2025, 2, 20)),
    "N2": ("nord", "foraeldre", "T0", "father", FEBRUARY, dt.date(2025, 2, 15), dt.date(2025, 2, 21)),
    "N3": ("syd", "foraeldre", "T0", "other", FEBRUARY, dt.date(2025, 2, 15), None),
    "B1": ("nord", "barn", "T0", "child", FEBRUARY, None, dt.date(2025, 2, 20)),
    "M1": ("nord", "medarbejder", "T0", "staff", FEBRUARY, None, dt.date(2025, 2, 22)),
}


@pytest.mark.parametrize(
    "way", ["one file", "two files", "long", "long by bare number", "one after the other", "long after"]
)
def test_every_way_to_deliver_ends_in_the_same_rows(folder: Path, way: str) -> None:
    if way == "one file":
        deliver(folder, together(folder))
    elif way == "two files":
        deliver(folder, wide_answers(folder), invitations(folder))
    elif way.startswith("long by"):
        deliver(folder, invitations(folder), long_answers(folder, "{}"))
    elif way == "long":
        deliver(folder, invitations(folder), long_answers(folder))
    else:
        deliver(folder, invitations(folder))
        assert stored(folder) == {}
        deliver(folder, long_answers(folder) if way == "long after" else wide_answers(folder))
    assert sent(folder) == WHOLE
    assert stored(folder) == STORED


def test_what_a_questionnaire_tool_writes_for_a_number(folder: Path) -> None:
    """The questions themselves as headings, and the answers in words; smileys for children."""
    parents, children = shipped()["foraeldre"], shipped()["barn"]
    headings = ["Nøgle", "Udsendt", "Besvaret", *(item.da for item in parents.questions[:4])]
    one = written(
        folder, "f.csv", headings, [["N1", FEBRUARY, FEBRUARY, "Helt enig", "UENIG", "hverken enig eller uenig", ""]]
    )
    headings = ["Nøgle", "Udsendt", "Besvaret", *(item.en for item in children.questions)]
    two = excel_file(folder.parent / "b.xlsx", headings, [["B1", FEBRUARY, FEBRUARY, "Glad", "🙁", "mellem", 3]])
    deliver(folder, one, two)
    assert stored(folder)["N1"] == [(1, 5), (2, 2), (3, 3), *((n, None) for n in range(4, 9))]
    assert stored(folder)["B1"] == [(1, 3), (2, 1), (3, 2), (4, 3)]
    assert {key: (row[1], row[3]) for key, row in sent(folder).items()} == {
        "N1": ("foraeldre", ""),
        "B1": ("barn", "child"),
    }


def test_an_export_with_headings_like_surveyxacts(folder: Path) -> None:
    """Built after how public programs read such exports, not from a real one."""
    headings = [
        "respondent",
        "organisation",
        "statoverall_1",
        "statoverall_4",
        "closetime",
        *(f"s_{n}" for n in range(1, 9)),
    ]
    rows = [["N1", "x", 0, 1, "2025-02-20 10:11:12", 5, 4, 4, 5, 3, 2, 4, 1],
            ["N2", "x", 0, 0, "", 5, 4, None, None, None, None, None, None]]  # fmt: skip
    report = deliver(folder, invitations(folder), written(folder, "dataset.csv", headings, rows))
    assert [(fault.code, fault.row, fault.is_error) for fault in report.faults] == [("form_not_finished", 3, False)]
    assert stored(folder) == {"N1": STORED["N1"]}
    assert sent(folder)["N2"][-1] is None


def trust(folder: Path) -> list[tuple[Any, ...]]:
    columns = ("month", "team_id", "invited", "respondents", "scored", "score60_sum")
    with current(folder).engine.connect() as connection:
        found = connection.execute(sa.select(*(trust_month.c[name] for name in columns)).order_by("month", "team_id"))
        return [tuple(row) for row in found]


def test_staff_and_children_are_not_in_parents_trust(folder: Path) -> None:
    parents = [row for row in INVITATIONS if row[2] == "foraeldre"]
    rows = [[*row, *ANSWERS.get(row[0], ("", [None] * 8))[1], ANSWERS.get(row[0], ("",))[0]] for row in parents]
    headings = [*SENT, *(f"Sp{n}" for n in range(1, 9)), "Besvaret"]
    deliver(folder, written(folder, "f.csv", headings, rows))
    alone, months = trust(folder), table(folder, "coverage", "month")
    # N1: (5+4+4+5+3+2)/6 × 25 − 25 = 70.8; N2: (2+1+3+4+4)/5 × 25 − 25 = 45; the seventh and eighth are no part of it.
    assert [row[1:] for row in alone] == [("nord", 2, 2, 2, 4250 + 2700), ("syd", 1, 0, 0, 0)]
    deliver(folder, together(folder))
    assert (trust(folder), table(folder, "coverage", "month")) == (alone, months)


def test_a_survey_of_staff_alone_is_no_month_of_trust(folder: Path) -> None:
    rows = [["M1", "medarbejder", "01-03-2025", "02-03-2025", 3]]
    deliver(folder, written(folder, "m.csv", ["Nøgle", "Skema", "Udsendt", "Besvaret", "Sp1"], rows))
    assert table(folder, "coverage") == []
    assert trust(folder) == []


def test_a_wave_that_is_delivered_again_replaces_itself_whole_and_no_other(folder: Path) -> None:
    deliver(folder, together(folder))
    rows = [["N1", "01-02-2025", "20-02-2025", 1], ["N9", "01-02-2025", "", ""]]
    deliver(folder, written(folder, "igen.csv", ["Nøgle", "Udsendt", "Besvaret", "Sp1"], rows))
    assert set(sent(folder)) == {"N1", "N9", "B1", "M1"}, "the children's and the staff's of that day stay"
    assert stored(folder)["N1"][0] == (1, 1)
    assert stored(folder)["B1"] == STORED["B1"]
    assert load([invitations(folder)], data_folder=folder, municipality="Herning").outcome == "loaded"


def test_a_list_of_invitations_again_keeps_the_answers_and_a_new_set_of_answers_replaces_them(folder: Path) -> None:
    deliver(folder, invitations(folder), wide_answers(folder))
    reminded = [[*row[:-1], "01-03-2025"] for row in INVITATIONS]
    deliver(folder, written(folder, "påmindet.csv", SENT, reminded))
    assert stored(folder) == STORED
    assert {row[5] for row in sent(folder).values()} == {dt.date(2025, 3, 1)}
    # The whole wave again, without N2: that answer has been withdrawn.
    fewer = written(folder, "færre.csv", ["Nøgle", "Besvaret", "Sp1"], [["N1", "20-02-2025", 2]])
    deliver(folder, invitations(folder, "inviterede2.csv"), fewer)
    assert {key for key, row in sent(folder).items() if row[-1]} == {"N1", "B1", "M1"}
    assert stored(folder)["N1"] == [(1, 2), *((n, None) for n in range(2, 9))]


def test_the_same_files_twice_change_nothing(folder: Path) -> None:
    files = [invitations(folder), long_answers(folder)]
    deliver(folder, *files)
    assert load(files, data_folder=folder, municipality="Herning").outcome == "unchanged"


def test_what_is_taken_along_is_read_again_as_the_same(folder: Path) -> None:
    deliver(folder, invitations(folder), long_answers(folder))
    with current(folder).engine.connect() as connection:
        file = export(connection, "spoergeskema", folder.parent / "ud")
    other = folder.parent / "andre data"
    assert load([file], data_folder=other).outcome == "loaded"
    assert (sent(other), stored(other), trust(other)) == (WHOLE, STORED, trust(folder))


def test_faults_name_row_and_column_and_nothing_is_loaded(folder: Path) -> None:
    rows = [["N1", "Sp1", 3, "20-02-2025"], ["N1", "Sp2", 0, "20-02-2025"], ["B1", "Sp1", 4, "20-02-2025"],
            ["N7", "Sp1", 3, "20-02-2025"], ["M1", "Sp6", 3, "20-02-2025"], ["N2", "Hvad ellers?", 3, "20-02-2025"],
            ["N3", "Sp1", 3, ""], ["N1", "Kommentar", "Rådgiveren ringer aldrig tilbage til os derhjemme", ""]]  # fmt: skip
    file = written(folder, "lang.csv", ["Nøgle", "Spørgsmål", "Svar", "Besvaret"], rows)
    assert sorted(refused(folder, invitations(folder), file), key=str) == sorted(
        [(3, "Svar", "answer_out_of_range"), (4, "Svar", "answer_out_of_range"), (5, "Nøgle", "unknown_invitation"),
         (6, "Spørgsmål", "unknown_question"), (7, "Spørgsmål", "unknown_question"), (8, "Besvaret", "answers_without_day"),
         (9, "Svar", "free_text_answer"), (9, "Spørgsmål", "unknown_question")], key=str)  # fmt: skip


def test_what_people_wrote_is_neither_kept_nor_repeated(folder: Path) -> None:
    text = "Anne fra Nord har ikke ringet i 3 uger"
    headings, start = ["Nøgle", "Udsendt", "Besvaret", "Sp1"], ["N1", "01-02-2025", "02-02-2025"]
    report = check([written(folder, "a.csv", headings, [[*start, text]])], data_folder=folder, municipality="Herning")
    assert [(fault.row, fault.column, fault.code) for fault in report.faults] == [(2, "Sp1", "free_text_answer")]
    assert "Anne" not in repr(report) + "".join(render(report))
    file = written(folder, "b.csv", [*headings, "Kommentar"], [[*start, 3, text]])
    report = deliver(folder, file)
    assert [(r.code, dict(r.values)) for r in report.files[0].remarks] == [
        ("ignored_columns", {"columns": "Kommentar"})
    ]
    assert b"Anne" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_cpr_number_as_an_answer_is_called_that(folder: Path) -> None:
    rows = [["N1", "01-02-2025", "02-02-2025", "010107-1234"]]
    file = written(folder, "a.csv", ["Nøgle", "Udsendt", "Besvaret", "Sp1"], rows)
    assert refused(folder, file) == [(2, "Sp1", "cpr")]


OWN = """
id = "trivsel"
version = 1
respondents = ["child"]
needed = 1
title = { da = "Trivsel i Herning", en = "Well-being in Herning" }
licence = { da = "Vores eget.", en = "Our own." }
scale = { low = 0, high = 10 }

[[items]]
dimension = "everyday"
da = "Hvordan har du det?"
en = "How are you?"
"""


def test_a_form_of_the_municipalitys_own(folder: Path) -> None:
    (folder / FOLDER).mkdir(parents=True)
    own = folder / FOLDER / "trivsel.toml"
    own.write_text(OWN, encoding="utf-8")
    headings = ["Nøgle", "Skema", "Udsendt", "Besvaret", "Spørgsmål", "Svar"]
    row = ["T1", "Trivsel i Herning", "01-02-2025", "02-02-2025", "Hvordan har du det?"]
    deliver(folder, written(folder, "t.csv", headings, [[*row, 10]]))
    assert (sent(folder)["T1"][1:4], stored(folder)["T1"]) == (("trivsel", "", "child"), [(1, 10)])
    assert refused(folder, written(folder, "u.csv", headings, [[*row, 11]])) == [(2, "Svar", "answer_out_of_range")]
    own.write_text(OWN.replace("needed = 1", "needed = 2"), encoding="utf-8")
    report = check([written(folder, "v.csv", headings, [[*row, 9]])], data_folder=folder, municipality="Herning")
    assert [(fault.row, fault.code) for fault in report.faults] == [(None, "form_needed"), (2, "unknown_form")]
    set_language("da")
    assert "Skemaet trivsel.toml: “needed” skal være et helt tal" in "\n".join(render(report))


@pytest.mark.parametrize(
    ("name", "who"), [("foraeldre", ""), ("medarbejder", "staff"), ("barn", "child"), ("who-5", "")]
)
def test_the_template_of_a_form_says_itself_which_form_it_is(folder: Path, name: str, who: str) -> None:
    set_language("da")
    form = shipped()[name]
    path = template("spoergeskema", folder.parent, "xlsx", form)
    assert path.name == f"spoergeskema-{name}.xlsx"
    book = openpyxl.load_workbook(path)
    page, guide = book.worksheets
    headings = [cell.value for cell in page[1]]
    asked = [item.da for item in form.questions] or [f"Sp{number}" for number in range(1, form.count + 1)]
    at = headings.index(asked[0])
    assert headings[at : at + form.count + 1] == [*asked, "Kommune"]
    assert guide.cell(headings.index("Skema") + 3, 2).value == f"Skriv {name} i hver række."
    values = {"Nøgle": "X1", "Udsendt": FEBRUARY, "Besvaret": FEBRUARY, asked[-1]: form.scale.high}
    if not form.questions:
        values["Skema"] = name
    for heading, value in values.items():
        page.cell(2, headings.index(heading) + 1, value)
    book.save(path)
    deliver(folder, path)
    assert sent(folder)["X1"][1:4] == (name, "", who)
    assert stored(folder)["X1"][-1] == (form.count, form.scale.high)
