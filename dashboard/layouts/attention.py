"""Row A, *Kræver handling nu*: three counts, each a link to its list or to what is missing."""

from __future__ import annotations

from dashboard.answers import CaseCount
from dashboard.language import _, formats, plural
from dashboard.layouts import plain as html
from dashboard.layouts.aria import aria


def attention(waiting: CaseCount, unassigned: CaseCount, missing: int, query: str) -> html.Section:
    """The three counters, each with the longest wait in words."""
    return html.Section(
        [
            html.H2(_("Needs action now"), id="attention-title"),
            html.Ul(
                [
                    _counter(waiting.count, _("waiting for first contact"), _longest(waiting), "/lister/venter", query),
                    _counter(
                        unassigned.count,
                        _("cases without a coordinator"),
                        _longest(unassigned),
                        "/lister/uden-raadgiver",
                        query,
                    ),
                    _counter(
                        missing, _("deliveries of data missing"), _("see which, and who can give them"), "/data", query
                    ),
                ]
            ),
        ],
        className="attention",
        **aria(labelledby="attention-title"),
    )


def _longest(work: CaseCount) -> str:
    if work.longest_days is None:
        return _("none right now")
    return plural("longest: {n} day", "longest: {n} days", work.longest_days, n=formats.number(work.longest_days))


def _counter(count: int, what: str, detail: str, path: str, query: str) -> html.Li:
    return html.Li(
        html.Link(
            [
                html.Span(formats.number(count), className="count"),
                html.Span([html.Span(what, className="what"), html.Span(detail, className="detail")]),
            ],
            href=f"{path}{query}",
        ),
        className="counter" if count else "counter none",
    )
