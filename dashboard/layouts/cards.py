"""The overview's cards: value, unit, n, target or "mål ikke fastsat", change in words, a small line with a text."""

from __future__ import annotations

from dashboard.language import _, formats
from dashboard.layouts import plain as html
from dashboard.layouts.sparkline import sparkline
from dashboard.layouts.views import view_of
from dashboard.measures import MEASURES
from dashboard.shapes import Answer


def card(answer: Answer, query: str) -> html.Article:
    """One card; its name is the link to the measure's page."""
    shown = view_of(answer).card(answer)
    measure = MEASURES[answer.measure]  # type: ignore[index]
    return html.Article(
        [
            html.H2(html.Link(shown.name, href=f"/{measure.path}{query}")),
            html.Div(
                [
                    html.P(shown.value, className="value"),
                    sparkline(shown.trend, shown.trend_text),
                ],
                className="card-number",
            ),
            html.P(shown.unit, className="unit"),
            html.P(shown.n, className="card-n"),
            html.P(shown.change, className="card-change"),
            html.P("" if answer.publication else target_text(answer), className="card-target"),
        ],
        className="key-card",
    )


def target_text(answer: Answer) -> str:
    """The target with who decided it and when; where nobody has, that is said."""
    if answer.measure == "spending":
        return _("No target: it depends on each child's needs")
    target = answer.target
    if target is None:
        return _("target not set")
    value = formats.number(target.value)
    sentence = {
        "caseload": _("Local ceiling {value}", value=value),
        "time_to_first_contact": _("Target: contact within {value} days", value=value),
    }.get(answer.measure, value)
    return _(
        "{target} ({who}, {date})", target=sentence, who=target.decided_by, date=formats.short_date(target.decided_on)
    )
