"""New decisions are made under barnets lov; a grant from before goes on until it is decided anew (BL § 213)."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.database.paragraphs import by_paragraph, parse
from dashboard.database.service_types import BY_CODE, NEW_LAW
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (paragraph, start) in enumerate(rows.together("paragraph", "start")):
        if paragraph is None or start is None or start < NEW_LAW:
            continue
        read = parse(paragraph)
        if read is not None and read.law == "SEL" and _has_moved(by_paragraph(paragraph, start)):
            yield Finding(index, "paragraph")


def _has_moved(code: str) -> bool:
    """Serviceloven still holds for adults: only what barnets lov has taken over is looked at."""
    return code in BY_CODE and bool(BY_CODE[code].bl)


RULE = Rule(
    code="old_law_new_grant",
    severity="warning",
    message="The help begins on 1 January 2024 or later under serviceloven. Should it be barnets lov?",
    fields={"services": ("paragraph", "start")},
    find=find,
    effect=Effect(
        (),
        "{n} granted service may stand under a paragraph that had been replaced.",
        "{n} granted services may stand under paragraphs that had been replaced.",
    ),
)
