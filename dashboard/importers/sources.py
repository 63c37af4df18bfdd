"""Every kind of file with a template, and what a delivery of it replaces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

import pandas as pd

from dashboard.importers import (
    assignments,
    budget,
    cases,
    coordinators,
    cost_centres,
    ledger,
    population,
    services,
    surveys,
)
from dashboard.importers.context import Context
from dashboard.importers.template import Rows, Template

# What a new delivery takes the place of, in its municipalities: what was delivered of the same day, all there was, what the
# same case system delivered, or only the years in it.
Replaces = Literal["days", "all", "systems", "years", "invitations"]


@dataclass(frozen=True)
class Source:
    template: Template
    facts: Callable[[Rows, Context], dict[str, pd.DataFrame]]
    tables: tuple[str, ...]  # whose rows a delivery replaces
    replaces: Replaces


def _source(module: ModuleType, replaces: Replaces, *tables: str) -> Source:
    return Source(module.TEMPLATE, module.facts, tables, replaces)


SOURCES: dict[str, Source] = {
    source.template.source: source
    for source in (
        _source(cases, "days", "case_said"),
        _source(assignments, "days", "assignment_said"),
        _source(coordinators, "days", "hours_said"),
        _source(budget, "years", "budget_line"),
        _source(surveys, "invitations", "survey_answer", "survey_invitation"),
        _source(population, "years", "population"),
        _source(services, "systems", "service"),
        _source(cost_centres, "all", "cost_centre_group"),
    )
}
BY_DAY = frozenset(name for name, source in SOURCES.items() if source.replaces == "days")
# A ledger has a road of its own (ledger_stage, ledger_write): its rows are too many for lists.
ALL_TEMPLATES: tuple[Template, ...] = (*(source.template for source in SOURCES.values()), ledger.TEMPLATE)
TEMPLATES: tuple[str, ...] = tuple(template.name for template in ALL_TEMPLATES)
