"""What a file is that is no table of ours, told by its first bytes: named in the report, with what to do about it."""

from __future__ import annotations

import codecs

from dashboard.importers.report import Refused

OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # a compound file: Excel before 2007, or a new workbook behind a password
LOOKED_AT = 4_096  # bytes
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")
_NO_TABLES = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_PAGE = (b"<html", b"<table", b"<!doctype html", b"urn:schemas-microsoft-com:office:excel")


def refuse_foreign(beginning: bytes) -> None:
    """beginning: the first LOOKED_AT bytes, in whatever encoding. Raises Refused where it is no table and no delivery."""
    for mark in _MARKS:
        beginning = beginning.removeprefix(mark)
    if beginning.startswith(_ARCHIVES):
        raise Refused("archive")
    if beginning.startswith(_NO_TABLES):
        raise Refused("no_table")
    said = beginning.replace(b"\0", b"").lstrip().lower()
    if said.startswith(b"<") and _SPREADSHEET in said:
        raise Refused("xml_spreadsheet")
    if said.startswith(b"mime-version:") or (said.startswith(b"<") and any(sign in said for sign in _PAGE)):
        raise Refused("html_table")


def refuse_old_office(content: bytes) -> None:
    """Raises Refused: its directory names the streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("password")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise Refused("xls")
    raise Refused("old_excel")
