"""Files as people and their programs make them, each with what is right: the facts it holds, or why it is refused.

The files are made up. Each stands for a kind of mishap that real exports have shown: units in headings, footers, hidden
rows, formulas without values, wrong encodings. Written with openpyxl or byte by byte, never with our own writers.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter

Facts = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """right: the facts where it is read; None: it may not be read. refused: words of the sentence; '' not refused.

    said: words of the report where it is read. Where both right and refused are set, either will do.
    """

    name: str
    content: bytes
    right: Facts | None = None
    refused: str = ""
    said: str = ""


def csv(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def workbook(*rows: Sequence[Any], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """The workbook with each part renamed, changed or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(zipfile.ZipInfo(part[0]), part[1])
    return out.getvalue()


# What a file of postings, budget lines, cases and hours holds: as test_made_by_people.held says it.
def posted(*amounts: tuple[str, str, str, float]) -> Facts:
    return {"ledger": sorted(amounts)}


def one_posting(kroner: float) -> Facts:
    return posted(("2026-01", "5.28.21", "003", kroner))


def a_case(number: str, received: str, contact: str = "", who: str = "", team: str = "", closed: str = "") -> Any:
    return number, received, contact, closed, who, team


TWELVE = [(f"S{i}", dt.date(2026, 2, i), dt.date(2026, 2, i + 9), f"R{(i - 1) % 3 + 1}") for i in range(1, 13)]
LIST = "Sagsnr.;Modtaget;Første kontakt;Rådgiver;Team;Lukket"
LIST_ROWS = [f"{n};{r:%d-%m-%Y};{c:%d-%m-%Y};{who};Team Nord;" for n, r, c, who in TWELVE]


def cases(count: int, team: str = "team-nord", numbers: Sequence[str] = ()) -> Facts:
    names = numbers or [n for n, *_ in TWELVE[:count]]
    listed = [a_case(names[i], f"{r}", f"{c}", who, team) for i, (_, r, c, who) in enumerate(TWELVE[:count])]
    return {"cases": sorted(listed)}


POSTINGS = ["Måned", "Funktion", "Gruppering", "Beløb"]
POSTING = ["2026-01", "5.28.21", "003"]


def posting(spelled: str, heading: str = "Beløb") -> bytes:
    return csv(";".join([*POSTINGS[:3], heading]), ";".join([*POSTING, spelled]))


def _sheet_in_thousands(book: openpyxl.Workbook) -> None:
    book.active.title = "Regnskab tkr"
    book.create_sheet("Noter")["A1"] = "Husk at ringe"


def _hidden_sheet(book: openpyxl.Workbook) -> None:
    old = book.create_sheet("gammel")
    old.append(POSTINGS)
    old.append(["2025-01", "5.28.21", "003", 777_000])
    old.sheet_state = "hidden"


def _filtered(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.auto_filter.ref = "A1:E21"
    for row in range(10, 22):
        sheet.row_dimensions[row].hidden = True


TWENTY = [(f"S{i}", dt.date(2026, 2, 1) + dt.timedelta(days=i), dt.date(2026, 2, 25), "R1", "Nord") for i in range(20)]
EIGHT = [(f"S{i}", dt.date(2026, 2, 1 + i), dt.date(2026, 2, 5 + i), i % 2) for i in range(8)]
SHORT = ["Sagsnr.", "Modtaget", "Første kontakt", "Rådgiver"]
ONE_CASE = ["S1", dt.date(2026, 2, 1), dt.date(2026, 2, 3), "R1"]
GOOD = workbook(SHORT, ONE_CASE)
ONE = {"cases": [a_case("S1", "2026-02-01", "2026-02-03", "R1")]}


def _merged(book: openpyxl.Workbook) -> None:
    for column in "AE":
        for first in (2, 6, 10):
            book.active.merge_cells(f"{column}{first}:{column}{first + 3}")


MERGED_ROWS = [
    (f"R{i // 4 + 1}", f"S{i}", dt.date(2026, 2, 1) + dt.timedelta(days=i), dt.date(2026, 2, 20), "Nord") for i in range(12)
]


def _mac() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True, "default_date_format": "dd-mm-yyyy"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, SHORT)
        page.write_row(1, 0, ONE_CASE)
    return out.getvalue()


def _serials() -> bytes:
    return workbook(SHORT, ["S1", 46054, 46056, "R1"])


