"""Which data are missing, what that costs, and who can give them (people.md section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.filters import Choices, Filters
from dashboard.language import _, formats
from dashboard.layouts import plain as html
from dashboard.layouts.table import table

# source: (what it is, who can give it, what it feeds). English message ids.
SOURCES = {
    "cases": (
        "Case list",
        "Superuser or consultant: saved export from the case system, every Monday",
        "Cases and first contact",
    ),
    "coordinators": (
        "Coordinators and hours",
        "Professional leader: hours on cases, when they change",
        "Cases per coordinator",
    ),
    "ledger": ("Accounts", "Finance consultant: extract of the ledger, every month", "Spending"),
    "cost_centres": (
        "Cost centres by target group",
        "Finance consultant: which cost centres are of which target group, when they change",
        "Spending by target group",
    ),
    "budget": (
        "Budget lines",
        "Finance consultant: corrected budget and expected accounts, 3-4 times a year",
        "Spending against budget",
    ),
    "services": (
        "Services granted",
        "Superuser or consultant: export from the case system, every month",
        "Which services families get",
    ),
    "surveys": ("Survey", "Consultant: export of answers and invitations, twice a year", "Trust"),
    "population": ("Population 0-22 years", "Finance consultant: once a year", "Spending per 0-22-year-old"),
}


def missing_table(rows: pd.DataFrame, filters: Filters, choices: Choices) -> html.Div | html.P:
    """One row per missing delivery."""
    if rows.empty:
        return html.P(_("Nothing is missing for the chosen municipalities and months."), className="empty")
    return table(
        _("Missing deliveries"),
        [_("Municipality"), _("Source"), _("Missing"), _("Newest month"), _("Who can give it"), _("What it feeds")],
        [_missing_row(row, choices, len(filters.period.months)) for row in rows.to_dict("records")],
        numeric=slice(0),
    )


def who_can_give(sources: Sequence[str]) -> list[str]:
    """For a page without numbers: each source it lacks, and who can deliver it."""
    return [_("Needed: {what}. {who}.", what=_(SOURCES[s][0]).lower(), who=_(SOURCES[s][1])) for s in sources]


def _missing_row(row: dict[Any, Any], choices: Choices, months: int) -> list[str]:
    what, who, feeds = SOURCES[row["source"]]
    newest = _("never delivered") if pd.isna(row["last_month"]) else formats.month(int(row["last_month"]))
    return [
        choices.municipalities[row["municipality_code"]],
        _(what),
        _months_text(row["missing"], months),
        newest,
        _(who),
        _(feeds),
    ]


def _months_text(missing: tuple[int, ...], months: int) -> str:
    if len(missing) == months:
        return _("the whole period")
    shown = ", ".join(formats.month(month) for month in missing[:4])
    return shown if len(missing) <= 4 else _("{months} and {n} more", months=shown, n=len(missing) - 4)
