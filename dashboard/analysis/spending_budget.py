"""Does the budget hold: corrected budget, expected accounts and the deviation, by class of spending?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
    keys = zip(lines["account_function"], lines["grouping"], strict=True)
    lines = lines.assign(spending_class=[classify(classes, *key) for key in keys])
    rows = []
    for place in places:
        here = lines if place == POOLED else lines[lines["municipality_code"] == place]
        for names in [*((one,) for one in SPENDING_CLASSES), MAIN_CLASSES]:
            found = here[here["spending_class"].isin(names)]
            if len(found):
                label = TOTAL_THREE if names is MAIN_CLASSES else names[0]
                rows.append((place, label, *_sums(found, spent(place, names))))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"as_of": "datetime64[s]"})


def _sums(lines: pd.DataFrame, actual: float) -> tuple[object, ...]:
    original, supplement = float(lines["original"].sum()), float(lines["supplement"].sum())
    corrected = original + supplement
    expected = float(lines["expected"].sum(skipna=False))
    deviation = expected - corrected
    share = deviation / corrected if corrected else float("nan")
    return original, supplement, corrected, expected, deviation, share, actual, lines["as_of"].min(), _reasons(lines)


def _reasons(lines: pd.DataFrame) -> str:
    found = list(dict.fromkeys(reason for reason in lines["reason"] if reason))
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
