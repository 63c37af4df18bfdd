"""Coordinators and their hours on cases (`raadgivere`): 4-20 rows that a team leader types when something changes."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.importers import codes, values
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
    ),
)  # fmt: skip


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    """The rows of coordinator, coordinator_fte and team. `Til` is the last day, valid_to the day after."""
    people: dict[tuple[str, str], tuple[str, dt.date | None]] = {}
    in_order = sorted(rows.together("municipality", "coordinator", "start", "team", "new_until"), key=lambda r: r[2])
    for code, who, _, team, new_until in in_order:  # the team of the latest span counts
        earlier = people.get((code, who), ("", None))
        people[code, who] = (codes.slug(team or "") or earlier[0], new_until or earlier[1])
    spans = [
        (code, who, start, end and end + dt.timedelta(days=1), hours)
        for code, who, start, end, hours in rows.together("municipality", "coordinator", "start", "end", "hours")
        if hours is not None
    ]
    return {
        "coordinator": pd.DataFrame(
            [(code, who, team, new_until) for (code, who), (team, new_until) in people.items()],
            columns=["municipality_code", "coordinator_id", "team_id", "newly_hired_until"],
        ),
        "coordinator_fte": pd.DataFrame(
            spans, columns=["municipality_code", "coordinator_id", "valid_from", "valid_to", "fte_milli"]
        ),
        "team": named_teams(rows),
    }
