"""In the place of a chart of a publication that shows more places than a chart can."""

from __future__ import annotations

from typing import Any

from dashboard.findings import published
from dashboard.language import _
from dashboard.layouts.table import table
from dashboard.shapes import Answer


def latest(answer: Answer) -> list[Any]:
    """The latest figure shown of each place; nothing where the chart shows them all."""
    if not published.places(answer) or published.told_apart(answer):
        return []
    headings, rows = published.latest(answer)
    return [table(_("The latest figure shown for each place"), headings, rows, numeric=slice(1, -1))]
