"""What is missing or wrong in the sample on purpose, so that every page can be seen saying so?

Herning, Randers, Hillerød, Aarhus and København have everything but the one month that Herning's ledger lacks.
"""

from __future__ import annotations

from dashboard.demo.window import WINDOW
from dashboard.periods import parse_month

LEDGER_MISSING: dict[str, tuple[str, ...]] = {
    "0157": ("2026-10",),
    "0265": ("2025-12",),
    "0306": ("2026-09", "2026-10"),
    "0400": ("2019-04",),
    "0461": ("2020-03", "2020-04"),
    "0550": ("2024-06",),
    "0657": ("2023-07",),
    "0779": ("2018-01", "2022-11"),
    "0840": ("2026-05",),
}
NO_SURVEYS = ("0155", "0187", "0223", "0270", "0320", "0360", "0440", "0482", "0492", "0563", "0665", "0741", "0825")
# The first survey of all others is in the spring of 2017.
SURVEYS_SINCE = {"0330": "2021-02", "0390": "2023-08", "0575": "2020-02", "0671": "2022-08", "0813": "2024-02"}
# A year in which nobody reported the coordinators' hours.
NO_POSITIONS = {"0370": 2019}
UNKNOWN_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "0326": ("5.28.99",),
    "0561": ("5.28.99", "5.82.21"),
    "0760": ("5.28.99",),
}


def ledger_missing(code: str) -> set[int]:
    return {parse_month(text) for text in LEDGER_MISSING.get(code, ())}


def survey_months(code: str) -> range:
    """The months for which a municipality's surveys are delivered."""
    if code in NO_SURVEYS:
        return range(0)
    return range(parse_month(SURVEYS_SINCE.get(code, "2017-02")), WINDOW.last + 1)


def positions_missing(code: str) -> range:
    year = NO_POSITIONS.get(code)
    return range(0) if year is None else range(12 * year, 12 * year + 12)


def coverage(code: str) -> dict[str, list[int]]:
    """Source → the months that have been delivered."""
    whole = WINDOW.months
    return {
        "cases": list(whole),
        "coordinators": [m for m in whole if m not in positions_missing(code)],
        "ledger": [m for m in whole if m not in ledger_missing(code)],
        "budget": [m for m in whole if m >= parse_month("2017-01")],
        "surveys": list(survey_months(code)),
        "population": list(whole),
    }
