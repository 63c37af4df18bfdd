"""Below trust: the teams, where enough parents have answered; never a coordinator."""

from __future__ import annotations

from typing import Any

from dashboard.findings.trust import question_name
from dashboard.language import _, formats
from dashboard.layouts.extras.block import block, shown
from dashboard.layouts.table import table
from dashboard.shapes import Answer


def trust(answer: Answer) -> list[Any]:
    """Each team and question over the whole period."""
    rows = answer.parts.get("teams")
    if rows is None or not len(rows):
        return []
    return [
        block(
            _("The teams"),
            table(
                _("Teams, the whole period"),
                [_("Team"), _("Question"), _("Agree, or score"), _("Respondents"), _("Answers left out")],
                [
                    [
                        answer.team_names.get(row["team_id"], row["team_id"]),
                        question_name(row["question"]),
                        shown(
                            row["value"],
                            formats.percent if row["question"] != "score" else formats.number,
                            row["state"],
                        ),
                        shown(row["n"], formats.number, row["state"]),
                        formats.number(row["left_out"]),
                    ]
                    for row in rows.records()
                ],
                numeric=slice(2, None),
            ),
            text=_("Fewer than five respondents are hidden, for every viewer."),
        )
    ]
