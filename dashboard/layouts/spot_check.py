"""Page *Stikprøvekontrol*: entries of the log of look-ups drawn by chance, to be ticked off by a controller."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dashboard.access.audit_read import Logged
from dashboard.access.audit_words import action_name, outcome_name
from dashboard.language import _, formats
from dashboard.layouts import plain as html
from dashboard.layouts.aria import aria
from dashboard.layouts.table import table
from dashboard.records.spot_checks import DRAWN, Check


def spot_check() -> html.Div:
    """The frame; callbacks/spot_check.py fills it."""
    return html.Div([_current(), html.Div(id="spot-check-earlier")], className="stack")


def _current() -> html.Section:
    return html.Section(
        [
            html.H2(_("Spot check"), id="spot-check-title"),
            html.P(
                _(
                    "Draw {n} entries by chance, and tick off those that the person had a reason for at work. "
                    "Write a remark about the others, and what is done about them.",
                    n=DRAWN,
                ),
                className="subtitle",
            ),
            html.Button(_("Draw entries"), id="spot-check-draw", className="btn btn-primary"),
            html.Div(id="spot-check-said", role="status"),
            html.Div(
                [
                    html.Fieldset(
                        [
                            html.Legend(_("Entries that are in order"), className="label"),
                            html.Checklist(id="spot-check-ticked", options=[], value=[]),
                        ]
                    ),
                    html.Label(_("Remark"), htmlFor="spot-check-remark", className="label"),
                    html.Textarea(id="spot-check-remark", value="", maxLength=2000, rows=4),
                    html.P(_("No names and no CPR number: the case's own number is enough."), className="note"),
                    html.Button(_("Save the check"), id="spot-check-save", className="btn btn-primary"),
                ],
                id="spot-check-open",
                hidden=True,
            ),
        ],
        className="panel spot-check",
        **aria(labelledby="spot-check-title"),
    )


def choices(entries: Sequence[Logged]) -> list[dict[str, Any]]:
    """One line for each entry that is drawn."""
    return [{"value": entry.entry_id, "label": _line(entry)} for entry in entries]


def _line(entry: Logged) -> str:
    who = f"{entry.subject} ({entry.role})" if entry.role else entry.subject
    parts = (moment(entry.at), who, action_name(entry.action), outcome_name(entry.outcome), entry.municipalities)
    return " · ".join(part for part in (f"{entry.entry_id}", *parts, entry.what()) if part)


def earlier_checks(checks: Sequence[Check]) -> html.Section:
    """What has been checked, by whom and when."""
    heading = _("Earlier checks")
    rows = [
        [moment(c.saved_at or c.at), c.subject, str(len(c.drawn)), str(len(c.in_order)), c.remark or "–"]
        for c in checks
    ]
    headings = (_("When"), _("Who"), _("Drawn"), _("In order"), _("Remark"))
    content = (
        table(_("Spot checks that have been saved"), headings, rows, numeric=slice(2, 4))
        if rows
        else html.P(_("No check has been saved yet."), className="empty")
    )
    return html.Section([html.H2(heading), content], className="panel", **aria(label=heading))


def moment(at: dt.datetime) -> str:
    local = at.astimezone()
    return f"{formats.short_date(local.date())} {local:%H:%M}"
