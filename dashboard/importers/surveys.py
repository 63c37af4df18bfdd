"""The survey (`spoergeskema`): one row per invitation, with the answers where there are any.

The six items are those of domain.md 2.4, agreed with from 1 to 5; "ved ikke" and a blank are missing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.importers import codes, values
from dashboard.importers.context import Context
from dashboard.importers.named import named_programmes, named_teams
from dashboard.importers.template import Column, Rows, Template
from dashboard.measures import SURVEY_INSTRUMENT, SURVEY_ITEMS

_ITEMS = tuple(f"item_{number}" for number in range(1, SURVEY_ITEMS + 1))

TEMPLATE = Template(
    name="spoergeskema",
    source="surveys",
    title="Survey",
    who="the consultant with the survey",
    columns=(
        Column("invitation", "Nøgle", codes.key, "A key of the invitation, never a name", required=True,
               aliases=("Invitation", "Invitationsnøgle", "Respondent", "Respondentnøgle")),
        Column("team", "Team", codes.name, "The team that has the case", aliases=("Afdeling", "Enhed")),
        Column("programme", "Projekt", codes.name, "The project that the family takes part in", aliases=("Indsats",)),
        Column("target_group", "Målgruppe", codes.target_group, "handicap or familie"),
        Column("invited", "Udsendt", values.date, "The day the invitation was sent", required=True,
               aliases=("Udsendt dato", "Inviteret")),
        Column("answered", "Besvaret", values.date, "The day it was answered; empty where it was not",
               aliases=("Besvaret dato", "Svardato")),
        *(
            Column(key, f"Sp{number}", values.answer, "1 to 5, or ved ikke", aliases=(f"Spørgsmål {number}",))
            for number, key in enumerate(_ITEMS, start=1)
        ),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Kommunekode",)),
    ),
)  # fmt: skip


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    """The rows of survey_invitation, survey_answer (every item of an answered form), team and programme."""
    return {
        "survey_invitation": pd.DataFrame(
            {
                "municipality_code": rows["municipality"],
                "invitation_id": rows["invitation"],
                "team_id": [codes.slug(team or "") for team in rows["team"]],
                "programme_id": [codes.slug(programme or "") for programme in rows["programme"]],
                "target_group": [group or "" for group in rows["target_group"]],
                "instrument": SURVEY_INSTRUMENT,
                "wave": "",
                "respondent": "",
                "invited_on": rows["invited"],
                "reminded_on": None,
                "answered_on": rows["answered"],
            }
        ),
        "survey_answer": pd.DataFrame(
            _answers(rows), columns=["municipality_code", "invitation_id", "item", "value"], dtype="object"
        ),
        "team": named_teams(rows),
        **named_programmes(rows, "invited"),
    }


def _answers(rows: Rows) -> list[tuple[Any, ...]]:
    return [
        (code, invitation, number, value)
        for code, invitation, answered, *items in rows.together("municipality", "invitation", "answered", *_ITEMS)
        if answered is not None
        for number, value in enumerate(items, start=1)
    ]
