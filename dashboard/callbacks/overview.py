"""The overview: what needs action, the cards, what changed, and the four charts, in one callback.

One, since each takes Dash and the server a millisecond besides its own work, and all of them ask for the same answers.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output

from dashboard import answers
from dashboard.callbacks.view import View, read_view
from dashboard.layouts import faults
from dashboard.layouts.attention import attention
from dashboard.layouts.cards import card
from dashboard.layouts.changes import Answers, changes
from dashboard.layouts.pages import OVERVIEW_ORDER, dashed
from dashboard.layouts.views import measure_panel

PARTS = [
    "overview-attention",
    *(f"overview-{dashed(measure)}-card" for measure in OVERVIEW_ORDER),
    "overview-changes",
    *(f"overview-{dashed(measure)}-panel" for measure in OVERVIEW_ORDER),
]


def register(app: dash.Dash) -> None:
    """Fill the overview when the address changes; each measure is asked for once."""

    @app.callback([Output(part, "children") for part in PARTS], Input("url", "search"))
    def show_overview(search: Any) -> list[Any]:
        view = read_view(search)
        if view.not_there:
            return [faults.not_there(), *[None] * (len(PARTS) - 1)]
        found = {measure: view.answer(measure) for measure in OVERVIEW_ORDER if measure in view.viewer.rights.measures}
        return [_attention(view), *_cards(view, found), _changes(view, found), *_panels(view, found)]


def _cards(view: View, found: Answers) -> list[Any]:
    return [card(found[measure], view.query) if measure in found else None for measure in OVERVIEW_ORDER]


def _panels(view: View, found: Answers) -> list[Any]:
    made = {
        one: measure_panel(answer, view.file_query(one), prefix="overview", whole=False)
        for one, answer in found.items()
    }
    return [made.get(measure) for measure in OVERVIEW_ORDER]


def _changes(view: View, found: Answers) -> Any:
    """Only those who see the exact numbers of all of it: a publication is compared on the measures' pages."""
    return changes(found, view.choices, view.query) if view.viewer.rights.depth in ("exact", "own_team") else None


def _attention(view: View) -> Any:
    if not view.viewer.sees_case_lists:
        return None
    counts = answers.case_counts(view.filters, view.viewer)
    missing = answers.missing_data_count(view.filters, view.viewer)
    return attention(counts["waiting"], counts["unassigned"], missing, view.query)
