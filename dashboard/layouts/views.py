"""What each measure brings to a page: its sentences, its chart, and what stands below the chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboard.exports.columns import table_columns
from dashboard.figures.caseload import caseload_figure, has_lines
from dashboard.figures.published import drawn, published_figure
from dashboard.figures.spending import spending_figure
from dashboard.figures.time_to_first_contact import time_to_first_contact_figure
from dashboard.figures.trust import trust_figure
from dashboard.findings import caseload, published, spending, time_to_first_contact, trust
from dashboard.findings.notes import note_text
from dashboard.language import _
from dashboard.layouts import extras
from dashboard.layouts import plain as html
from dashboard.layouts.deliveries import who_can_give
from dashboard.layouts.panel import Shown, panel
from dashboard.layouts.table import column_content
from dashboard.measures import MeasureId
from dashboard.shapes import Answer, Card


@dataclass(frozen=True)
class View:
    """How one measure is shown. more: what stands below the chart on the measure's own page."""

    headline: Callable[[Answer], str]
    subtitle: Callable[[Answer], str]
    summary: Callable[[Answer], str]
    card: Callable[[Answer], Card]
    figure: Callable[[Answer], dict[str, Any]]
    more: Callable[[Answer], list[Any]]
    drawn: Callable[[Answer], bool] = lambda answer: "ok" in answer.table["state"]


VIEWS: dict[MeasureId, View] = {
    "caseload": View(
        caseload.headline,
        caseload.subtitle,
        caseload.summary,
        caseload.card,
        caseload_figure,
        extras.caseload,
        drawn=has_lines,
    ),
    "time_to_first_contact": View(
        time_to_first_contact.headline,
        time_to_first_contact.subtitle,
        time_to_first_contact.summary,
        time_to_first_contact.card,
        time_to_first_contact_figure,
        extras.first_contact,
        # A curve is worth drawing also where it never reaches 9 of 10.
        drawn=lambda answer: any(answer.parts["curve"]["day"]),
    ),
    "spending": View(
        spending.headline, spending.subtitle, spending.summary, spending.card, spending_figure, extras.spending
    ),
    "trust": View(trust.headline, trust.subtitle, trust.summary, trust.card, trust_figure, extras.trust),
}


PUBLISHED = View(
    published.headline,
    published.subtitle,
    published.summary,
    published.card,
    published_figure,
    extras.latest,
    drawn=drawn,
)


def view_of(answer: Answer) -> View:
    """How an answer is shown: what a publication holds is shown alike for every measure."""
    return PUBLISHED if answer.publication else VIEWS[answer.measure]  # type: ignore[index]


def measure_panel(answer: Answer, query: str, *, prefix: str, whole: bool) -> html.Section:
    """The panel of an answer; whole: with everything that belongs on the measure's own page."""
    view = view_of(answer)
    worth_drawing = view.drawn(answer)
    notes = [*_protected(answer), *(note_text(note) for note in answer.notes), *who_can_give(answer.lacking)]
    shown = Shown(
        headline=view.headline(answer),
        subtitle=view.subtitle(answer),
        summary=view.summary(answer),
        figure=view.figure(answer) if worth_drawing else None,
        notes=notes,
        more=view.more(answer) if whole or answer.publication else (),
        later=not whole,
    )
    panel_id = f"{prefix}-{answer.measure.replace('_', '-')}"
    return panel(panel_id, answer, shown, query=query, height=380 if whole else 300)


def _protected(answer: Answer) -> list[str]:
    """What every reader of a publication must know, and nobody else."""
    if not answer.publication or answer.measure == "spending":  # accounts are public
        return []
    notes = [
        _(
            "Figures about few persons are hidden, and others with them, so that they cannot be worked out. Settled quarters are not changed afterwards."
        )
    ]
    if answer.measure == "caseload":
        notes.append(_("Cases whose coordinator's hours are not known are in none of the published figures."))
        notes.append(_("Shown only for at least three coordinators who together are one and a half full-time positions."))
    states = answer.table["state"]
    if answer.filters.interval == "quarter" and 2 * states.count("suppressed") > len(states):
        notes.append(_("Most quarters are hidden here. Choose Year as interval: then more may be shown."))
    return notes


def table_content(answer: Answer) -> str:
    """What the page builds the table of an answer from."""
    return column_content(view_of(answer).subtitle(answer), table_columns(answer))
