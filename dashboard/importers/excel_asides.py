"""What a workbook says beside its cells: comments, properties, headers, names, links, drawings, copies of other tables.

None of it is ever loaded, but a file with a CPR number in it is not to be sent at all. Runs beside excel_child.py, in its
process and within its limits, and imports nothing of the product either. The parts and their elements are those of
ECMA-376 (Office Open XML), part 1, and of what Office has added since (threaded comments, persons).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

SHORTEST = 9  # signs: a CPR number that has lost its zero
# By the beginning of a part's name without xl/. What stands nowhere here is a table, a pivot or a copy of another file.
PLACES = {
    "docprops/": "cpr_in_properties",
    "customxml/": "cpr_in_properties",
    "comments": "cpr_in_comment",
    "threadedcomments/": "cpr_in_comment",
    "persons/": "cpr_in_comment",
    "drawings/": "cpr_in_drawing",
    "charts/": "cpr_in_drawing",
    "chartsheets/": "cpr_in_drawing",
    "diagrams/": "cpr_in_drawing",
}
_HEADERS = frozenset(f"{page}{part}" for page in ("odd", "even", "first") for part in ("Header", "Footer"))
_FORMULAS = frozenset(("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"))
# Elements of a sheet's own part that hold what somebody wrote and are no cell's value.
OF_A_SHEET = _HEADERS | _FORMULAS | {"hyperlink", "dataValidation", "protectedRange"}
# Attributes that hold words. Others hold sizes, colours and identifiers, and some of those look like anything.
_WORDS = frozenset(
    (
        *("name", "displayName", "uniqueName", "author", "title", "descr", "description", "caption", "comment", "text"),
        *("prompt", "promptTitle", "error", "errorTitle", "help", "statusBar", "display", "tooltip", "location"),
        *("Target", "totalsRowLabel", "connection", "command", "keywords", "alt", "v"),
    )
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# How it looks.
_NO_WORDS = re.compile(r"theme|styles|calcchain|printersettings|media/|sharedstrings|metadata")


def of_part(name: str, stream: Any) -> Iterator[tuple[str, str]]:
    """What is to be said of a number there, and the text. name: the part's, in small letters; stream: its XML, of which a broken one says nothing."""
    from defusedxml.ElementTree import ParseError, iterparse

    if not name.endswith((".xml", ".rels", ".vml")) or _NO_WORDS.match(name.removeprefix("xl/")):
        return
    place = next((one for start, one in PLACES.items() if name.removeprefix("xl/").startswith(start)), "cpr_in_copy")
    try:
        for _event, element in iterparse(stream):
            if name != "docprops/app.xml" or not element.tag.endswith("}lpstr"):  # names of sheets, said with the sheets
                yield from of_element(element, place)
            element.clear()
    except ParseError:  # as drawings of old programs are; no program shows them
        return


def of_element(element: Any, place: str) -> Iterator[tuple[str, str]]:
    """What this element says itself, its children left out."""
    name = element.tag.rpartition("}")[2]
    if name in _FORMULAS:
        yield from (("cpr_in_formula", text) for text in quoted(element.text))
    elif not (name == "v" and _is_number(element.text or "")):  # a chart's copy of an amount
        yield from _long("cpr_in_header" if name in _HEADERS else place, element.text)
    yield from _long(place, element.tail)
    for key, value in element.attrib.items():
        if key in _WORDS and name != "sheet":
            yield from _long("cpr_in_link" if name in ("hyperlink", "Relationship") else place, unquote(value))


def quoted(formula: str | None) -> list[str]:
    """The texts that a formula holds, and the names of the sheets and files it looks into."""
    return [text for text in _QUOTED.findall(formula or "") if _is_long(text)]


def _long(place: str, text: str | None) -> Iterator[tuple[str, str]]:
    if text and _is_long(text):
        yield place, text


def _is_long(text: str) -> bool:
    return len(text) >= SHORTEST and any(sign.isdigit() for sign in text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
