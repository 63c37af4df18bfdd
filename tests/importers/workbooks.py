"""Workbooks as people and programs leave them: sheets hidden, cells merged, formulas never worked out, odd parts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]


def workbook(path: Path, sheets: Mapping[str, Rows], change: Callable[[Any], None] | None = None) -> Path:
    """One sheet for each list of rows, headings first; change: what is done to the openpyxl workbook before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page: Worksheet = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    if change is not None:
        change(book)
    book.save(path)
    return path


def edited(path: Path, changes: Mapping[str, Callable[[bytes], bytes]], rename: Callable[[str], str] = str) -> Path:
    """The file with some of its parts become others; a part whose new content is empty is left out."""
    with zipfile.ZipFile(path) as book:
        parts = {name: changes.get(name, bytes)(book.read(name)) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            if content:
                info = zipfile.ZipInfo(rename(name))
                info.filename = rename(name)  # ZipInfo turns another system's strokes
                book.writestr(info, content)
    return path
