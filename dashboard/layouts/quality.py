"""Page *Data og kvalitet*: what was delivered when, what the rules found in it, and what was tried last."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dashboard.answers import CADENCE_DAYS, Delivered, Found, Quality, Tried
from dashboard.filters import Choices
from dashboard.importers.rules import RULES
from dashboard.language import _, formats, plural
from dashboard.layouts import plain as html
from dashboard.layouts.aria import aria
from dashboard.layouts.deliveries import SOURCES
from dashboard.layouts.table import table

# English message ids, by the days of answers.CADENCE_DAYS.
CADENCE_NAMES = {7: "every week", 31: "every month", 92: "every quarter", 183: "every half year", 366: "every year"}
OUTCOMES = {"loaded": "loaded", "refused": "refused", "unchanged": "already loaded"}


def quality(found: Quality, choices: Choices) -> list[Any]:
    """Three tables, each under its heading; one that would be empty says so in words."""
    return [
        block(_("Deliveries"), _delivered(found, choices)),
        block(_("What the rules found"), _findings(found, choices)),
        *([block(_("Files tried last"), _tried(found, choices))] if found.tried else []),
        *([html.P(_deleted(found.deleted_before), className="note")] if found.deleted_before else []),
    ]


def _deleted(before: int) -> str:
    month = formats.month(before)
    return _("Personal data older than {month} have been deleted; the numbers by month are kept.", month=month)


def block(heading: str, content: Any) -> html.Section:
    """One panel of the page."""
    return html.Section([html.H2(heading), content], className="panel", **aria(label=heading))


def _delivered(found: Quality, choices: Choices) -> html.Div | html.P:
    if not found.delivered:
        return html.P(_("No files have been loaded for the chosen municipalities."), className="empty")
    headings = (
        _("Municipality"),
        _("Source"),
        _("Describes"),
        _("Last delivery"),
        _("Normally comes"),
        _("State"),
        _("Rows"),
    )
    rows = [_delivered_row(one, choices) for one in found.delivered]
    return table(_("Last delivery of each source"), headings, rows, numeric=slice(6, 7))


def _delivered_row(one: Delivered, choices: Choices) -> list[str]:
    age = plural("{n} day old", "{n} days old", one.age_days, n=formats.number(one.age_days))
    return [
        choices.municipalities[one.municipality_code],
        _(SOURCES[one.source][0]),
        f"{formats.date(one.as_of)} ({age})",
        formats.date(one.delivered_on),
        _(CADENCE_NAMES[CADENCE_DAYS[one.source]]),
        _("late") if one.late else _("on time"),
        formats.number(one.rows_in),
    ]


def _findings(found: Quality, choices: Choices) -> html.Div | html.P:
    known = [one for one in found.findings if one.rule in RULES]
    if not known:
        return html.P(_("The rules found nothing in the last deliveries."), className="empty")
    headings = (_("Municipality"), _("Source"), _("Severity"), _("Finding"))
    rows = [_finding_row(one, choices) for one in known]
    return table(_("Findings in the last deliveries"), headings, rows, numeric=slice(0))


def _finding_row(one: Found, choices: Choices) -> list[str]:
    rule = RULES[one.rule]
    return [
        choices.municipalities[one.municipality_code],
        _(SOURCES[one.source][0]),
        rule.severity_name(),
        rule.summary(one.n),
    ]


def _tried(found: Quality, choices: Choices) -> html.Div:
    headings = (_("When"), _("File"), _("Municipality"), _("Source"), _("Outcome"), _("Rows"), _("Rows with errors"))
    rows = [_tried_row(one, choices) for one in found.tried]
    return table(_("The last twenty, whether they were loaded or not"), headings, rows, numeric=slice(5, 7))


def _tried_row(one: Tried, choices: Choices) -> list[str]:
    return [
        formats.date(dt.datetime.fromisoformat(one.at).astimezone().date()),
        one.file_name,
        choices.municipalities.get(one.municipality_code, ""),
        _(SOURCES[one.source][0]) if one.source in SOURCES else "",
        _(OUTCOMES[one.outcome]),
        formats.number(one.rows_in),
        formats.number(one.rows_refused),
    ]
