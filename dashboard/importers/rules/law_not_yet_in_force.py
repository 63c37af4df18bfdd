"""Barnets lov is of 1 January 2024, and kompensationsydelse of 1 September 2025: nobody was granted them before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.database.paragraphs import parse
from dashboard.database.service_types import BY_CODE, COMPENSATION, NEW_LAW
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (paragraph, code, start) in enumerate(rows.together("paragraph", "code", "start")):
        if start is not None and start < _in_force(paragraph or "", code or ""):
            yield Finding(index, "code" if paragraph is None else "paragraph")


def _in_force(paragraph: str, code: str) -> dt.date:
    """The first day on which it could be granted; serviceloven is older than any grant."""
    if "kompensation" in paragraph.casefold():  # its paragraph had another benefit before it
        return COMPENSATION
    read = parse(paragraph)
    if read is not None and read.law == "BL":
        return NEW_LAW
    kind = BY_CODE.get(code)
    return kind.valid_from if kind is not None and kind.valid_from is not None else dt.date.min


RULE = Rule(
    code="law_not_yet_in_force",
    severity="warning",
    message="The help begins before its paragraph came into force. Check the paragraph and the day.",
    fields={"services": ("paragraph", "code", "start")},
    find=find,
    effect=Effect(
        (),
        "{n} granted service may stand under a paragraph that was not in force.",
        "{n} granted services may stand under paragraphs that were not in force.",
    ),
)
