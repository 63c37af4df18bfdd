"""Does the budget hold: corrected budget, expected accounts and the deviation, by class of spending?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from dashboard.analysis.spending_amounts import BudgetLine
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
NAN = float("nan")
Spent = Callable[[str, Sequence[str]], float]
Mapped = Mapping[tuple[str, str, int], str]


def budget_rows(
    lines: Sequence[BudgetLine], mapping: Mapped, places: Sequence[str], spent: Spent
) -> list[tuple[object, ...]]:
    """The columns of COLUMNS in øre of the budget's own year: each place by class, then the three main ones together.

    lines, mapping: as in SpendingCounts. places: municipality codes, or '*' for all of lines; spent gives the øre of
    a place's classes so far. deviation = expected − corrected, so minus is mindreforbrug; NaN in expected, deviation
    and share where a line has no expectation yet, and in share where nothing is budgeted. as_of: the oldest.
    """
    by_class = _by_class(lines, mapping)
    rows: list[tuple[object, ...]] = []
    for place in places:
        for names in [*((one,) for one in SPENDING_CLASSES), MAIN_CLASSES]:
            here = [line for one in names for line in by_class.get((place, one), ())]
            if here:
                label = TOTAL_THREE if names is MAIN_CLASSES else names[0]
                rows.append((place, label, *_sums(here, spent(place, names))))
    return rows


def _by_class(lines: Sequence[BudgetLine], mapping: Mapped) -> dict[tuple[str, str], list[BudgetLine]]:
    found: defaultdict[tuple[str, str], list[BudgetLine]] = defaultdict(list)
    accounts = {(line.account_function, line.grouping) for line in lines}
    classes = {account: classify(mapping, *account) for account in accounts}
    for line in lines:
        spending_class = classes[line.account_function, line.grouping]
        found[line.municipality_code, spending_class].append(line)
        found[POOLED, spending_class].append(line)
    return found


def _sums(lines: Sequence[BudgetLine], actual: float) -> tuple[object, ...]:
    # By column: of the whole country there are a thousand lines.
    _places, _functions, _groupings, originals, supplements, expectations, days, reasons = zip(*lines, strict=True)
    original, supplement = sum(originals), sum(supplements)
    corrected, expected = float(original + supplement), NAN if None in expectations else float(sum(expectations))
    deviation = expected - corrected
    share = deviation / corrected if corrected else NAN
    return (
        float(original),
        float(supplement),
        corrected,
        expected,
        deviation,
        share,
        actual,
        min(days),
        _reasons(reasons),
    )


def _reasons(reasons: Sequence[str]) -> str:
    found = list(dict.fromkeys(filter(None, reasons)))
    return "; ".join(found[:REASONS]) + (" …" if len(found) > REASONS else "")


def classify(classes: Mapped, function: str, grouping: str) -> str:
    """The class of a budget line, which names no dranst: operation, or refund where an account holds no operation."""
    for dranst in (1, 2):
        for found in (grouping, ""):
            if (function, found, dranst) in classes:
                return classes[function, found, dranst]
    return "unknown"
