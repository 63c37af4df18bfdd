"""What is held about somebody, as a file that can be handed over: a CSV per table, and what they are."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.language import _


def packed(about: Mapping[str, str], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """A zip. about: what was asked and of which data; it stands in `om.json` beside how many rows each table has."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        said = {**about, "rows": {name: len(rows) for name, rows in tables.items()}, "note": _note()}
        file.writestr("om.json", json.dumps(said, ensure_ascii=False, indent=1))
        for name, rows in tables.items():
            file.writestr(f"{name}.csv", _csv(rows))
    return buffer.getvalue()


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _note() -> str:
    return _(
        "Answers to surveys are not linked to a case or a child and cannot be found by them. Who has seen a case stands "
        "in the log: trinvis audit who."
    )
