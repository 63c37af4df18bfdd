"""One child with the same help twice on one day: two grants, or one that was written anew without ending the old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from dashboard.importers.checks import said_once
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.services import translated
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    spans = sorted(
        (municipality or "", child, translated(paragraph, code, start) or paragraph or code, start, index)
        for index, (municipality, child, paragraph, code, start) in enumerate(
            rows.together("municipality", "child", "paragraph", "code", "start")
        )
        if child is not None and (paragraph or code) and start is not None
    )
    overlapping = [
        later[-1]
        for earlier, later in pairwise(spans)
        if earlier[:3] == later[:3] and _still_given(rows["end"][earlier[-1]], later[3])
    ]
    yield from said_once(rows, overlapping)


def _still_given(end: dt.date | None, day: dt.date) -> bool:
    return end is None or end >= day


RULE = Rule(
    code="overlapping_services",
    severity="info",
    message="Services of the same kind for the same child that overlap: {count}.",
    fields={"services": ("child", "paragraph", "code", "start", "end", "municipality")},
    find=find,
    effect=Effect(
        (),
        "{n} granted service may be counted twice.",
        "{n} granted services may be counted twice.",
    ),
)
