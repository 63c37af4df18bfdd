"""The guides in docs/guide do what they say: each command in them is typed as it stands, in order, and succeeds.

Beside a guide stands what it takes for granted: the files that its reader has, made up here by FILES.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import sqlite3
import string
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.settings import PROJECT
from tests.importers.dst_files import handicap, record, written
from tests.importers.files import csv_file, website_export
from tests.importers.profiles import samples
from tests.importers.workbooks import workbook
from tests.typed import trinvis

GUIDES = sorted((PROJECT / "docs/guide").glob("*.md"))
CASES = (
    "Sagsnr.;Barn;Team;Rådgiver;Modtaget;Første kontakt\n"
    "S-1;B1;Nord;R1;05-01-2026;12-01-2026\n"
    "S-2;B2;Nord;R1;20-01-2026;\n"
)


def _first_day(folder: Path) -> None:
    (folder / "sagsliste.csv").write_text(CASES, encoding="utf-8-sig")
    (folder / "sagsliste-uge-14.csv").write_text(CASES + "S-3;B3;Syd;R2;02-04-2026;\n", encoding="utf-8-sig")


def _numbers(folder: Path) -> None:
    """Cases of two coordinators, of whom one has told their hours."""
    (folder / "sagsliste.csv").write_text(CASES + "S-3;B3;Nord;R2;02-02-2026;16-02-2026\n", encoding="utf-8-sig")
    csv_file(folder / "timer.csv", ["Rådgiver", "Timer", "Fra"], [["R1", "37", "01-01-2026"]])


def _statbank(folder: Path) -> None:
    """What needs the network stands in blocks of its own there; test_statbank_fetch.py types it at a server here."""
    website_export(folder / "regk31_2024.csv")


def _survey(folder: Path) -> None:
    """The list of invitations, and the answers of six of the ten."""
    sent = [f"F26-{n:02d};foraeldre;T0;{'mor' if n % 2 else 'far'};02-02-2026;16-02-2026" for n in range(1, 11)]
    said = [f"F26-{n:02d};10-02-2026;{';'.join(str(1 + (n + k) % 5) for k in range(8))}" for n in range(1, 7)]
    items = ";".join(f"Sp{number}" for number in range(1, 9))
    invited = ["Nøgle;Skema;Runde;Respondent;Udsendt;Påmindet", *sent]
    (folder / "inviterede.csv").write_text("\n".join(invited), encoding="utf-8-sig")
    (folder / "svar.csv").write_text("\n".join([f"Nøgle;Besvaret;{items}", *said]), encoding="utf-8-sig")


def _case_systems(folder: Path) -> None:
    """Exports of Sensum and KMD Insight, a list under headings of its own, and a database with a query."""
    samples.sensum(folder)
    samples.technical(folder)
    csv_file(folder / "liste.csv", ["Sags nr", "Modtagelsesdag", "Afdelingen"], [["K1", "06012025", "Nord"]])
    with contextlib.closing(sqlite3.connect(folder / "fagsystem.db")) as database:
        database.execute("create table sag (nr text, ind date)")
        database.execute("insert into sag values ('S1', '2025-01-06')")
        database.commit()
    (folder / "sager.sql").write_text('select nr as "Sagsnr.", ind as "Modtaget" from sag', encoding="utf-8")


def _ledger(folder: Path) -> None:
    """Three months of an extract with the year's budget in it, and a report of the year before under headings of its own."""
    rows = ["2026;1;528211003;regnskab;1.234,50", "2026;2;528221004;regnskab;99,00", "2026;3;582211003;regnskab;1,00"]
    budget = ["2026;;528211003;oprindeligt;20000", "2026;;528211003;korrigeret;21000"]
    text = "\n".join(["Regnskabsår;Måned;Kontostreng;Beløbstype;Beløb", *rows, *budget])
    (folder / "regnskab.csv").write_text(text, encoding="utf-8-sig")
    head = ["Måned", "Kontostreng", "Beløb"]
    year = [["2026-01", "528211003", "1.300,00"], ["2026-02", "528221004", "99,00"], ["2026-03", "582211003", "1,00"]]
    csv_file(folder / "aar-til-dato.csv", head, year)
    csv_file(folder / "glemt-omkostningssted.csv", [*head, "Omkostningssted"], [["2026-02", "528221004", "5,00", "4020"]])
    csv_file(folder / "rapport.csv", samples.OPUS, samples.OPUS_ROWS)
    csv_file(folder / "omkostningssteder-2026.csv", ["Omkostningssted", "Målgruppe", "Fra", "Version"],
             [["4010", "handicap", "2026-01", "2026-1"]])  # fmt: skip


def _headings(folder: Path) -> None:
    """A case list under headings of its own, debit and credit apart, and months that stand across."""
    csv_file(folder / "lukkedato.csv", ["Sags nr", "Modtagelses dato", "Dato for første kontakt", "Lukkedato"],
             [["S1", "01-02-2026", "05-02-2026", ""]])  # fmt: skip
    csv_file(folder / "posteringer.csv", ["Måned", "Funktion", "Debet", "Kredit"], [["2026-01", "5.28.21", "100", ""]])
    csv_file(folder / "paa-tvaers.csv", ["Funktion", "jan 2026", "feb 2026"], [["5.28.21", "100", "200"]])


def _statistics(folder: Path) -> None:
    """Two months' deliveries: July corrects what June said."""
    june = [record("I-1"), record("I-2", cpr="0202021234", code="003")]
    written(folder / "leverance-juni.xml", handicap(june, period="2025M06"))
    july = [record("I-1", kind="Ændring", INDSATS_SLUTDATO="2025-07-15")]
    written(folder / "leverance-juli.xml", handicap(july, period="2025M07"))


