"""Danmarks Statistik's own figures beside the accounts, as rows of a file: near, by account, never added to anything."""

from __future__ import annotations

import math
from typing import Any

from dashboard.findings.words import state_words
from dashboard.language import _, formats
from dashboard.shapes import COUNTRY, Answer


def published_unit(unit: str) -> str:
    """What a published figure is counted in."""
    return _("DKK per inhabitant of all ages") if unit == "INDL" else _("1,000 DKK")


def is_near(row: Any) -> bool:
    """Of the chosen municipalities, or of the whole country that they are seen beside."""
    return bool(row["chosen"]) or row["municipality_code"] == COUNTRY


def published_headings() -> list[str]:
    """The columns that no other row has."""
    return [_("Published by Danmarks Statistik"), _("Unit")]


def published_beside(answer: Answer) -> list[dict[str, str]]:
    """A row for each figure that the page shows beside the measure, by the file's headings; none where there is none."""
    rows = answer.parts["published"].records() if "published" in answer.parts else []
    return [_row(row) for row in rows if is_near(row)]


def _row(row: dict[str, Any]) -> dict[str, str]:
    figure, unit = published_headings()
    known = row["state"] == "ok" and not math.isnan(row["value"])
    return {
        _("Municipality"): row["name"],
        _("Period"): str(row["year"]),
        _("Kind"): row["label"],
        _("Remark"): "" if known else state_words(row["state"]),
        figure: formats.for_file(row["value"], 0) if known else state_words(row["state"]),
        unit: published_unit(row["unit"]),
        _("Source"): _("Danmarks Statistik, {table}", table=row["table_id"]),
    }
