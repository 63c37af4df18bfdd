"""CPR numbers by the thousand, in every disguise and place: each is refused, and not a byte of one is left anywhere."""

import csv
import itertools
import logging
import random
import string
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dashboard.importers import Given, Report, check, cpr, load, render, write_report
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, version_name
from tests.rounds import rounds

NUMBERS = rounds(1000, 12)


def _full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


def _arabic(text: str) -> str:
    return "".join(chr(ord(sign) - 48 + 0x660) if sign.isdigit() else sign for sign in text)


def _power(number: str) -> str:
    digits = str(int(number))
    return f"{digits[0]}.{digits[1:].rstrip('0') or '0'}E{len(digits) - 1}"


# What is done to ten digits before somebody types, pastes or exports them. n is all ten, a and b are six and four.
DISGUISES: dict[str, Callable[[str], Any]] = {
    "plain": lambda n: n,
    "dash": lambda n: f"{n[:6]}-{n[6:]}",
    "space": lambda n: f"{n[:6]} {n[6:]}",
    "spaces inside": lambda n: f"{n[:4]} {n[4:6]}  {n[6:]}",
    "a space after each digit": " ".join,
    "dots": lambda n: f"{n[:2]}.{n[2:4]}.{n[4:6]}.{n[6:]}",
    "slashes": lambda n: f"{n[:2]}/{n[2:4]}/{n[4:6]}-{n[6:]}",
    "en dash": lambda n: f"{n[:6]}–{n[6:]}",
    "minus": lambda n: f"{n[:6]} − {n[6:]}",
    "non-breaking space": lambda n: f"{n[:6]}\u00a0{n[6:]}",
    "thin spaces": lambda n: f"{n[:2]}\u2009{n[2:6]}\u202f{n[6:]}",
    "signs of no width": lambda n: f"{n[:3]}\u200b{n[3:6]}\u200d{n[6:8]}\ufeff{n[8:]}",
    "soft hyphen": lambda n: f"{n[:6]}\u00ad{n[6:]}",
    "full width": _full_width,
    "Arabic-Indic digits": lambda n: _arabic(f"{n[:6]}-{n[6:]}"),
    "digits with marks over them": lambda n: "\u0305".join(n),
    "day and 60": lambda n: f"{int(n[:2]) + 60}{n[2:]}",
    "with the word": lambda n: f"CPR: {n[:6]}-{n[6:]}",
    "against the word": lambda n: f"cpr{n}",
    "quotes": lambda n: f'"{n}"',
    "brackets": lambda n: f"[{n[:6]}-{n[6:]}]",
    "in a sentence": lambda n: f"Se også barn {n[:6]}-{n[6:]}, ring.",
    "two lines": lambda n: f"{n[:6]}\n{n[6:]}",
    "underscore": lambda n: f"{n[:6]}_{n[6:]}",
    "lost zero as text": lambda n: str(int(n)),
    "lost zero before a dash": lambda n: f"{int(n[:6])}-{n[6:]}",
    "decimals": lambda n: f"{int(n)}.0",
    "a power of ten": _power,
    "two numbers": lambda n: f"{n} {n}",
    "a letter before": lambda n: f"S{n}",
    "letters behind": lambda n: f"{n[:6]}-{n[6:]}kopi",
    "colon": lambda n: f"{n[:6]}:{n[6:]}",
    "comma in a sentence": lambda n: f"barn {n[:6]}, {n[6:]}",
    "letters for digits": lambda n: n.replace("0", "O"),
    "many signs": lambda n: f"{n[:6]} - - - - {n[6:]}",
}
ONLY_EXCEL: dict[str, Callable[[str], Any]] = {"number": int, "float": float}


def made_up(count: int) -> list[str]:
    """Ten digits with a day and a month in front, half of them with a zero first; nobody's."""
    lot = random.Random(2026)
    return [
        f"{lot.randrange(1, 10) if i % 2 else lot.randrange(1, 29):02}{lot.randrange(1, 13):02}{lot.randrange(23):02}"
        f"{lot.randrange(10_000):04}"
        for i in range(count)
    ]


