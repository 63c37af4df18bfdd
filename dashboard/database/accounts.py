"""Which class of spending and step of the ladder does an account hold, from when to when, and what is it called?

The translation is data with dates, and has a version that every page shows: the official one has been wrong once
and was corrected in 2020, and laws change what an account holds (domain.md 0.5).

Sources: Budget- og regnskabssystem for kommuner, hovedkonto 5 and 6; Danmarks Statistik, BU28 (which functions are
preventive, which are placements) and REGK31 2024 (names); konteringsregler of November 2022 for 5.57.72 grouping
009; OS2bos' account strings for 015 and 016; OS2bos' migration 0014 for the names of the steps. The official translation
of accounts to steps (Indsatstrappens Udgiftsmodel) was not found: only accounts whose own name is a step's are placed,
and the rest is said to be in none, since an account such as merudgifter is on several (domain.md 3.2, 5). Not seen in an official source: the numbers 5.28.26 and 6.45.58.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from dashboard.periods import parse_month

MAPPING_VERSION = "2026-11.2"

OPERATION = 1  # dranst 1, net operation
REFUND = 2  # dranst 2, what the state pays back: shown apart, never subtracted


class AccountClass(NamedTuple):
    """One row of the table account_class; grouping '' is every grouping without a row of its own."""

    account_function: str
    grouping: str
    dranst: int
    spending_class: str
    from_month: int
    to_month: int | None  # the last month, included; None: still
    ladder_step: int | None = None  # of LADDER_STEPS; None: not placed


_REFORM = parse_month("2007-01")  # the chart of accounts of today's 98 municipalities
_SPLIT = parse_month("2016-01")  # until then foster families stood on 5.28.20, with the other places
_YOUTH_CRIME = parse_month("2020-01")  # first year of BU28 460
_COMPENSATION = parse_month("2025-09")  # L 201 (2024-25): kompensationsydelse replaces merudgiftsydelse


def _still(
    function: str, spending_class: str, since: int = _REFORM, grouping: str = "", step: int | None = None
) -> AccountClass:
    return AccountClass(function, grouping, OPERATION, spending_class, since, None, step)


_OPERATION_CLASSES = (
    _still("5.28.20", "placement"),
    # Holds 24-hour stays of whole families and støtteophold too: the accounts call all of it preventive.
    _still("5.28.21", "preventive"),
    _still("5.28.22", "placement", _SPLIT),  # vederlag and the rest are paid on more steps than one
    _still("5.28.22", "placement", _SPLIT, "004", step=5),  # kommunale plejefamilier
    _still("5.28.22", "placement", _SPLIT, "005", step=4),  # netværksplejefamilier
    _still("5.28.23", "placement", step=6),
    _still("5.28.24", "secured"),  # driven by courts, not by the municipality's choice: shown apart
    _still("5.28.25", "day_offer"),
    _still("5.28.26", "other", _YOUTH_CRIME),
    # The same class before and after; two rows, for they are two benefits (measures.BREAKS draws the line).
    AccountClass("5.57.72", "009", OPERATION, "compensating", _REFORM, _COMPENSATION - 1),  # merudgiftsydelse
    _still("5.57.72", "compensating", _COMPENSATION, "009"),  # kompensationsydelse
    _still("5.57.72", "compensating", grouping="015"),  # tabt arbejdsfortjeneste
    _still("5.57.72", "compensating", grouping="016"),  # hjemmetræning
    _still("5.57.72", "other"),  # the rest of sociale formål is not about children with disabilities
    _still("6.45.51", "authority"),
    _still("6.45.58", "authority"),
)

# What the state pays back, on any function above and on 5.22.07 (særligt dyre enkeltsager), which holds no more.
_REFUND_CLASSES = tuple(
    AccountClass(function, "", REFUND, "refund", _REFORM, None)
    for function in ("5.22.07", *sorted({row.account_function for row in _OPERATION_CLASSES}))
)

ACCOUNT_CLASSES: tuple[AccountClass, ...] = _OPERATION_CLASSES + _REFUND_CLASSES

# From the least to the most intrusive, as the official ladder names them: Danish in every language (domain.md 5).
LADDER_STEPS: dict[int, str] = {
    1: "Tidlig indsats i almenområdet",
    2: "Forebyggelse",
    3: "Hjemmebaserede indsatser",
    4: "Anbringelse i slægt eller netværk",
    5: "Anbringelse i forskellige typer af plejefamilier",
    6: "Anbringelse i institutionstilbud",
}

# The authorised names, as they stand in the chart of accounts: Danish in every language.
FUNCTION_NAMES: dict[str, str] = {
    "5.22.07": "Indtægter fra den centrale refusionsordning",
    "5.28.20": "Opholdssteder mv. for børn og unge",
    # Until 2023 "Forebyggende foranstaltninger for børn og unge": the name changed, the number did not.
    "5.28.21": "Rådgivning samt forebyggende indsatser eller foranstaltninger og støttende indsatser for børn og unge",
    "5.28.22": "Plejefamilier",
    "5.28.23": "Døgninstitutioner for børn og unge",
    "5.28.24": "Sikrede døgninstitutioner",
    "5.28.25": "Særlige dagtilbud og særlige klubber",
    "5.28.26": "Afgørelser om bekæmpelse af ungdomskriminalitet",
    "5.57.72": "Sociale formål",
    "6.45.51": "Sekretariat og forvaltninger",
    "6.45.58": "Det specialiserede børneområde",
}


def account_class_rows() -> list[dict[str, Any]]:
    """The rows of table account_class, one dict a row, keyed by column."""
    return [row._asdict() for row in ACCOUNT_CLASSES]
