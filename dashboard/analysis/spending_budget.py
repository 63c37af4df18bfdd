"""Does the budget hold: corrected budget, expected accounts and the deviation, by class of spending?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import pandas as pd

from dashboard.measures import MAIN_CLASSES, SPENDING_CLASSES
from dashboard.shapes import POOLED

TOTAL_THREE = "total_three"
COLUMNS = (
    "municipality_code",
    "spending_class",
    "original",
    "supplement",
    "corrected",
    "expected",
    "deviation",
    "share",
    "actual",
    "as_of",
    "reason",
)
REASONS = 3  # more than these, of many municipalities together, nobody reads in a table's cell
Spent = Callable[[str, Sequence[str]], float]


def budget_table(lines: pd.DataFrame, mapping: pd.DataFrame, places: Sequence[str], spent: Spent) -> pd.DataFrame:
    """The columns of COLUMNS in øre of the budget's own year: each place by class, then the three main ones together.

    lines, mapping: as in SpendingCounts. places: municipality codes, or '*' for all of lines; spent gives the øre of
    a place's classes so far. deviation = expected − corrected, so minus is mindreforbrug; NaN in expected, deviation
    and share where a line has no expectation yet, and in share where nothing is budgeted. as_of: the oldest.
    """
    classes = _classes(mapping)
    by_class: defaultdict[tuple[str, str], list[dict[Hashable, Any]]] = defaultdict(list)
    for line in lines.to_dict("records"):
        found = classify(classes, line["account_function"], line["grouping"])
        for place in {line["municipality_code"], POOLED}:
            by_class[place, found].append(line)
    rows = []
    for place in places:
        for names in [*((one,) for one in SPENDING_CLASSES), MAIN_CLASSES]:
            here = [line for one in names for line in by_class[place, one]]
            if here:
                label = TOTAL_THREE if names is MAIN_CLASSES else names[0]
                rows.append((place, label, *_sums(here, spent(place, names))))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"as_of": "datetime64[s]"})


def _sums(lines: list[dict[Hashable, Any]], actual: float) -> tuple[object, ...]:
    original, supplement, expected = (
        float(sum(line[name] for line in lines)) for name in ("original", "supplement", "expected")
    )
    corrected = original + supplement
    deviation = expected - corrected
    share = deviation / corrected if corrected else float("nan")
    as_of = min(line["as_of"] for line in lines)
    return original, supplement, corrected, expected, deviation, share, actual, as_of, _reasons(lines)


def _reasons(lines: list[dict[Hashable, Any]]) -> str:
    found = list(dict.fromkeys(line["reason"] for line in lines if line["reason"]))
    return "; ".join(found[:REASONS]) + (" …" if len(found) > REASONS else "")


def _classes(mapping: pd.DataFrame) -> dict[tuple[str, str, int], str]:
    keys = zip(mapping["account_function"], mapping["grouping"], mapping["dranst"], strict=True)
    return dict(zip(keys, mapping["spending_class"], strict=True))


def classify(classes: dict[tuple[str, str, int], str], function: str, grouping: str) -> str:
    """The class of a budget line, which names no dranst: operation, or refund where an account holds no operation."""
    for dranst in (1, 2):
        for found in (grouping, ""):
            if (function, found, dranst) in classes:
                return classes[function, found, dranst]
    return "unknown"
