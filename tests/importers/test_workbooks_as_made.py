"""One known content in whatever workbook or text file it was left in: that content comes out, or the file is refused."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest

from dashboard.importers import Given
from dashboard.importers.choices import Choices
from dashboard.importers.delivery import Delivery, receive
from dashboard.importers.present import Present
from tests.importers.re_export import HOME, understood
from tests.rounds import rounds

DAY = dt.date
CASES = ["Sagsnr.", "Modtaget", "Første kontakt", "Rådgiver", "Team", "Lukket", "Årsag"]
LEDGER = ["Måned", "Funktion", "Gruppering", "Omkostningssted", "Beløb"]
TEAMS = ["Børnehandicap", "Ærø", "Små børn"]
CONTENT: dict[str, list[list[Any]]] = {
    "cases": [
        [f"S{n}", DAY(2026, 1, 1 + n), DAY(2026, 1, 9 + n), f"R{n % 2 + 1}", TEAMS[n // 3], *closed]
        for n in range(9)
        for closed in [[DAY(2026, 3, 1 + n), "Færdig"] if n % 4 == 3 else [None, None]]
    ],
    "ledger": [
        [f"2026-{1 + n // 4:02}", f"5.28.2{n % 3 + 1}", "003", TEAMS[n % 2], 1000.5 * (n + 1)] for n in range(12)
    ],
}
HEADINGS = {"cases": CASES, "ledger": LEDGER}
NOISE = [["Noter", "Tal"], ["Husk at ringe", 7]]


def facts(source: str, delivery: Delivery) -> Counter[tuple[Any, ...]]:
    """What an import would write, as far as the content says it."""
    tables = understood(delivery, source)
    if source == "ledger":
        columns = ("month", "account_function", "grouping", "cost_centre", "amount_ore")
        return Counter(tuple(row[c] for c in columns) for row in tables["ledger"])
    columns = ("case_id", "received_on", "first_contact_on", "team_id", "closed_on", "close_reason", "coordinator_id")
    return Counter(tuple(row[c] for c in columns) for row in tables["case_said"])


def received(files: list[Given], hidden: Any) -> Delivery:
    return receive(files, Present(None), Choices(municipality=HOME, as_of=DAY(2026, 3, 31), hidden=hidden))


@dataclass
class Made:
    """A workbook under way. lost: what it says for certain is no longer the content, and may be refused or left out."""

    book: Any
    pages: list[Any]
    lot: random.Random
    headings: list[str]
    extra: set[str] = field(default_factory=set)
    raw: list[Callable[[dict[str, bytes]], None]] = field(default_factory=list)

    def rows(self, page: Any) -> range:
        return range(1 + next(row for row in range(1, 9) if page.cell(row, 1).value == self.headings[0]), page.max_row + 1)


def title(made: Made) -> None:
    for page in made.pages:
        page.insert_rows(1, 2)
        page.cell(1, 1, "Udtræk fra fagsystemet")
        page.merge_cells("A1:D1")


def merged(made: Made) -> None:
    """Equal cells one below the other become one."""
    page, at = made.lot.choice(made.pages), made.lot.randrange(1, len(made.headings) + 1)
    start = end = made.lot.choice(made.rows(page))
    while end < page.max_row and page.cell(end + 1, at).value == page.cell(start, at).value is not None:
        end += 1
    if end > start:
        page.merge_cells(start_row=start, end_row=end, start_column=at, end_column=at)


def formulas(made: Made) -> None:
    page, at = made.lot.choice(made.pages), made.lot.randrange(1, len(made.headings) + 1)
    page.cell(made.lot.choice(made.rows(page)), at, "=1+1")


def hidden_rows(made: Made) -> None:
    page = made.lot.choice(made.pages)
    for row in made.lot.sample(list(made.rows(page)), 2):
        page.row_dimensions[row].hidden = True
    made.extra.add("hidden")


def hidden_column(made: Made) -> None:
    page = made.lot.choice(made.pages)
    page.column_dimensions["ABCDEFGHI"[made.lot.randrange(9)]].hidden = True
    made.extra.add("hidden")


def hidden_sheet(made: Made) -> None:
    """Last year's, or a draft: the same headings with other rows."""
    page = made.book.create_sheet("gammel", made.lot.choice([0, None]))
    page.append(made.headings)
    first = [cell.value for cell in made.pages[0][made.rows(made.pages[0])[0]]][: len(made.headings)]
    page.append([*first[:-1], 777] if made.headings == LEDGER else ["S99", *first[1:]])
    page.sheet_state = made.lot.choice(["hidden", "veryHidden"])
    made.extra.add("hidden sheet")


def notes(made: Made) -> None:
    page = made.book.create_sheet("Noter", made.lot.choice([0, None]))
    for row in NOISE:
        page.append(row)
    page.sheet_state = made.lot.choice(["visible", "hidden"])


def copied(made: Made) -> None:
    original = made.lot.choice(made.pages)
    made.book.copy_worksheet(original)


def far_out(made: Made) -> None:
    page = made.lot.choice(made.pages)
    page.cell(made.rows(page)[0], 900).number_format = "0.00"
    page.cell(page.max_row + 40, 3).number_format = "0.00"


def wide(made: Made) -> None:
    page = made.lot.choice(made.pages)
    top = made.rows(page)[0] - 1
    for at in range(len(made.headings) + 1, 80):
        page.cell(top, at, f"Felt {at}")
        page.cell(top + 1, at, made.lot.choice(["x", "#N/A", 46_054, None]))


def dates_as_numbers(made: Made) -> None:
    page, some = made.lot.choice(made.pages), made.lot.choice([1.0, 0.5])
    for row in made.rows(page):
        for cell in page[row]:
            if isinstance(cell.value, dt.date) and made.lot.random() < some:
                cell.number_format = "General"


