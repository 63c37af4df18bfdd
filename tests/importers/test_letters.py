"""Letters and separators: read as they were meant, or refused; never another team than the one that was written."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import Given, Report, check, render
from dashboard.importers.choices import Choices
from dashboard.importers.delivery import receive
from dashboard.importers.letters import broken
from dashboard.importers.present import present
from dashboard.language import set_language
from tests.rounds import rounds

CASES = ["Sagsnr.", "Modtaget", "Første kontakt", "Rådgiver", "Team"]
TEAMS = ["Børnehandicap", "Ærø", "Små børn", "ØSTBY", "Århus - Åby", "Søhøjlandet", "Lærkevej"]
WHOLE = sorted((f"S{n}", team) for n, team in enumerate(TEAMS))
LOST = {"broken_heading", "broken_letters", "broken_letters_in_row", "encoding", "not_recognised", "missing_column"}


def text(sign: str = ";", end: str = "\r\n", teams: list[str] = TEAMS, headings: list[str] = CASES) -> str:
    rows = [headings, *([f"S{n}", "01-02-2026", "03-02-2026", "R1", team] for n, team in enumerate(teams))]
    return "".join(sign.join(row) + end for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    set_language("da")
    return tmp_path / "data"


def file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def looked(content: bytes, data: Path) -> Report:
    data.parent.mkdir(exist_ok=True)
    return check(
        [file(data.parent / "f.csv", content)], data_folder=data, municipality="657", as_of=dt.date(2026, 3, 31)
    )


def teams(content: bytes, data: Path) -> list[tuple[str, str]]:
    """Case and team as an import would write them."""
    said = Choices(municipality="657", as_of=dt.date(2026, 3, 31))
    delivery = receive([Given("f.csv", content=content)], present(data), said)
    assert delivery.ok, [fault for part in delivery.parts for fault in part.faults]
    rows = delivery.rows["cases"]
    assert all(rows["contact"])
    return sorted(rows.together("case", "team"))


def remarked(report: Report) -> list[str]:
    return [remark.code for one in report.files for remark in one.remarks]


def errors(report: Report) -> set[str]:
    return {fault.code for fault in report.faults if fault.is_error}


READ = {"utf-8": [], "utf-8-sig": [], "cp1252": [], "utf-16": [], "utf-32": [], "cp850": ["encoding_read"],
        "cp865": ["encoding_read"], "mac_roman": ["encoding_read"], "utf-16-le": ["encoding_read"],
        "utf-16-be": ["encoding_read"]}  # fmt: skip


@pytest.mark.parametrize("encoding", READ)
def test_every_encoding_that_is_certain_is_read_and_the_odd_ones_are_said(data: Path, encoding: str) -> None:
    content = text().encode(encoding)
    assert teams(content, data) == WHOLE
    assert remarked(looked(content, data.with_name("none"))) == READ[encoding]


MISTAKEN = [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp850"), ("utf-8", "mac_roman"), ("cp1252", "cp850"),
            ("cp1252", "mac_roman"), ("cp850", "latin-1"), ("mac_roman", "latin-1"), ("mac_roman", "cp850"),
            ("cp850", "mac_roman")]  # fmt: skip


@pytest.mark.parametrize(("written", "taken_for"), MISTAKEN)
@pytest.mark.parametrize("saved", ["utf-8", "utf-16"])
def test_letters_taken_for_others_are_mended_or_refused(data: Path, written: str, taken_for: str, saved: str) -> None:
    content = text().encode(written).decode(taken_for).encode(saved)
    report = looked(content, data)
    if written == "utf-8" and taken_for in ("cp1252", "latin-1") and saved == "utf-8":
        assert teams(content, data) == WHOLE
        assert remarked(report) == ["encoding_twice"]
    else:
        assert errors(report) & LOST


@pytest.mark.parametrize(("written", "taken_for"), MISTAKEN)
def test_a_team_with_letters_taken_for_others_is_refused_alone(data: Path, written: str, taken_for: str) -> None:
    for team in ("Børnehandicap", "Små børn"):
        report = looked(text(teams=[team.encode(written).decode(taken_for), "Nord ø"]).encode(), data)
        faults = [(fault.row, fault.column, fault.code) for fault in report.faults if fault.is_error]
        if (written, taken_for) != ("cp850", "mac_roman"):  # Bõrnehandicap could be a name
            assert faults == [(2, "Team", "broken_letters")], team


@pytest.mark.parametrize(
    "team", ["B?rnehandicap", "Ær?", "B\ufffdrnehandicap", "?stby", "BÃ¸rn", "B°rn", "B\x9brn", "B├©rn"]
)
def test_a_lost_letter_is_refused_with_its_cell(data: Path, team: str) -> None:
    report = looked(text(teams=["Nord", team]).encode(), data)
    assert [(f.row, f.column, f.code) for f in report.faults] == [(3, "Team", "broken_letters")]
    assert "Gem filen som CSV UTF-8" in "\n".join(render(report))


@pytest.mark.parametrize(
    "team",
    [
        "TeamØst",
        "Én familie – én indgang",
        "Mie’s",
        "“Nord”",
        "Café São",
        "5½",
        "Übung",
        "PåRørende",
        "100 m²boligen",
        "Team ★",
        "§ 11, stk. 3",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_ordinary_letters_and_signs_are_no_fault(data: Path, team: str, encoding: str) -> None:
    if encoding == "utf-8" or "★" not in team:
        assert not broken(team)
        assert teams(text(teams=[team]).encode(encoding), data) == [("S0", team)]


@pytest.mark.parametrize(
    "heading", ["F?rste kontakt", "F_rste kontakt", "Fõrste kontakt", "F\ufffdrste kontakt", "F��rste kontakt"]
)
def test_a_heading_with_a_lost_letter_is_no_column_to_be_left_out(data: Path, heading: str) -> None:
    report = looked(text(headings=[*CASES[:2], heading, *CASES[3:]]).encode(), data)
    assert [(fault.column, fault.code) for fault in report.faults if fault.is_error] == [(heading, "broken_heading")]
    assert "der kan være ment “Første kontakt”" in "\n".join(render(report))


def test_a_file_of_two_encodings_is_refused_with_the_row(data: Path) -> None:
    lines = text().encode("utf-8").splitlines(keepends=True)
    lines[3] = lines[3].decode().encode("cp1252")
    report = looked(b"".join(lines), data)
    assert [(fault.code, fault.values["row"]) for fault in report.faults] == [("encoding", "1")]
    twice = text().encode().decode("cp1252", "replace").replace("\ufffd", "").splitlines(keepends=True)
    mixed = [text().splitlines(keepends=True)[0], *twice[1:3], *text().splitlines(keepends=True)[3:]]
    assert errors(looked("".join(mixed).encode(), data)) == {"broken_letters"}


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
@pytest.mark.parametrize(
    "first", ["", "sep={}\r\n", '"sep={}"\r\n', "Sagsliste, Børn og Unge, udtrukket, a, b, c, d, e, f\r\n\r\n"]
)
def test_every_sign_line_end_and_first_line(data: Path, sign: str, end: str, first: str) -> None:
    top = first.format(sign).replace("\r\n", end)
    content = (top + text(sign, end)).encode("utf-8-sig")
    assert teams(content, data) == WHOLE


@pytest.mark.parametrize("sign", ["^", "~", "¤", "#", "*"])
def test_another_sign_is_named_or_taken_where_the_file_says_it(data: Path, sign: str) -> None:
    report = looked(text(sign).encode(), data)
    assert errors(report) == {"other_sign"}
    assert f"Cellerne er adskilt af “{sign}”." in "\n".join(render(report))
    if sign.isascii():
        assert teams(f"sep={sign}\r\n{text(sign)}".encode(), data) == WHOLE


def test_a_mark_in_the_middle_and_blank_lines_are_read_over(data: Path) -> None:
    lines = text().splitlines(keepends=True)
    content = "".join(
        ["\ufeff\ufeff", *lines[:3], "\r\n", "\ufeff" + lines[3], " \r\n", *lines[4:], ";;;;\r\n", "\r\n"]
    )
    assert teams(content.encode(), data) == WHOLE


def test_notes_in_windows_letters_are_no_other_encoding(data: Path) -> None:
    notes = ["Ringet…kom", "m²bolig ½år", "5 µg ¤", "‘citat’ – “ja”", "N°5 €"]
    rows = text(headings=[*CASES, "Note"], teams=[f"Nord;{note}" for note in notes])
    assert [team for _, team in teams(rows.encode("cp1252"), data)] == ["Nord"] * len(notes)


def test_the_end_of_a_dos_file_is_no_row(data: Path) -> None:
    assert teams(text().encode("cp850") + b"\x1a", data) == WHOLE


def test_a_nul_is_told_with_its_row(data: Path) -> None:
    report = looked(text().replace("S3", "S\x003").encode(), data)
    assert [(fault.code, fault.values["row"]) for fault in report.faults] == [("stray_nul", "5")]


@pytest.mark.parametrize(
    ("changes", "row"),
    [({"S2;": '"S2;'}, 4), ({";Ærø": ';"Ærø'}, 3), ({";Ærø": ';"Ærø', ";Små børn": ';Små børn"'}, 3),
     ({";Ærø": ';"Æ"rø'}, 3), ({"Sagsnr.": '"Sagsnr.'}, 1), ({"S1;": '"S1;', "S2;01": 'S2";01'}, 3)],
)  # fmt: skip
def test_a_quotation_mark_that_swallows_rows_is_told(data: Path, changes: dict[str, str], row: int) -> None:
    content = text()
    for old, new in changes.items():
        content = content.replace(old, new)
    report = looked(content.encode(), data)
    assert [(fault.code, fault.values.get("row")) for fault in report.faults] == [("quotes", str(row))]


def test_quotation_marks_in_order_are_read(data: Path) -> None:
    names = ['"Børnehandicap"', '"Ærø"', "Små børn", '"ØSTBY"', '"Århus - Åby"', '"Søhøjlandet"', "Lærkevej"]
    assert teams(text(teams=names).encode(), data) == WHOLE
    inside = text(teams=['Team "Nord"', '"Team ""Syd"""', '"Øst;Vest"', 'Vest"'])
    assert [team for _, team in teams(inside.encode(), data / "b")] == [
        'Team "Nord"',
        'Team "Syd"',
        "Øst;Vest",
        'Vest"',
    ]
    notes = text(headings=[*CASES, "Note"]).replace("Ærø\r\n", 'Ærø;"Ringet;\r\naftalt"\r\n')
    assert teams(notes.encode(), data / "c") == WHOLE