def _part(name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    def one(there: str, content: bytes) -> tuple[str, bytes] | None:
        changed = change(content) if there == name else content
        return None if changed is None else (there, changed)

    return repacked(GOOD, one)


def _without_styles() -> bytes:
    def one(there: str, content: bytes) -> tuple[str, bytes] | None:
        if there == "xl/styles.xml":
            return None
        return there, content

    return repacked(GOOD, one)


def _strict() -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return repacked(GOOD, lambda n, c: (n, c.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")))


def _no_day(book: openpyxl.Workbook) -> None:
    book.active["A2"].number_format = book.active["D2"].number_format = "dd-mmm"


WIDE = [*SHORT, *(f"Felt {i}" for i in range(70))]
SP = ";".join(["Nøgle", "Udsendt", "Besvaret", *(f"Sp{i}" for i in range(1, 7))])
XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook '
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="Ark1"><Table><Row><Cell><Data ss:Type="String">Sagsnr.</Data></Cell></Row></Table></Worksheet></Workbook>'
)
HTML = "<html><body><table><tr><th>Sagsnr.</th><th>Modtaget</th></tr><tr><td>S1</td><td>01-02-2026</td></tr></table></body></html>"
ODS = io.BytesIO()
with zipfile.ZipFile(ODS, "w") as _packed:
    _packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    _packed.writestr("content.xml", "<office:document-content/>")

AMOUNT = 1_234.5
SPELLINGS = {
    "1 234,50": AMOUNT, "1\u202f234,50": AMOUNT, "1\u2009234,50": AMOUNT, "kr. 1.234,50": AMOUNT, "1.234,50 DKK": AMOUNT,
    "1.234,-": 1_234, "1'234,50": AMOUNT, "1.234,50 K": AMOUNT, "DKK 1.234,50": AMOUNT, "+1.234,50": AMOUNT,
}  # fmt: skip

MADE = [
    Made("skjult-ark.xlsx", workbook(POSTINGS, [*POSTING, 1000], change=_hidden_sheet), one_posting(1000), said="gammel"),
    Made("filtreret.xlsx", workbook([*SHORT, "Team"], *TWENTY, change=_filtered), refused="12"),
    Made("mio.csv", posting("1,25", "Beløb (mio. kr.)"), one_posting(1_250_000), said="mio|million"),
    Made("tusind-dkk.csv", posting("1,25", "Beløb (1.000 DKK)"), one_posting(1_250), said="tusind|1.000"),
    Made("hele-tusinde.csv", posting("1,25", "Beløb (i hele tusinde)"), one_posting(1_250), said="tusind|1.000"),
    Made("tkr.csv", posting("1,25", "Beløb (tkr)"), one_posting(1_250), said="tusind|1.000"),
    Made("tdkk.csv", posting("1,25", "Beløb TDKK"), one_posting(1_250), said="tusind|1.000"),
    Made("tusinde-kr.csv", posting("1,25", "Beløb i tusinde kr."), one_posting(1_250), said="tusind|1.000"),
    Made("regnskab_i_mio.csv", posting("1.250", "Beløb"), refused="Navnet siger “mio”"),
    Made("regnskab 2026 (1.000 kr.).csv", posting("1.250", "Beløb"), refused="Navnet siger “1.000 kr.”"),
    Made("regnskab i EUR.csv", posting("1.250", "Beløb"), refused="Navnet siger “EUR”"),
    Made("regnskab ÅTD.csv", posting("1.250", "Beløb"), refused="januar"),
    Made("regnskab_1000_linjer_i_kr.csv", posting("1.250", "Beløb"), one_posting(1_250)),
    Made("ark-i-tkr.xlsx", workbook(POSTINGS, [*POSTING, 1000], change=_sheet_in_thousands), refused="Navnet siger “tkr”"),
    Made("alt-kr.csv", posting("1.250", "Beløb i alt kr."), one_posting(1_250), refused="alt"),
    Made("euro.csv", posting("1.250", "Beløb (EUR)"), refused="EUR"),
    Made(
        "titel.csv",
        csv("Regnskab 2026, alle beløb i 1.000 kr.;;;", ";;;", ";".join(POSTINGS), "2026-01;5.28.21;003;1.250", "2026-02;5.28.21;003;1.310"),
        posted(("2026-01", "5.28.21", "003", 1_250_000), ("2026-02", "5.28.21", "003", 1_310_000)),
        said="tusind|1.000",
    ),
    Made(
        "budget-kr.csv",
        csv("År;Funktion;Oprindeligt budget kr.;Opgjort pr.", "2026;5.28.21;1250000;01-02-2026"),
        {"budget": [(2026, "5.28.21", "", 1_250_000)]},
    ),
    Made(
        "fortegn.csv",
        csv("Måned;Funktion;Gruppering;D/K;Beløb", "2026-01;5.28.21;003;D;100.000,00", "2026-01;5.28.21;003;K;40.000,00"),
        one_posting(60_000),
        refused="D/K",
    ),
    Made(
        "debet-kredit.csv",
        csv("Måned;Funktion;Gruppering;Debet;Kredit", "2026-01;5.28.21;003;100.000,00;", "2026-01;5.28.21;003;;40.000,00"),
        one_posting(60_000),
        refused="Debet|debet",
    ),
    Made(
        "delsum.csv",
        csv(
            "År;Funktion;Gruppering;Oprindeligt budget;Opgjort pr.", "2026;5.28.21;003;100000;01-02-2026",
            "2026;5.28.21;004;200000;01-02-2026", "2026;5.28.21 i alt;;300000;01-02-2026",
        ),
        {"budget": [(2026, "5.28.21", "003", 100_000), (2026, "5.28.21", "004", 200_000)]},
        refused="i alt",
    ),
    Made(
        "stjerner.csv",
        csv(";".join(POSTINGS), "2026-01;5.28.21;003;100", "2026-01;5.28.21;004;200", "* ;5.28.21;;300", "**;;;300"),
        posted(("2026-01", "5.28.21", "003", 100), ("2026-01", "5.28.21", "004", 200)),
        refused=r"\*|sum",
    ),
    Made("bund.csv", csv(LIST, *LIST_ROWS, "Antal sager: 12;;;;;", "Udskrevet 31-03-2026;;;;;", "Total;;;;;"), cases(12), said="14, 15, 16"),
    Made("cp850.csv", csv(LIST, *LIST_ROWS, encoding="cp850"), cases(12), refused="tegn|kod"),
    Made("dobbelt.csv", "\r\n".join([LIST, *LIST_ROWS]).encode().decode("latin-1").encode(), cases(12), refused="tegn|kod"),
    Made(
        "lukkedato.csv",
        csv(
            "Sagsnr.;Modtaget;Dato for første kontakt;Rådgiver;Team;Lukkedato",
            *(f"{n};{r:%d-%m-%Y};{c:%d-%m-%Y};R1;Nord;{'20-03-2026' if closed else ''}" for n, r, c, closed in EIGHT),
        ),
        {"cases": [a_case(n, f"{r}", f"{c}", "R1", "nord", "2026-03-20" if closed else "") for n, r, c, closed in EIGHT]},
        refused="Mente",
    ),
    Made("formler.xlsx", workbook(SHORT, *(["S0", dt.date(2026, 2, 1), "=B2+5", "R1"], ["S1", dt.date(2026, 2, 2), "=B3+5", "R1"])), refused="[Ff]orm"),
    Made(
        "flettet.xlsx",
        workbook(["Rådgiver", "Sagsnr.", "Modtaget", "Første kontakt", "Team"], *MERGED_ROWS, change=_merged),
        {"cases": sorted(a_case(n, f"{r}", f"{c}", who, "nord") for who, n, r, c, _ in MERGED_ROWS)},
        refused="flett|Flett",
    ),
    Made(
        "punktum.csv",
        csv("Måned,Funktion,Gruppering,Beløb", "2026-01,5.28.21,003,1234.5", "2026-01,5.28.21,004,123.456", "2026-01,5.28.21,005,12.125"),
        posted(("2026-01", "5.28.21", "003", 1234.5), ("2026-01", "5.28.21", "004", 123.46), ("2026-01", "5.28.21", "005", 12.13)),
        refused="decimal",
    ),
    Made(
        "timer.csv",
        csv("Rådgiver,Team,Timer,Fra", "R1,Nord,18.5,2026-01-01", "R2,Nord,27.75,2026-01-01"),
        {"hours": [("R1", 500), ("R2", 750)]},
    ),
    Made("god.xlsx", GOOD, ONE),
    Made("daarlig-core.xlsx", _part("docProps/core.xml", lambda c: c.replace(b"T", b"x")), ONE),
    Made("uden-styles.xlsx", _without_styles(), ONE, refused="dato"),
    Made("tom-fill.xlsx", _part("xl/styles.xml", lambda c: c.replace(b"<fill><patternFill /></fill>", b"<fill />", 1)), ONE, refused="Gem"),
    Made("backslash.xlsx", repacked(GOOD, lambda n, c: (n if n.startswith("[") else n.replace("/", "\\"), c)), ONE, refused="[Gg]em"),
    Made("strict.xlsx", _strict(), ONE, refused="[Ss]trict|[Gg]em"),
    Made("sap.xls", csv(HTML), refused="HTML|webside"),
    Made("xml2003.xls", csv(XML_2003), refused="XML"),
    Made("libre.ods", ODS.getvalue(), refused="ODS|OpenDocument"),
    Made("pipe.csv", csv(*(line.replace(";", "|") for line in [LIST, *LIST_ROWS[:3]])), cases(3)),
    Made("bred.xlsx", workbook(WIDE, [*ONE_CASE, *("x" * 70)]), ONE, refused="kolonner"),
    Made("bred.csv", csv(";".join(WIDE), ";".join(["S1", "01-02-2026", "03-02-2026", "R1", *("x" * 70)])), ONE, refused="kolonner"),
    *(Made(f"tal {spelled}.csv", posting(spelled), one_posting(kr), refused=".") for spelled, kr in SPELLINGS.items()),
    Made("funktion-dato.xlsx", workbook(POSTINGS, ["2026-01", dt.date(2021, 5, 28), "003", 1000]), refused="dato"),
    Made(
        "sagsnr-dato.xlsx",
        workbook(
            SHORT, [dt.date(2026, 3, 12), dt.date(2026, 2, 1), dt.date(2026, 2, 3), dt.date(2026, 12, 1)],
            ["S2", dt.date(2026, 2, 1), dt.date(2026, 2, 3), "DEC2"], [1.2e11, dt.date(2026, 2, 1), None, "R1"], change=_no_day,
        ),
        refused="dato",
    ),
    Made("mac.xlsx", _mac(), ONE),
    Made("serietal.xlsx", _serials(), ONE, refused="dato"),
    Made(
        "paa-tvaers.csv",
        csv("Regnskab 2026;;;;", "Funktion;Gruppering;Januar;Februar;Marts", "5.28.21;003;100;200;300", "5.28.21;004;100;200;300"),
        posted(*((f"2026-0{m}", "5.28.21", g, 100 * m) for m in (1, 2, 3) for g in ("003", "004"))),
        refused="på tværs",
    ),
    Made(
        "to-raekker.xlsx",
        workbook(["", "", "Regnskab", "", "Budget", ""], ["Funktion", "Måned", "Kr.", "%", "Kr.", "%"], ["5.28.21", "2026-01", 1000, 50, 2000, 100]),
        posted(("2026-01", "5.28.21", "", 1_000)),
        refused="overskrift|kolonn",
        said="Budget Kr.",
    ),
    Made("sep.csv", csv("sep=;", LIST, *LIST_ROWS[:3]), cases(3)),
    Made(
        "gentaget.csv",
        csv(LIST, *LIST_ROWS[:3], LIST, *(row.replace("S", "T", 1) for row in LIST_ROWS[:3])),
        {"cases": sorted([*cases(3)["cases"], *cases(3, numbers=["T1", "T2", "T3"])["cases"]])},
        refused="overskrift",
    ),
    Made("komma-titel.csv", csv("Sagsliste, Børn og Unge, " + ", ".join(["udtrukket 31-03-2026", "version 3", "intern", "brug"] * 9), LIST, *LIST_ROWS[:3]), cases(3)),
    Made("lang-preamble.csv", csv(*(f"Parameter {i}: x" for i in range(16)), LIST, *LIST_ROWS[:3]), cases(3)),
    Made(
        "svar-med-kode.csv",
        csv(SP, "F1;01-02-2026;05-02-2026;5 - Helt enig;4 - Enig;4 - Enig;5 - Helt enig;5 - Helt enig;5 - Helt enig"),
        {"answers": [(1, 5), (2, 4), (3, 4), (4, 5), (5, 5), (6, 5)]},
        refused="5 - Helt enig|svar",
    ),
    Made("svar-i-ord.csv", csv(SP, "F1;01-02-2026;05-02-2026;Meget enig;Enig;Hverken/eller;Delvist enig;Helt Enig;Uenig"), refused="svar|[Mm]eget enig"),
    Made("kode9.csv", csv(SP, "F1;01-02-2026;05-02-2026;5;4;9;5;5;99"), refused="9"),
    Made("aatd.csv", csv("Måned;Funktion;Gruppering;Beløb ÅTD", "2026-01;5.28.21;003;100", "2026-02;5.28.21;003;250"), refused="ÅTD|år til dato"),
    Made(
        "akkumuleret.csv",
        csv("Måned;Funktion;Gruppering;Beløb;Akkumuleret", "2026-01;5.28.21;003;100;100", "2026-02;5.28.21;003;150;250"),
        posted(("2026-01", "5.28.21", "003", 100), ("2026-02", "5.28.21", "003", 150)),
        said="Akkumuleret",
    ),
    Made("andel.csv", csv("Sagsnr.;Modtaget;Første kontakt;Rådgiver;Andel", "S1;01-02-2026;03-02-2026;R1;0,3107823456"), ONE),
    Made(
        "FOLK1A.csv",
        csv("OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD", "All Denmark;Total;Age, total;Total;2026Q1;6025603", "Herning;Total;Age, total;Total;2026Q1;90123", "Herning;Total;5 years;Total;2026Q1;1000"),
        {},  # figures of StatBank's, and no 0-22-year-olds: the other ages are not in it
        refused="dansk",
    ),
    Made(
        "REGK31.csv",
        csv("OMRÅDE;FUNK1;ART;PRISENHED;TID;INDHOLD", "Herning;5.28.21 Forebyggende foranstaltninger for boern og unge;TOTAL;Per capita (DKK);2024;1234.567"),
        refused="dansk",
    ),
]  # fmt: skip
