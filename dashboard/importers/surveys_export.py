"""SurveyXact's export of answers: its own headings (`respondent`, `statoverall_4`, `closetime`, `s_1`) as ours.

Not tried against a real export: the headings are those that public programs read such files by. statoverall_4 is 1 for
a form that was finished.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dashboard.importers.codes import folded
from dashboard.importers.heading_rows import LOOKED_THROUGH
from dashboard.importers.reading import Sheet
from dashboard.importers.report import shown
from dashboard.importers.surveys_answers import NUMBERS, are_answers, declared, question_text
from dashboard.importers.table import Cell, Table
from dashboard.importers.template import Template

_NUMBERED = re.compile(r"(?:sp|spm|spørgsmål|item|q|s)[ _.:]*(?:nr\.? ?)?\d", re.IGNORECASE)
_SHORTEST_QUESTION = 12  # letters: below it `1. Sp2` would be one
KEY_HEADING = "Nøgle (respondent)"  # what stands in brackets in a heading is not read


def with_questions(sheet: Sheet, template: Template) -> Sheet:
    """The sheet with the bare question in the place of headings that number it or stand it in a grid."""

    def bare(cell: Any) -> Any:
        text = question_text(cell) if isinstance(cell, str) else cell
        column = None if text == cell else template.under(text)
        return text if column is not None and column.key in NUMBERS and len(text) > _SHORTEST_QUESTION else cell

    looked_at = [[_scale_first(bare(cell)) for cell in row] for row in sheet.rows[:LOOKED_THROUGH]]
    return replace(sheet, rows=[*looked_at, *sheet.rows[LOOKED_THROUGH:]])


def _scale_first(cell: Any) -> Any:
    """A scale in brackets behind a question stands before it, for a report keeps only the beginning of a heading."""
    found = re.fullmatch(r"(.{12,}?) ?([\[(][^()\[\]]*\d ?(?:-|–|til) ?\d+[\])])", cell) if isinstance(cell, str) else None
    return f"({found[2][1:-1]}) {found[1]}" if found else cell


def with_key(sheet: Sheet, template: Template) -> Sheet:
    """The sheet with `respondent` named as the key where no other column is it; elsewhere it says who answered."""
    for number, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        keys = {column.key for cell in row if (column := template.under(cell)) is not None}
        if "respondent" in keys and "invitation" not in keys and len(keys) > 1:
            renamed = [KEY_HEADING if _is_respondent(cell) else cell for cell in row]
            return replace(sheet, rows=[*sheet.rows[:number], renamed, *sheet.rows[number + 1 :]])
    return sheet


def _is_respondent(cell: Any) -> bool:
    return folded(str(cell or "")) == "respondent"


def answers_unread(sheet: Sheet, top: int, table: Table) -> Iterator[Cell]:
    """Answers that are not read, and a scale that is said to be turned.

    Under a heading with a question's number, and in a file of which no answer is read.
    """
    if table.template.source != "surveys":
        return
    for number, row in enumerate(sheet.rows[: top + 1], start=1):
        for cell in row:
            if cell is not None and (turned := declared(str(cell))):
                heading = shown(cell) if number > top else ""
                yield Cell(number, heading, "answer_turned", {"number": str(turned[0]), "meant": str(turned[1])})
    read = not {*NUMBERS, "reply"}.isdisjoint(table.headings)
    for position, heading in enumerate(sheet.rows[top]):
        cells = {row[position] for row in sheet.rows[top + 1 :] if position < len(row) and row[position] is not None}
        unused = heading is not None and table.template.under(heading) is None
        if unused and (_NUMBERED.match(str(heading)) or (not read and are_answers(cells))):
            yield Cell(None, shown(heading), "answers_unused", {})
