"""How many parents' answers a number leaves out so that nobody can be found, in words: on the page, in files, aloud."""

from __future__ import annotations

import math
from typing import Any

from dashboard.language import _, formats, plural
from dashboard.shapes import Answer


def left_out_words(answers: float, told: str = "") -> str:
    """`5 svar er holdt ude`; '' where none is. told: `few` or `some` where a publication does not say how many."""
    if told == "few":
        return _("up to nine answers are left out")
    if told == "some":
        return _("some answers may be left out")
    if math.isnan(answers) or not answers:
        return ""
    return plural("{n} answer is left out", "{n} answers are left out", answers, n=formats.number(answers))


def of_row(row: dict[str, Any]) -> str:
    """The words of one row of a table."""
    return left_out_words(row.get("left_out", 0), row.get("left_out_word", ""))


def left_out_remarks(answer: Answer) -> list[str]:
    """What each row of the table leaves out; '' where it is nothing, or where the measure leaves nobody out."""
    if "left_out" not in answer.table:
        return [""] * len(answer.table)
    told = answer.table["left_out_word"] if "left_out_word" in answer.table else [""] * len(answer.table)
    pairs = list(zip(answer.table["left_out"], told, strict=True))
    worded = {pair: left_out_words(*pair) for pair in set(pairs)}
    return [worded[pair] for pair in pairs]
