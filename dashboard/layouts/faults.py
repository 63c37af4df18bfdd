"""What a reader sees when there is nothing to show: no data, damaged data, no access, an error."""

from __future__ import annotations

from dash import html

from dashboard.answers import DamagedData, DatabaseAway, NotReadable, OlderLayout, OtherInstallation
from dashboard.language import _


def no_data() -> html.Div:
    return _fault(
        _("There are no data yet"),
        _("Make sample data with “make run” or “trinvis demo”, or import your own files:"),
        "trinvis import FIL",
    )


def damaged(error: DamagedData) -> html.Div:
    """Of what kind, since only some of them are damage."""
    match error:
        case DatabaseAway():
            return _fault(
                _("The database does not answer"),
                _("The figures come back by themselves when it does: try again in some minutes."),
                "",
            )
        case OtherInstallation():
            return _fault(
                _("The database belongs to another installation"),
                _(
                    "No figures are shown, since they would be another's. Ask the person who runs Trinvis to look at "
                    "TRINVIS_FACTS_URL."
                ),
                "",
            )
        case NotReadable():
            return _fault(
                _("The data cannot be opened"),
                _(
                    "Trinvis runs under an account that may not read its own files. Ask the person who runs it to see who "
                    "owns the data folder."
                ),
                "",
            )
        case OlderLayout():
            return _fault(
                _("The data cannot be opened"),
                _(
                    "They were written by an older version of Trinvis. Ask the person who runs it to bring them up to date:"
                ),
                "trinvis upgrade",
            )
    return _fault(
        _("The data cannot be opened"),
        _(
            "The numbers are not shown, since they could be wrong. Ask the person who runs Trinvis to go back to the newest "
            "version of the data that is whole, and then to import what has come since:"
        ),
        "trinvis rollback",
    )


def no_publication() -> html.Div:
    return _fault(
        _("Nothing has been published yet"),
        _("What you may see is published when a quarter closes. The person who runs Trinvis publishes it with:"),
        "trinvis publication build",
    )


def no_figures() -> html.Div:
    return _fault(_("No figures in your role"), _("Choose one of the pages in the bar above."), "")


def refused() -> html.Div:
    return _fault(_("No access"), _("You do not have access to what the address asks for."), "")


def not_there() -> html.P:
    """In the place of numbers that the address does not ask for; why stands above the page."""
    return html.P(_("No numbers: the address asks for something that is not there."), className="empty")


def incident(number: str) -> html.Div:
    """An error nobody foresaw; the number finds it in the log."""
    return html.Div(
        [
            html.Strong(_("Something went wrong.")),
            " ",
            _(
                "The numbers on the page may be old. Reload the page; if it happens again, say this number: {n}.",
                n=number,
            ),
        ],
        className="error-note",
    )


def said(sentence: str, number: str) -> html.Div:
    """What nobody at the page can help; the number finds in the log what to do about it."""
    return html.Div([html.Strong(sentence), " ", _("Incident number: {n}", n=number)], className="error-note")


def _fault(title: str, text: str, command: str) -> html.Div:
    parts = [html.H2(title), html.P(text)]
    return html.Div([*parts, html.P(html.Code(command))] if command else parts, className="panel fault")
