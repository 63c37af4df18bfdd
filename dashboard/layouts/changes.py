"""Row C: what changed since the same months a year earlier, at most three sentences, and the teams side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isnan
from typing import Any

from dashboard.filters import Choices
from dashboard.findings import caseload, time_to_first_contact, trust
from dashboard.findings.words import state_words
from dashboard.language import _, formats
from dashboard.layouts import plain as html
from dashboard.layouts.aria import aria
from dashboard.layouts.table import table
from dashboard.measures import MEASURES, MeasureId
from dashboard.shapes import Answer, Table

SENTENCES: dict[MeasureId, Callable[[Answer], str]] = {
    "time_to_first_contact": time_to_first_contact.change,
    "caseload": caseload.change,
    "trust": trust.change,
}
Answers = Mapping[MeasureId, Answer]


def changes(answers: Answers, choices: Choices, query: str) -> html.Div:
    """answers: each measure's answer for the view."""
    return html.Div(
        [
            html.Section(
                [html.H2(_("Against the same months a year earlier"), id="changes-title"), _sentences(answers, query)],
                className="panel",
                **aria(labelledby="changes-title"),
            ),
            html.Section(
                [html.H2(_("The teams"), id="teams-title"), _teams(answers, choices)],
                className="panel",
                **aria(labelledby="teams-title"),
            ),
        ],
        className="row-c",
    )


def _sentences(answers: Answers, query: str) -> html.Ul:
    return html.Ul(
        [
            html.Li(
                [
                    html.Link(_(MEASURES[m].name), href=f"/{MEASURES[m].path}{query}"),
                    ": ",
                    sentence(answers[m]),
                ]
            )
            for m, sentence in SENTENCES.items()
        ],
        className="changes",
    )


def _teams(answers: Answers, choices: Choices) -> Any:
    load, contact = answers["caseload"], answers["time_to_first_contact"]
    if not load.filters.one_municipality:
        return html.P(_("Choose one municipality to see its teams."), className="empty")
    names = choices.teams.get(load.filters.municipalities[0], {})
    rows = _team_rows(load.parts.get("teams"), contact.parts.get("teams"), names)
    if not rows:
        return html.P(_("There are no teams in the data."), className="empty")
    headings = [
        _("Team"),
        _("Children per coordinator"),
        _("Waiting now"),
        _("Longest, days"),
        _("Without coordinator"),
    ]
    return table(_("Teams, the chosen period"), headings, rows)


def _team_rows(caseload: Table | None, contact: Table | None, names: Any) -> list[list[str]]:
    load = {} if caseload is None else {row["team_id"]: row for row in caseload.records()}
    wait = {} if contact is None else {row["team_id"]: row for row in contact.records()}
    return [
        [
            name,
            _one(load.get(team, {}), "children_per_fte"),
            _whole(wait.get(team, {}).get("waiting", 0)),
            _whole(wait.get(team, {}).get("longest")),
            _one(load.get(team, {}), "unassigned"),
        ]
        for team, name in names.items()
        if team in load or team in wait
    ]


def _one(row: Any, column: str) -> str:
    value = row.get(column)
    if value is None or isnan(value):
        return state_words(row.get("state", "missing") if row.get("state") != "ok" else "not_estimable")
    return formats.number(value, 1)


def _whole(value: Any) -> str:
    return _("none") if value is None or isnan(value) else formats.number(value)
