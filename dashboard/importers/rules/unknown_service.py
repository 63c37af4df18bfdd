"""Each paragraph or code that the catalogue of services does not know, once: it is listed, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.services import translated
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for index, (paragraph, code, start) in enumerate(rows.together("paragraph", "code", "start")):
        delivered = paragraph or code
        if delivered is not None and not translated(paragraph, code, start):
            first.setdefault(delivered, index)
            counts[delivered] += 1
    for delivered, index in first.items():
        key = "code" if rows["paragraph"][index] is None else "paragraph"
        yield Finding(index, key, {"value": delivered, "count": str(counts[delivered])}, counts[delivered])


RULE = Rule(
    code="unknown_service",
    severity="warning",
    message="“{value}” is no service of the catalogue, or can mean several ({count} rows). It is kept as it stands.",
    fields={"services": ("paragraph", "code", "start")},
    find=find,
    effect=Effect(
        (),
        "{n} granted service is of no kind that the catalogue knows.",
        "{n} granted services are of no kind that the catalogue knows.",
    ),
)