def since_1904(made: Made) -> None:
    made.book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def error(made: Made) -> None:
    page = made.lot.choice(made.pages)
    page.cell(made.lot.choice(made.rows(page)), made.lot.randrange(1, len(made.headings) + 1), "#REF!")


def texts(made: Made) -> None:
    """Numbers and days kept as texts, with spaces around them."""
    for page in made.pages:
        for row in made.rows(page):
            for cell in page[row]:
                if isinstance(cell.value, dt.date) and made.lot.random() < 0.5:
                    cell.value = f" {cell.value:%d-%m-%Y}\xa0"
                elif isinstance(cell.value, float) and made.lot.random() < 0.5:
                    cell.value = f"{cell.value:.2f}".replace(".", ",")


def strict(made: Made) -> None:
    def change(parts: dict[str, bytes]) -> None:
        old, new = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        parts.update({name: part.replace(old, new) for name, part in parts.items()})

    made.raw.append(change)


def strokes(made: Made) -> None:
    def change(parts: dict[str, bytes]) -> None:
        for name in list(parts):
            parts[name.replace("/", "\\")] = parts.pop(name)

    made.raw.append(change)


def without_styles(made: Made) -> None:
    def change(parts: dict[str, bytes]) -> None:
        for name in [name for name in parts if "styles" in name]:
            del parts[name]

    made.raw.append(change)


def lost_letter(made: Made) -> None:
    page, new = made.lot.choice(made.pages), made.lot.choice("?\ufffd°")
    for row in made.lot.choice([page.iter_rows(), [page[made.rows(page)[0]]]]):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = re.sub("[æøå]", new, cell.value)


CHANGES = (title, merged, formulas, hidden_rows, hidden_column, hidden_sheet, notes, copied, far_out, wide,
           dates_as_numbers, since_1904, error, texts, strict, strokes, without_styles, lost_letter)  # fmt: skip


def parts_of(lot: random.Random, rows: list[list[Any]]) -> Iterator[list[list[Any]]]:
    """The rows as they stand, in one sheet or shared among several."""
    count = lot.choice([1, 1, 2, 3])
    size = -(-len(rows) // count)
    yield from (rows[start : start + size] for start in range(0, len(rows), size))


def workbook(lot: random.Random, source: str) -> tuple[bytes, set[str]]:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(parts_of(lot, CONTENT[source])):
        page = book.create_sheet(f"Del {number + 1}")
        for row in [HEADINGS[source], *rows]:
            page.append(row)
    made = Made(book, list(book.worksheets), lot, HEADINGS[source])
    chosen = sorted(lot.sample(range(len(CHANGES)), lot.choice([0, 1, 1, 2, 3])))
    for index in chosen:
        CHANGES[index](made)
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for change in made.raw:
        change(parts)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name)
            info.filename = name
            packed.writestr(info, part)
    return content.getvalue(), made.extra | {CHANGES[index].__name__ for index in chosen}


def written(lot: random.Random, source: str) -> tuple[bytes, set[str]]:
    """As text, in some encoding and with some sign between the cells."""
    sign, end = lot.choice(";;,\t|^"), lot.choice(["\r\n", "\n", "\r"])
    quote = lot.choice(["", "", "all", "some", "one"])

    def cell(value: Any) -> str:
        text = f"{value:%d-%m-%Y}" if isinstance(value, dt.date) else "" if value is None else str(value)
        text = f"{value:.2f}".replace(".", ",") if isinstance(value, float) else text
        if sign in text or quote == "all" or (quote == "some" and lot.random() < 0.3):
            return f'"{text}"'
        return f'"{text}' if quote == "one" and lot.random() < 0.05 else text

    rows = [sign.join(map(cell, row)) + end for row in [HEADINGS[source], *CONTENT[source]]]
    top = lot.choice(["", "", f"sep={sign}{end}", f"Udtræk, a, b, c, d, e, f, g{end}"])
    text = top + "".join(rows)
    encoding = lot.choice(["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16", "utf-16-le", "double", "taken", "ascii"])
    if encoding == "double":
        return text.encode().decode("latin-1").encode(), {encoding}
    if encoding == "taken":
        written, read = lot.sample(["cp1252", "cp850", "mac_roman", "utf-8"], 2)
        return text.encode(written).decode(read, "replace").encode(lot.choice(["utf-8", "utf-16"])), {written, read}
    return text.encode(encoding, "replace"), {encoding}


@pytest.mark.parametrize("source", CONTENT)
@pytest.mark.parametrize("write", [workbook, written])
def test_a_file_gives_its_content_or_is_refused(source: str, write: Callable[..., tuple[bytes, set[str]]]) -> None:
    lot, taken, whole = random.Random(f"{source} {write.__name__}"), 0, facts(source, received([plain(source)], ""))
    assert whole.total() == len(CONTENT[source])
    count = rounds(500, 10) if write is workbook else rounds(2_000, 30)
    for number in range(count):
        content, changes = write(lot, source)
        hidden = lot.choice(["", "", "med", "uden"])
        delivery = received([Given("fil.xlsx", content=content)], hidden)
        if not delivery.ok or source not in delivery.rows:
            continue
        found = facts(source, delivery)
        told = (number, changes, hidden)
        if hidden == "uden" and "hidden" in changes:
            assert found.total() <= whole.total(), told  # as somebody has asked for; what is left out is named
        elif hidden == "med" and "hidden sheet" in changes:
            assert whole <= found, told
        else:
            assert found == whole, told
            taken += 1
    assert taken > count / 5


def plain(source: str) -> Given:
    book = openpyxl.Workbook()
    for row in [HEADINGS[source], *CONTENT[source]]:
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return Given("fil.xlsx", content=content.getvalue())
