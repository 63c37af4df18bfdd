"""Coordinators and their hours on cases (`raadgivere`): 4-20 rows that a team leader types when something changes."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.importers import codes, listed, values
from dashboard.importers.context import Context
from dashboard.importers.named import named_teams
from dashboard.importers.template import Column, Rows, Template

TEMPLATE = Template(
    name="raadgivere",
    source="coordinators",
    title="Coordinators and hours",
    who="the team leader",
    columns=(
        Column("coordinator", "Rådgiver", codes.key, "The same code as in the case list, never a name", required=True,
               aliases=("Rådgiverkode", "Rådgivere", "Rådgiver-id", "Rådgiver nr.", "Sagsbehandler", "Sagsbehandlere",
                        "Sagsbehandlerkode", "Sagsbehandler-id", "Myndighedsrådgiver"),
               hints=("Socialrådgiver", "Familierådgiver", "Børnerådgiver", "Koordinator", "Rådg.", "Sagsbeh.",
                      "Medarbejder", "Coordinator", "Caseworker")),
        Column("team", "Team", codes.name, "The coordinator's team", aliases=("Teamnavn",), instead=("Afdeling", "Enhed"),
               weighs=False),
        Column("hours", "Timer om ugen på sager", values.hours, "Hours a week on cases: 37 is full-time, 0 is absent",
               aliases=("Timer om ugen", "Timer pr. uge", "Timer/uge", "Timer pr. uge på sager", "Ugentlige timer",
                        "Ugentlige timer på sager", "Timer på sager", "Timer på sager om ugen", "Timer på sager pr. uge"),
               instead=("Timer", "Timetal"),
               hints=("Ugetimer", "Ugentligt timetal", "Timetal pr. uge", "Arbejdstid", "Ugentlig arbejdstid", "Hours",
                      "Hours a week", "Sagstimer", "Time")),
        Column("start", "Fra", values.date, "The first day with these hours", required=True,
               aliases=("Fra dato", "Fra og med", "Startdato", "Gælder fra", "Gyldig fra"),
               hints=("Start", "Starter", "Ansat", "Ansættelsesdato", "Ansat fra", "From")),
        Column("end", "Til", values.date, "The last day with these hours; empty while they last",
               aliases=("Til dato", "Til og med", "Til og med dato", "Slutdato", "Gælder til", "Gyldig til"),
               hints=("Slut", "Stop", "Ophør", "Fratrådt", "Ansat til", "t.o.m.", "To", "Until")),
        Column("new_until", "Ny indtil", values.date, "The first day with the ordinary number of cases",
               aliases=("Nyansat indtil", "Ny indtil dato"), hints=("Ny til", "Nyansat til", "Ny medarbejder indtil")),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Kommunekode", "Kommunenr.", "Kommunenavn"), hints=("Kommuner", "Municipality")),
        *listed.COLUMNS,
    ),
)  # fmt: skip


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    """The rows of hours_said and team. `Til` is the last day, valid_to the day after."""
    return {
        "hours_said": pd.DataFrame(
            {
                "municipality_code": rows["municipality"],
                "coordinator_id": rows["coordinator"],
                "team_id": [codes.slug(team or "") for team in rows["team"]],
                "fte_milli": rows["hours"],
                "valid_from": rows["start"],
                "valid_to": [end and end + dt.timedelta(days=1) for end in rows["end"]],
                "newly_hired_until": rows["new_until"],
                **listed.days(rows, context.as_of or context.today),
            }
        ),
        "team": named_teams(rows),
    }