class Nothing:
    """Looks for any of the numbers, in any of the forms they were given in, wherever an import could leave them."""

    def __init__(self, folder: Path, numbers: Sequence[str]) -> None:
        self.folder = folder
        forms = {form for n in numbers for form in (n, f"{n[:6]}-{n[6:]}", f"{int(n[:2]) + 60}{n[2:]}")}
        self.needles = [needle for form in sorted(forms) for needle in (form.encode(), form.encode("utf-16-le"))]

    def is_left_in(self, *texts: str) -> bool:
        places = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        places += [text.encode() for text in texts]
        return any(needle in place for place in places for needle in self.needles)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """`in` for what is delivered; `kept` with the data, and with the folder where this process writes for a while."""
    set_language("da")
    (tmp_path / "in").mkdir()
    (tmp_path / "kept" / "tmp").mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "kept" / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    good = csv_file(tmp_path / "in" / "befolkning.csv", ["År", "Antal"], [[2025, 20_000]])
    assert load([good], data_folder=tmp_path / "kept" / "data", municipality="Herning").ok
    yield tmp_path
    monkeypatch.setattr(tempfile, "tempdir", None)


HEADINGS = ["Sagsnr.", "Barn", "Familie", "Team", "Rådgiver", "Projekt", "Modtaget", "Andet"]
PLACES = (0, 1, 2, 3, 4, 5, 6, 7)  # keys, names, a date that it is not, and a column that nobody asked for


def rows_with(values: Sequence[Any]) -> list[list[Any]]:
    rows = []
    for index, (value, place) in enumerate(zip(values, itertools.cycle(PLACES), strict=False)):
        row: list[Any] = [f"S-{index}", f"B{index}", "F1", "Nord", "R1", "", "01-02-2025", "x"]
        row[place] = value
        rows.append(row)
    return rows


def as_csv(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADINGS, *rows])
    return path


