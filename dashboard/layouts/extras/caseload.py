"""Below caseload: the teams, and each coordinator's own number, which only the department head sees."""

from __future__ import annotations

from math import isnan
from typing import Any

from dashboard.language import _
from dashboard.layouts import plain as html
from dashboard.layouts.extras.block import block, one_decimal, shown
from dashboard.layouts.table import table
from dashboard.shapes import Answer, Table


def caseload(answer: Answer) -> list[Any]:
    """Teams and coordinators of one municipality; for several, a sentence."""
    if not answer.filters.one_municipality:
        return [html.P(_("Choose one municipality to see its teams and coordinators."), className="note")]
    blocks = []
    teams, coordinators = answer.parts.get("teams"), answer.parts.get("coordinators")
    if teams is not None and len(teams):
        blocks.append(block(_("The teams"), _teams(answer, teams)))
    if coordinators is not None and len(coordinators):
        text = _("For the department head: a number per employee is a basis for talking, not a judgement.")
        blocks.append(block(_("The coordinators"), _coordinators(answer, coordinators), text=text))
    return blocks


def _teams(answer: Answer, rows: Table) -> html.Div:
    headings = [
        _("Team"),
        _("Cases per coordinator"),
        _("Children per coordinator"),
        _("Cases, mean"),
        _("Full-time positions"),
        _("Without coordinator"),
        _("Unknown coordinator"),
    ]
    return table(
        _("Teams, the chosen period"),
        headings,
        [
            [
                answer.team_names.get(row["team_id"], row["team_id"]),
                shown(row["value"], one_decimal, row["state"]),
                shown(row["children_per_fte"], one_decimal, row["state"]),
                shown(row["cases"], one_decimal),
                shown(row["fte"], one_decimal),
                shown(row["unassigned"], one_decimal),
                shown(row["unknown"], one_decimal),
            ]
            for row in rows.records()
        ],
    )


def _coordinators(answer: Answer, rows: Table) -> html.Div:
    headings = [
        _("Coordinator"),
        _("Team"),
        _("Cases, mean"),
        _("Children, mean"),
        _("Full-time positions"),
        _("Cases per full-time"),
        _("Ceiling"),
    ]
    return table(
        _("Coordinators, the chosen period"),
        headings,
        [
            [
                f"{row['coordinator_id']} ({_('newly hired')})" if row["newly_hired"] else row["coordinator_id"],
                answer.team_names.get(row["team_id"], row["team_id"]),
                shown(row["cases"], one_decimal),
                shown(row["children"], one_decimal),
                shown(row["fte"], one_decimal),
                shown(row["value"], one_decimal, row["state"]),
                _ceiling(row),
            ]
            for row in rows.records()
        ],
        numeric=slice(2, None),
    )


def _ceiling(row: dict[Any, Any]) -> str:
    if isnan(row["ceiling"]):
        return _("not set")
    over = row["state"] == "ok" and row["value"] > row["ceiling"]
    text = one_decimal(row["ceiling"])
    return _("over {ceiling}", ceiling=text) if over else text
