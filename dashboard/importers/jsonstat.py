"""A JSON-stat answer of StatBank's API (version 1) as the sheet that its CSV answer would be.

The flat list of values runs through the dimensions with the last one fastest. Cells are code and text together,
figures have a Danish comma, and what is not published is `..`, so that one reader understands both forms.
"""

from __future__ import annotations

import itertools
import json
import math
from decimal import Decimal
from typing import Any

from dashboard.importers.report import Refused

CONTENT = "ContentsCode"  # the dimension that names the table; its code is the table's, or a content's
MISSING = ".."
MOST_CELLS = 2_000_000  # the API gives a million; the sparse form could claim any number in a few bytes


def sheet(content: str) -> tuple[str, list[list[Any]]]:
    """The table's code and the rows, headings first. Raises Refused where it is something else than JSON-stat."""
    try:
        parsed = json.loads(content, parse_float=Decimal)
        dataset = parsed.get("dataset", parsed)
        dimensions = dataset["dimension"]
        names = [str(name) for name in dimensions["id"]]
        labels = [_categories(dimensions[name]["category"]) for name in names]
        sizes = [int(size) for size in dimensions["size"]]
        values = dataset["value"]
        if not isinstance(values, list | dict):
            raise TypeError(values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("unreadable") from error
    if sizes != [len(found) for found in labels] or (isinstance(values, list) and len(values) != math.prod(sizes)):
        raise Refused("unreadable")
    if math.prod(sizes) > MOST_CELLS:
        raise Refused("too_large")
    kept = [i for i, name in enumerate(names) if name != CONTENT]
    rows = [
        [*(cells[i] for i in kept), _figure(values, number)] for number, cells in enumerate(itertools.product(*labels))
    ]
    table = labels[names.index(CONTENT)][0].split(" ")[0] if CONTENT in names else ""
    return table, [[*(names[i].upper() for i in kept), "INDHOLD"], *rows]


def _categories(category: dict[str, Any]) -> list[str]:
    """`code text` in the order of the values. index is a list, or says each code's place; one category needs none."""
    texts = category.get("label", {})
    index = category.get("index", list(texts))
    codes = sorted(index, key=lambda code: int(index[code])) if isinstance(index, dict) else list(index)
    return [code if texts.get(code, code) == code else f"{code} {texts[code]}" for code in codes]


def _figure(values: Any, number: int) -> str:
    """A list has every cell; the sparse form is an object with those that are published."""
    value = values.get(str(number)) if isinstance(values, dict) else values[number]
    if value is None:
        return MISSING
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise Refused("unreadable")
    return str(value).replace(".", ",") if not isinstance(value, str) else value