def everything_said(room: Path, report: Report) -> str:
    write_report(report, room / "kept" / "rapport.txt")
    return repr(report) + "\n".join(render(report))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_number_in_every_disguise_is_refused_and_none_is_left(
    room: Path, kind: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    numbers = made_up(NUMBERS)
    before = version_name(room / "kept" / "data")
    said = []
    for disguise, hide in {**DISGUISES, **(ONLY_EXCEL if kind == "xlsx" else {})}.items():
        rows = rows_with([hide(number) for number in numbers])
        path = room / "in" / f"sager.{kind}"
        path = as_csv(path, rows) if kind == "csv" else excel_file(path, HEADINGS, rows)
        report = load([path], data_folder=room / "kept" / "data", municipality="Herning")
        found = {fault.row for fault in report.faults if fault.code == "cpr"}
        assert found == set(range(2, len(rows) + 2)), (disguise, sorted(set(range(2, len(rows) + 2)) - found)[:3])
        assert report.outcome == "refused"
        said.append(everything_said(room, report))
    assert version_name(room / "kept" / "data") == before
    assert not Nothing(room / "kept", numbers).is_left_in(*said, caplog.text, *capfd.readouterr())


@pytest.mark.parametrize("where", ["file name", "file name against a word", "heading", "sheet name"])
def test_names_and_headings_are_searched_too(room: Path, where: str) -> None:
    data, numbers = room / "kept" / "data", made_up(NUMBERS)
    given = list(_named(room, where, numbers))
    report = check(given, data_folder=data, municipality="Herning")
    assert load(given, data_folder=data, municipality="Herning").outcome == "refused"
    codes = [fault.code for fault in report.faults]
    expected = {"heading": "cpr_in_heading", "sheet name": "cpr_in_sheet_name"}.get(where, "cpr_in_file_name")
    assert codes.count(expected) == len(numbers)
    assert not Nothing(room / "kept", numbers).is_left_in(everything_said(room, report))


def _named(room: Path, where: str, numbers: Sequence[str]) -> Iterator[Path | Given]:
    """Right files but for a number in the given place; uploads stand for files, so that none lies on the disk."""
    right = csv_file(room / "in" / "b.csv", ["År", "Antal"], [[2025, 20_000]]).read_bytes()
    forms = [f"{n[:6]}-{n[6:]}" if i % 2 else n for i, n in enumerate(numbers)]
    if where == "file name":
        yield from (Given(f"befolkning {form}.csv", content=right) for form in forms)
    elif where == "file name against a word":
        yield from (Given(f"Barn{number}.csv", content=right) for number in numbers)
    elif where == "heading":
        text = ";".join(["År", "Antal", *forms]) + "\n2025;20000\n"
        yield Given("b.csv", content=text.encode())
    else:
        path = room / "in" / "b.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for form in dict.fromkeys(forms):
                book.add_worksheet(form).write_row(0, 0, ["År", "Antal"])
        yield path


def conforming(lot: random.Random) -> list[str]:
    """What case systems and people write in columns that are no amounts and no dates, one of each kind."""
    digits = "".join(lot.choices(string.digits, k=10))
    letter = lot.choice(string.ascii_uppercase)
    year, month, day = lot.randrange(2013, 2027), lot.randrange(1, 13), lot.randrange(1, 29)
    clock = f"{lot.randrange(24):02}:{lot.randrange(60):02}"
    return [
        f"{letter}{digits[:9]}", f"{digits[:5]}{letter}{digits[5:]}", f"{letter}-{digits[:6]}{letter}",
        f"{year}-{digits[:6]}", f"{lot.randrange(2001, 2013)}-00{digits[:4]}", f"S{year}-{digits[:5]}", digits[:7],
        str(uuid.UUID(int=lot.getrandbits(128), version=4)), f"{lot.getrandbits(64):016x}", f"{lot.getrandbits(128):032x}",
        f"{lot.getrandbits(32):08x}", f"{lot.getrandbits(48):012X}",
        f"27.{lot.randrange(99):02}.{lot.randrange(99):02}-G01-{lot.randrange(1, 9999)}-{year % 100}",
        f"{day:02}-{month:02}-{year}", f"{year}-{month:02}-{day:02}", f"{day:02}-{month:02}-{year} {clock}",
        f"{year}-{month:02}-{day:02}T{clock}:00.{digits[:3]}", f"{day:02}.{month:02}.{year} - 31.12.{year}",
        f"+45 {digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:8]}", f"Team {letter} {digits[:2]}", f"R{digits[:3]}",
        f"SEL § {digits[:2]}, stk. {digits[2]}, nr. {digits[3]}", f"52821{digits[0]}{digits[1:4]}",
        f"01005-52821{digits[0]}{digits[1:4]}-060601-109---",
    ]  # fmt: skip


def test_keys_that_follow_the_advice_are_hardly_ever_refused() -> None:
    lot = random.Random(5)
    sample = [key for _ in range(rounds(50_000, 1_000)) for key in conforming(lot)]
    refused = [key for key in sample if cpr.found_in(key)]
    rate = len(refused) / len(sample)
    assert rate <= 0.0005, (rate, refused[:20])


def test_account_strings_and_moments_pass_in_their_columns(room: Path) -> None:
    rows = [[f"2025-{m:02}", "528211003", 1234567890 + m, "Handicap", f"0{m}-01-2025 10:30"] for m in range(1, 10)]
    path = csv_file(room / "in" / "r.csv", ["Måned", "Kontostreng", "Beløb", "Omkostningssted", "Bogført"], rows)
    assert check([path], data_folder=room / "kept" / "data", municipality="Herning").ok


@pytest.mark.parametrize(
    "heading", ["Navn", "Barnets navn", "Fornavn", "Mors tlf.nr.", "E-mail", "Adresse", "Borgers adresse"]
)
def test_a_column_that_names_persons_is_to_be_removed(room: Path, heading: str) -> None:
    path = csv_file(room / "in" / "s.csv", ["Sagsnr.", "Modtaget", heading], [["S-1", "01-02-2025", "x"]])
    report = check([path], data_folder=room / "kept" / "data", municipality="Herning")
    assert [(fault.column, fault.code) for fault in report.faults] == [(heading, "personal_column")]
    assert "Kolonnen navngiver personer. Fjern den fra filen" in "\n".join(render(report))


@pytest.mark.parametrize("heading", ["Teamnavn", "Tilbudsnavn", "AktivitetNavn", "Leverandør", "Afdelingens adresse"])
def test_a_column_that_names_no_person_is_let_be(room: Path, heading: str) -> None:
    path = csv_file(room / "in" / "s.csv", ["Sagsnr.", "Modtaget", heading], [["S-1", "01-02-2025", "x"]])
    assert check([path], data_folder=room / "kept" / "data", municipality="Herning").ok


@pytest.mark.parametrize(
    "name", ["Anna Hansen", "Hansen, Anna", "Anna.Hansen", "a.hansen@kommune.dk", "Vestergade 12", "Bo-Ib"]
)
def test_a_key_that_names_a_person_is_none(room: Path, name: str) -> None:
    path = csv_file(room / "in" / "s.csv", ["Sagsnr.", "Modtaget", "Barn"], [["S-1", "01-02-2025", name]])
    report = check([path], data_folder=room / "kept" / "data", municipality="Herning")
    assert [fault.code for fault in report.faults] == ["not_a_key"]
