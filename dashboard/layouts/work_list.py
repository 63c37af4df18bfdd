"""One of the head's lists: the case system's own number, the team and dates, longest first."""

from __future__ import annotations

from dashboard.answers import WorkList
from dashboard.filters import Choices
from dashboard.language import _, formats, plural
from dashboard.layouts import plain as html
from dashboard.layouts.aria import aria
from dashboard.layouts.table import table

SHOWN = 200


def work_list(work: WorkList, choices: Choices) -> html.Section:
    """The list as a table; more than 200 rows are cut, and the heading says so."""
    if not len(work.rows):
        return html.Section(html.P(_("No cases right now."), className="empty"), className="panel")
    return html.Section(
        [
            html.H2(plural("{n} case", "{n} cases", len(work.rows), n=formats.number(len(work.rows))), id="list-title"),
            html.P(_explanation(work), className="subtitle"),
            table(
                _("Cases, longest first"),
                _headings(work),
                [_row(row, work, choices) for row in work.rows[:SHOWN].itertuples()],
            ),
            html.P(_("Only the {n} longest are shown.", n=SHOWN), className="note") if len(work.rows) > SHOWN else None,
        ],
        className="panel",
        **aria(labelledby="list-title"),
    )


def _explanation(work: WorkList) -> str:
    return {
        "waiting": _("Open cases without a two-way contact with the family, on the day the data describe."),
        "unassigned": _("Open cases without a primary coordinator, on the day the data describe."),
        "contact_before_receipt": _("The contact is dated before the case was received: correct one of the dates."),
    }[work.name]


def _headings(work: WorkList) -> list[str]:
    last = _("First contact") if work.name == "contact_before_receipt" else _("Days")
    since = _("Without a coordinator since") if work.name == "unassigned" else _("Received")
    return [_("Case number"), _("Municipality"), _("Team"), since, last]


def _row(row: object, work: WorkList, choices: Choices) -> list[str]:
    code, team = row.municipality_code, row.team_id  # type: ignore[attr-defined]
    last = (
        formats.short_date(row.first_contact_on)  # type: ignore[attr-defined]
        if work.name == "contact_before_receipt"
        else formats.number(row.days)  # type: ignore[attr-defined]
    )
    return [
        row.case_id,  # type: ignore[attr-defined]
        choices.municipalities.get(code, code),
        choices.teams.get(code, {}).get(team, team),
        formats.short_date(row.since),  # type: ignore[attr-defined]
        last,
    ]
