"""SurveyXact's export of answers: its own headings (`respondent`, `statoverall_4`, `closetime`, `s_1`) as ours.

Not tried against a real export: the headings are those that public programs read such files by. statoverall_4 is 1 for
a form that was finished.
"""

from __future__ import annotations

from typing import Any

from dashboard.importers.codes import folded
from dashboard.importers.heading_rows import LOOKED_THROUGH
from dashboard.importers.reading import Sheet
from dashboard.importers.template import Template

KEY_HEADING = "Nøgle (respondent)"  # what stands in brackets in a heading is not read


def with_key(sheet: Sheet, template: Template) -> Sheet:
    """The sheet with `respondent` named as the key where no other column is it; elsewhere it says who answered."""
    for number, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        keys = {column.key for cell in row if (column := template.under(cell)) is not None}
        if "respondent" in keys and "invitation" not in keys and len(keys) > 1:
            renamed = [KEY_HEADING if _is_respondent(cell) else cell for cell in row]
            return Sheet(sheet.name, [*sheet.rows[:number], renamed, *sheet.rows[number + 1 :]])
    return sheet


def _is_respondent(cell: Any) -> bool:
    return folded(str(cell or "")) == "respondent"
