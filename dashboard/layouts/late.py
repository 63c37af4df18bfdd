"""A mark on every page: which of its numbers rest on data that should have come again by now."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html

from dashboard.answers import Delivered
from dashboard.filters import Choices
from dashboard.language import _, formats

# English message ids with {n}, the age in days: always more than a week.
SENTENCES = {
    "cases": "The case list is {n} days old (normally comes every week).",
    "coordinators": "The coordinators’ hours are {n} days old (normally come every quarter).",
    "services": "The services granted are {n} days old (normally come every month).",
    "ledger": "The ledger is {n} days old (normally comes every month).",
    "cost_centres": "The division of the cost centres is {n} days old (normally comes every year).",
    "budget": "The budget is {n} days old (normally comes every quarter).",
    "surveys": "The survey’s answers are {n} days old (normally come every half year).",
    "population": "The population is {n} days old (normally comes every year).",
}
SHOWN = 3  # more would push the page away; all of them stand on the data page


def late_mark(late: Sequence[Delivered], choices: Choices, query: str) -> html.P | None:
    """The late sources in sentences, and where to read more; nothing where none is."""
    if not late:
        return None
    several = len({one.municipality_code for one in late}) > 1
    texts = [sentence(one, choices, named=several) for one in late[:SHOWN]]
    if len(late) > SHOWN:
        texts.append(_("{n} more sources are late.", n=formats.number(len(late) - SHOWN)))
    link = dcc.Link(_("Data and quality"), href=f"/data{query}")
    return html.P([html.Span(" ".join(texts)), " ", link], className="late")


def sentence(one: Delivered, choices: Choices, named: bool) -> str:
    """`Sagslisten er 23 dage gammel (kommer normalt hver uge).`"""
    text = _(SENTENCES[one.source], n=formats.number(one.age_days))
    return f"{choices.municipalities[one.municipality_code]}: {text}" if named else text
