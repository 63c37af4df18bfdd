"""The catalogue: each measure defined once. Names and questions are English message ids (language/da)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from dashboard.periods import month_key

MeasureId = Literal["caseload", "spending", "time_to_first_contact", "trust"]
FilterName = Literal["municipality", "period", "interval", "team", "programme", "target_group", "unit", "prices"]

CASE_FILTERS: frozenset[FilterName] = frozenset(
    {"municipality", "period", "interval", "team", "programme", "target_group"}
)


@dataclass(frozen=True)
class Measure:
    """What is measured, over what, and which filters it can answer for."""

    id: MeasureId
    path: str  # the page, and the word in files and on the command line
    name: str
    question: str
    numerator: str
    denominator: str
    unit: str
    lower_is_better: bool | None  # None: neither way, never a colour or an arrow
    counts: Literal["act", "pay"]  # which of a case's municipalities
    honours: frozenset[FilterName]
    sources: tuple[str, ...]  # coverage.source; the first one is what the measure cannot do without
    reference: str
    reviewed_on: dt.date


MEASURES: dict[MeasureId, Measure] = {
    m.id: m
    for m in (
        Measure(
            id="caseload",
            path="sager",
            name="Cases per coordinator (full-time)",
            question="How many cases does each full-time coordinator carry?",
            numerator="Open primary assignments, mean over the days of the period",
            denominator="Full-time positions on cases, mean over the same days",
            unit="cases",
            lower_is_better=True,
            counts="act",
            honours=CASE_FILTERS,
            sources=("cases", "coordinators"),
            reference="Dansk Socialrådgiverforening, vejledende sagstal",
            reviewed_on=dt.date(2026, 11, 21),
        ),
        Measure(
            id="time_to_first_contact",
            path="foerste-kontakt",
            name="First contact",
            question="How long do families wait for the first contact?",
            numerator="Days from received to the first two-way contact with the family",
            denominator="Cases received in the period, those still waiting included",
            unit="days",
            lower_is_better=True,
            counts="act",
            honours=CASE_FILTERS,
            sources=("cases",),
            reference="Aalen and Johansen (1978); barnets lov sets no limit, the target is local",
            reviewed_on=dt.date(2026, 11, 21),
        ),
        Measure(
            id="spending",
            path="oekonomi",
            name="Spending",
            question="What goes to preventive support, placements and compensating benefits?",
            numerator="Net operating spending (dranst 1) of the account functions",
            denominator="Persons of 0-22 years on 1 January: a twelfth for each month delivered, so that it is always per year",
            unit="DKK",
            lower_is_better=None,
            counts="pay",
            honours=frozenset({"municipality", "period", "interval", "unit", "prices"}),
            sources=("ledger", "budget", "population"),
            reference="Budget- og regnskabssystem for kommuner, hovedkonto 5",
            reviewed_on=dt.date(2026, 11, 21),
        ),
        Measure(
            id="trust",
            path="tillid",
            name="Parents' trust in the cooperation",
            question="Do parents trust their coordinator and the municipality?",
            numerator="Parents who agree (4 or 5 of 5), and the mean 0-100 score of six items",
            denominator="Parents with a valid answer; 'don't know' is missing",
            unit="of 10",
            lower_is_better=False,
            counts="act",
            honours=CASE_FILTERS,
            sources=("surveys",),
            reference="Six items of the project's own; result domains after Rambøll (2021)",
            reviewed_on=dt.date(2026, 11, 21),
        ),
    )
}
BY_PATH: dict[str, Measure] = {m.path: m for m in MEASURES.values()}

# The order in which spending is always shown; the first three always together (domain.md 0.4).
MAIN_CLASSES = ("preventive", "placement", "compensating")
SPENDING_CLASSES = (*MAIN_CLASSES, "day_offer", "secured", "refund", "authority", "other", "unknown")

TARGET_GROUPS = ("handicap", "familie")
CLOSE_REASONS = ("completed", "no_contact", "moved", "turned_18", "died", "other")

# A survey says nothing about fewer than five respondents, to anybody (design.md, "Surveys").
SURVEY_MINIMUM = 5
# Trust is what parents say on their own form: the first six of its questions (domain.md 2.4), four at least. A
# delivery that does not say who answered the parents' form is of parents.
SURVEY_INSTRUMENT = "foraeldre"
SURVEY_RESPONDENTS = ("", "mother", "father", "other")
CONTACT_DAYS = 30  # the share that a publication holds: first contact within so many days of the receipt
AT_RISK_MINIMUM = 5  # what a curve says of fewer who are still followed must not stand without its interval
SURVEY_ITEMS = 6
SURVEY_ITEMS_NEEDED = 4


@dataclass(frozen=True)
class Break:
    """From this month the law changes what a series holds: every chart of it gets a line with the law's name."""

    month: int
    spending_class: str
    law: str


BREAKS: tuple[Break, ...] = (
    # L 201 (2024-25): kompensationsydelse replaces merudgiftsydelse on 5.57.72; old grants run to 1 Sep 2027 at most.
    Break(month_key(dt.date(2025, 9, 1)), "compensating", "Kompensationsydelse (L 201, 2024-25)"),
    # Barnets lov replaces parts of serviceloven; 5.28.21 changes its name.
    Break(month_key(dt.date(2024, 1, 1)), "preventive", "Barnets lov"),
)


@dataclass(frozen=True)
class Norm:
    """A published guide number with the dates it was in force; never extended beyond them."""

    low: float
    high: float
    valid_from: dt.date
    valid_to: dt.date | None
    source: str


# Lowered again in April 2020 to a figure that could not be found: after that only a local ceiling counts.
CASELOAD_NORMS: tuple[Norm, ...] = (
    Norm(35, 45, dt.date(2014, 1, 1), dt.date(2020, 4, 1), "Dansk Socialrådgiverforening 2014-20, tjek"),
)