def _workbooks(folder: Path) -> None:
    """A list with a filter left on, a workbook with a sheet for each month and a hidden one, and a file out of DOS."""
    rows = [["Sagsnr.", "Modtaget", "Team"], *([f"S-{n}", f"{n:02d}-02-2026", "Nord"] for n in range(1, 21))]

    def filtered(book: Any) -> None:
        for row in range(10, 22):
            book["Sager"].row_dimensions[row].hidden = True

    def old(book: Any) -> None:
        book["gammel"].sheet_state = "hidden"

    workbook(folder / "sager.xlsx", {"Sager": rows}, filtered)
    months = {name: [["Måned", "Funktion", "Beløb"], [f"2026-0{n}", "5.28.21", 1000 * n]] for n, name in
              enumerate(["januar", "februar", "gammel"], start=1)}  # fmt: skip
    workbook(folder / "regnskab.xlsx", months, old)
    dos = [[number, received, ""] for number, received, _team in rows[1:]]
    csv_file(folder / "fra-dos.csv", ["Sagsnr.", "Modtaget", "Første kontakt"], dos, "cp850")


# Guide → what its reader has before the first command.
FILES: dict[str, Callable[[Path], object]] = {
    "dst-xml": _statistics,
    "excel-og-csv": _workbooks,
    "fagsystemer": _case_systems,
    "foerste-dag": _first_day,
    "overskrifter": _headings,
    "spoergeskemaer": _survey,
    "laes-tallene": _numbers,
    "regnskab": _ledger,
    "tal-i-filer": lambda folder: (folder / "udtraek.csv").write_text("Måned;Funktion;Beløb\n2026-01;5.28.21;845,120\n", "utf-8-sig"),
    "indbakke": lambda _folder: None,
    "statbank": _statbank,
}


def blocks(guide: Path) -> list[str]:
    """The commands of a guide, block by block; a block that shows what something prints is not one."""
    return re.findall(r"^```sh\n(.*?)^```", guide.read_text("utf-8"), re.MULTILINE | re.DOTALL)


# What a shell would not change: words without any of its signs, or between apostrophes.
PLAIN = re.compile(r"""trinvis( [\w./:=,%+-]+| '[^']*')*""")
EXPORT = re.compile(r"export (\w+)=([\w$/.:@,-]+)")


class Reader:
    """Who types a guide in a terminal: what is exported stays for the next block.

    A block of plain commands is run in this process, which starts faster; any other by a shell, as it stands.
    """

    def __init__(self, folder: Path) -> None:
        self.home, self._bin = folder / "home", folder / "bin"
        self.environment = {"TRINVIS_DATA_FOLDER": str(folder / "data"), "HOME": str(self.home)}
        for made in (self.home, self._bin):
            made.mkdir()
        command = self._bin / "trinvis"
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from dashboard.cli import main; main()" "$@"\n')
        command.chmod(0o755)

    def types(self, block: str) -> None:
        lines = block.splitlines()
        if not all(PLAIN.fullmatch(line) or EXPORT.fullmatch(line) for line in lines):
            self._in_a_shell(block)
            return
        for line in lines:
            if exported := EXPORT.fullmatch(line):
                self.environment[exported[1]] = string.Template(exported[2]).substitute(self.environment)
            else:
                data, others = Path(self.environment["TRINVIS_DATA_FOLDER"]), dict(self.environment)
                del others["TRINVIS_DATA_FOLDER"]
                done = trinvis(data, *shlex.split(line)[1:], cwd=self.home, **others)
                assert done.returncode == 0, line + "\n" + done.stdout + done.stderr

    def _in_a_shell(self, block: str) -> None:
        assert "export " not in block, "what a shell exports is gone with it: give the line a block of its own"
        path = {"PATH": f"{self._bin}:/usr/bin:/bin", "PYTHONPATH": str(PROJECT)}
        done = subprocess.run(
            ["sh", "-c", f"set -eu\n{block}"], cwd=self.home, env={**self.environment, **path}, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_command_of_a_guide_does_what_it_says(guide: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    FILES[guide.stem](reader.home)
    for block in blocks(guide):
        reader.types(block)


def test_links_of_the_guides_lead_somewhere() -> None:
    for guide in GUIDES:
        for target in re.findall(r"\]\(([^)#:]+)", guide.read_text("utf-8")):
            assert (guide.parent / target).exists(), f"{guide.name} → {target}"


def test_what_the_ledgers_guide_says_of_a_month_that_comes_again_is_what_is_printed(tmp_path: Path) -> None:
    """Its quotations, word for word."""
    _ledger(tmp_path)
    quoted = [
        " ".join(line.strip("> ") for line in block.splitlines())
        for block in re.findall(r"(?:^>.*\n)+", (PROJECT / "docs/guide/regnskab.md").read_text("utf-8"), re.MULTILINE)
    ]
    printed = ""
    for command in (
        "import regnskab.csv --kommune 657 --pr 2026-04-05",
        "import aar-til-dato.csv --kommune 657 --pr 2026-05-05",
        "check glemt-omkostningssted.csv --kommune 657 --pr 2026-05-06",
    ):
        printed += trinvis(tmp_path / "data", *command.split(), cwd=tmp_path).stdout + "\n"
    plain = " ".join(printed.replace("\xa0", " ").split())
    assert len(quoted) == 3
    for quotation in quoted[:2]:
        assert quotation in plain
    for line in re.findall(r"^> +(.*)$", (PROJECT / "docs/guide/regnskab.md").read_text("utf-8"), re.MULTILINE):
        assert line in plain, line
