"""Files spoilt at random, as broken programs, careless hands and bad lines spoil them."""

from __future__ import annotations

import io
import random
import re
import zipfile

NASTY = (
    "", " ", "0", "-1", "1", "37", "99999999999999999999", "1e9", "-0,00", "1.234,50", "(12)", "12-", "æøå", "Ærø", "0657",
    "657 Herning", "Ringby", "31-12-2025", "2025-02-30", "29-02-2024", "01-01-1900", "2025-13", "2025-01", "marts 2025",
    "=1+1", "@SUM(A1)", "'", '"', '""', ";", "\t", "\u200b", "\ufeff", "NULL", "NaN", "..", "x", "ved ikke", "5", "6",
    "S-1", "R1", "handicap", "Færdig", "Død", "528211003", "5.28.21", "999999999", "BL § 86", "SEL § 52, stk. 3, nr. 5",
    "\u0661\u0662", "a" * 300, "ord " * 30, "𝟙", "\x00", "\x1a",
)  # fmt: skip


def bytes_spoilt(lot: random.Random, content: bytes) -> bytes:
    """Some bytes are lost, doubled or others."""
    spoilt = bytearray(content)
    for _ in range(lot.randint(1, 8)):
        place = lot.randrange(len(spoilt) + 1)
        spoilt[place : place + lot.randint(0, 3)] = bytes(lot.randrange(256) for _ in range(lot.randint(0, 3)))
    if lot.random() < 0.05:
        del spoilt[lot.randrange(len(spoilt) + 1) :]
    return bytes(spoilt)


def workbook_spoilt(lot: random.Random, content: bytes) -> bytes:
    """The archive itself, or a part within it, as it is or with a cell's text become another."""
    how = lot.randrange(3)
    if how == 0:
        return bytes_spoilt(lot, content)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    if how == 1:
        name = lot.choice(sorted(parts))
        parts[name] = bytes_spoilt(lot, parts[name])
    else:
        name = lot.choice(("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"))
        texts = re.findall(rb">([^<>]+)<", parts[name])
        other = "".join(sign for sign in lot.choice(NASTY) if sign >= " ").replace("&", "")
        parts[name] = parts[name].replace(lot.choice(texts), other.encode(), 1)
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return spoilt.getvalue()


def cells_spoilt(lot: random.Random, content: bytes, sign: str = ";") -> bytes:
    """Cells are others, rows and columns are moved, doubled or gone."""
    rows = [line.split(sign) for line in content.decode("utf-8-sig").splitlines()]
    for _ in range(lot.randint(1, 3)):
        lot.choice((_other_cell, _other_cell, _other_cell, _swapped, _row_again, _row_gone, _column_moved))(lot, rows)
    ending = lot.choice(("\r\n", "\n"))
    text = ending.join(lot.choice((sign, sign, sign, sign, "\t")).join(row) for row in rows) + ending
    return text.encode(lot.choice(("utf-8-sig", "utf-8", "cp1252", "utf-16")), "replace")


def _other_cell(lot: random.Random, rows: list[list[str]]) -> None:
    row = lot.choice(rows[1:] or rows)
    row[lot.randrange(len(row))] = lot.choice(NASTY)


def _swapped(lot: random.Random, rows: list[list[str]]) -> None:
    one, other = lot.choice(rows), lot.choice(rows)
    i, j = lot.randrange(len(one)), lot.randrange(len(other))
    one[i], other[j] = other[j], one[i]


def _row_again(lot: random.Random, rows: list[list[str]]) -> None:
    rows.insert(lot.randrange(len(rows) + 1), list(lot.choice(rows)))


def _row_gone(lot: random.Random, rows: list[list[str]]) -> None:
    if len(rows) > 1:
        del rows[lot.randrange(len(rows))]


def _column_moved(lot: random.Random, rows: list[list[str]]) -> None:
    place, to = lot.randrange(len(rows[0])), lot.randrange(len(rows[0]))
    for row in rows:
        if place < len(row):
            row.insert(min(to, len(row) - 1), row.pop(place))