# The ledger's own road: the file scanned where it lies says what the cells read one by one say.

LEDGER = ["Måned", "Kontostreng", "Omkostningssted", "Beløb"]
CENTRES = ["Børnehuset", "Ærø", "Små børn", "Center 7", "", '"Øst;Vest"', '"a ""b"""', 'Hus "A"', '"Åben', "B?rn", "B°rn",
           "BÃ¸rn", "x\ufeffy", "\ufeff", "Mie’s – hus", '"to\nlinjer"', "#N/A", " Nord "]  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "latin-1", "cp1252", "cp850", "mac_roman", "utf-16", "double"]


def encoded(content: str, encoding: str) -> bytes:
    if encoding == "double":
        return content.encode().decode("latin-1").encode()
    return content.encode(encoding, "replace")


def said(path: Path, folder: Path) -> Any:
    report = check([path], data_folder=folder, municipality="657")
    one = report.files[0]
    faults = sorted((f.row or 0, f.column, f.code, sorted(f.values.items())) for f in one.faults)
    return one.rows_in, faults, [r.code for r in one.remarks], one.counts


def test_both_roads_of_a_ledger_say_the_same_of_letters_separators_and_odd_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.importers.profiles import ledgers

    lot = random.Random(62)
    scanned = 0
    for number in range(rounds(400, 16)):
        sign, end = lot.choice(";,\t|"), lot.choice(["\r\n", "\n", "\n", "\r"])
        rows = [LEDGER, *(["2026-01", "528211003", lot.choice(CENTRES[: lot.choice([5, 7, 18])]), lot.choice(["1", "1,50" if sign != "," else "1"])]
                          for _ in range(lot.randint(1, 6)))]  # fmt: skip
        body = "".join(lot.choice(["", "", "", end]) + sign.join(row) + end for row in rows)
        first = lot.choice(["", "", f"sep={sign}{end}", f"Udtræk 2026{end}"])
        content = encoded(first + body, lot.choice(ENCODINGS))
        path = file(tmp_path / "a.csv", content)
        with monkeypatch.context() as patch:
            patch.setattr(ledgers, "csv_rows", lambda _path: None)  # every file is read row by row
            one_by_one = said(path, tmp_path / "none")
        scanned += ledgers.of_file(path, ledgers.Shelf()) != []
        assert said(path, tmp_path / "none") == one_by_one, (number, content)
    assert scanned > rounds(400, 16) / 4
