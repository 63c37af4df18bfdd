"""Below first contact: the periods side by side, how many still waited, and how cases without contact ended."""

from __future__ import annotations

from typing import Any

from dashboard.exports.columns import municipality_text
from dashboard.figures.time_to_first_contact import time_to_first_contact_periods_figure
from dashboard.findings.time_to_first_contact import ending_name
from dashboard.language import _, formats
from dashboard.layouts import plain as html
from dashboard.layouts.extras.block import block
from dashboard.layouts.graph import graph
from dashboard.layouts.table import table
from dashboard.shapes import Answer, Table


def first_contact(answer: Answer) -> list[Any]:
    """Number still waiting under the curve, and the endings of cases closed without contact."""
    blocks = [_by_period(answer)] if any(days == days for days in answer.table["half_within"]) else []
    waiting = answer.parts["at_risk"]
    if len(waiting):
        blocks.append(block(_("Still without contact after so many days"), _at_risk(answer, waiting)))
    endings = answer.parts["endings"]
    if sum(endings["n"]):
        text = _("They can no longer be contacted, and count neither as contacted nor as waiting.")
        blocks.append(block(_("Closed without contact"), _endings(endings), text=text))
    return blocks


def _by_period(answer: Answer) -> html.Div:
    """The same measure period by period; its numbers are those of the table below."""
    title, text = (
        _("Period by period"),
        _("Days until contact; an open, grey mark is not of a whole period, or can still change."),
    )
    heading, words = "first-contact-periods-title", "first-contact-periods-text"
    figure = time_to_first_contact_periods_figure(answer)
    return html.Div(
        [
            html.H3(title, id=heading),
            html.P(text, className="subtitle", id=words),
            graph("first-contact-periods", figure, height=280, labelled_by=heading, described_by=words),
        ],
        className="block",
    )


def _at_risk(answer: Answer, rows: Table) -> html.Div:
    days = sorted(set(rows["day"]))
    by_code: dict[str, dict[int, int]] = {code: {} for code in sorted(rows["municipality_code"])}
    for code, day, waiting in rows.rows("municipality_code", "day", "waiting"):
        by_code[code][day] = waiting
    return table(
        _("Families without contact yet, by days since received"),
        [_("Municipality"), *(formats.number(day) for day in days)],
        [
            [municipality_text(answer, code), *(formats.number(found[day]) for day in days)]
            for code, found in by_code.items()
        ],
    )


def _endings(rows: Table) -> html.Div:
    return table(
        _("Cases closed without contact, by reason"),
        [_("Reason"), _("Cases")],
        [[ending_name(reason), formats.number(n)] for reason, n in rows.rows("reason", "n") if n],
    )
