"""Is this file XML, and if it is, what does the delivery in it say? Told by what the file holds, never by its name."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from dashboard.importers.dst.reports import Reports
from dashboard.importers.dst.reports import read as read_reports
from dashboard.importers.given import Given
from dashboard.importers.pseudonyms import read_key
from dashboard.importers.reading import MOST_BYTES
from dashboard.importers.report import Refused
from dashboard.settings import settings

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\0")


def recognises(given: Given) -> bool:
    """The first sign that is no blank is a `<`, in whatever encoding. A file that is not there is not XML."""
    if given.rows is not None:
        return False
    try:
        with _opened(given) as file:
            beginning = file.read(200)
    except OSError:
        return False
    for mark in _MARKS:
        beginning = beginning.removeprefix(mark)
    return beginning.replace(b"\0", b"").lstrip().startswith(b"<")


def read(given: Given, name: str) -> tuple[Reports, str]:
    """The reports and the file's fingerprint. Raises Refused."""
    key = read_key(settings().key_file, settings().data_folder)
    try:
        with _opened(given) as file:
            if file.seek(0, io.SEEK_END) > MOST_BYTES:
                raise Refused("too_large")
            file.seek(0)
            return read_reports(file, name, key), key.of_file(given.sha256)
    except OSError as error:
        raise Refused("cannot_open") from error


def _opened(given: Given) -> BinaryIO:
    return given.path.open("rb") if given.path is not None else io.BytesIO(given.content or b"")
