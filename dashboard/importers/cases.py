"""The case list (`sager`): one row per case, exported from the case system every Monday.

Received and first contact are what it cannot do without; each further column opens one more question. A row without the
day received still counts for its coordinator, from the first day that is known of it. What a list says is of its own day:
what follows from it together with the lists before and after is worked out in database/case_history.py.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.importers import codes, listed, values
from dashboard.importers.context import Context
from dashboard.importers.named import named_programmes, named_teams
from dashboard.importers.template import Column, Rows, Template

TEMPLATE = Template(
    name="sager",
    source="cases",
    title="Case list",
    who="the superuser of the case system",
    key="case",
    columns=(
        Column("case", "Sagsnr.", codes.key, "The case system's own number, never a CPR number", required=True,
               aliases=("Sagsnummer", "Sagsnumre"), instead=("Sag", "Sager", "Sags-id", "Sagsid"),
               hints=("Journalnummer", "Case number", "Case")),
        Column("child", "Barn", codes.key, "A key of your own for the child; without it children are counted as cases",
               aliases=("Barn-nøgle", "Barnnøgle", "Barnets nøgle", "Barn id", "Barnets id", "Barn nr."),
               hints=("Børn", "Barnekode", "Barnet", "Child")),
        Column("family", "Familie", codes.key, "A key of your own for the family",
               aliases=("Familie-nøgle", "Familienøgle", "Familie id", "Familiens id", "Familie nr."),
               hints=("Familier", "Familiekode", "Familien", "Family")),
        Column("team", "Team", codes.name, "The team that has the case", aliases=("Teamnavn",),
               instead=("Afdeling", "Enhed"), weighs=False),
        Column("coordinator", "Rådgiver", codes.key, "A code for the coordinator, never a name",
               aliases=("Rådgiverkode", "Rådgivere", "Rådgiver-id", "Rådgiver nr.", "Sagsbehandler", "Sagsbehandlere",
                        "Sagsbehandlerkode", "Sagsbehandler-id", "Myndighedsrådgiver", "Ansvarlig rådgiver",
                        "Ansvarlig sagsbehandler"),
               hints=("Socialrådgiver", "Familierådgiver", "Børnerådgiver", "Primær rådgiver", "Koordinator", "Rådg.",
                      "Sagsbeh.", "Rådgiver på sagen", "Coordinator", "Caseworker")),
        Column("programme", "Projekt", codes.name, "The project that the case takes part in", instead=("Indsats",),
               weighs=False),
        Column("target_group", "Målgruppe", codes.target_group, "handicap or familie", aliases=("Målgrupper",),
               hints=("Sagens målgruppe", "Barnets målgruppe", "Target group")),
        Column("received", "Modtaget", values.date, "The day the municipality received the case", required=True,
               blanks_pass=True,
               aliases=("Modtaget dato", "Dato modtaget", "Modtaget den", "Modtaget d.", "Modtagelsesdato", "Modtagelse",
                        "Modtagelsesdag", "Dato for modtagelse", "Sag modtaget", "Henvendelsesdato", "Dato for henvendelse"),
               hints=("Modtag", "Henvendelse modtaget", "Modtaget i kommunen", "Received")),
        Column("contact", "Første kontakt", values.date, "The day of the first two-way contact with the family",
               aliases=("Første kontakt dato", "Dato for første kontakt", "Dato første kontakt", "Førstekontakt",
                        "Første kontakt med familien", "Dato for første kontakt med familien", "1. kontakt",
                        "Første samtale", "Dato for første samtale", "Første samtale dato", "Første samtale holdt",
                        "1. samtale"),
               hints=("Kontakt", "Kontakt dato", "Samtale", "Første møde", "Første besøg", "Kontakt med familien",
                      "Første kontakt til familien", "Første borgerkontakt", "Første kontakt med borgeren", "First contact")),
        Column("closed", "Lukket", values.date, "The day the case was closed; empty while it is open",
               aliases=("Lukket dato", "Lukket den", "Lukket d.", "Lukkedato", "Dato lukket", "Dato for lukning", "Sag lukket",
                        "Sagen lukket", "Afsluttet", "Afsluttet dato", "Afslutningsdato", "Dato for afslutning"),
               instead=("Slutdato",),
               hints=("Luk", "Lukning", "Lukket i systemet", "Afslutning", "Afsluttet sag", "Sag afsluttet", "Ophør",
                      "Ophørt", "Slut", "Closed", "End")),
        Column("reason", "Årsag", codes.close_reason, "Why it was closed",
               aliases=("Lukkeårsag", "Afslutningsårsag", "Årsag til lukning", "Årsag til afslutning"), weighs=False),
        Column("since", "Rådgiver siden", values.date, "The day this coordinator took over; before it, nobody knows who had the case",
               hints=("Sagsbehandler siden", "Rådgiver fra", "Rådgiver fra dato", "Rådgiver på sagen siden",
                      "Overtaget", "Overtaget dato")),
        Column("cover", "Dækkes af", codes.key, "The code of whoever covers for the coordinator, or shares the case",
               aliases=("Dækning", "Dækkende rådgiver", "Medrådgiver", "Vikar"), weighs=False,
               hints=("Dækker", "Dækkes", "Afløser")),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Handlekommune", "Kommunekode", "Kommunenr.", "Kommunenavn"), hints=("Kommuner", "Municipality")),
        Column("pay_municipality", "Betalingskommune", codes.municipality,
               "Name or number of the municipality that pays, if it is another",
               aliases=("Betalende kommune", "Betalingskommunekode"), hints=("Betalingskommuner",)),
        *listed.COLUMNS,
    ),
)  # fmt: skip


def last_day(rows: Rows) -> dt.date | None:
    """The day that an export says, else the latest that the list knows of: it cannot have been made before it."""
    days = (day for key in ("received", "contact", "closed", "since") for day in rows[key] if day is not None)
    return listed.newest_day(rows) or max(days, default=None)


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    """The rows of case_said, team, programme and programme_municipality."""
    assert context.as_of is not None
    return {
        "case_said": pd.DataFrame(_said(rows) | listed.days(rows, context.as_of)),
        "team": named_teams(rows),
        **named_programmes(rows, "received"),
    }


def _said(rows: Rows) -> dict[str, list[Any]]:
    # A child nobody has a key for is a child of its own; the prefix keeps it from meeting a real key.
    children = [child or f"sag:{case}" for child, case in rows.together("child", "case")]
    families = [family or f"barn:{child}" for family, child in zip(rows["family"], children, strict=True)]
    return {
        "municipality_code": rows["municipality"],
        "case_id": rows["case"],
        "pay_municipality_code": [pay or act for pay, act in rows.together("pay_municipality", "municipality")],
        "child_id": children,
        "family_id": families,
        "team_id": [codes.slug(team or "") for team in rows["team"]],
        "programme_id": [codes.slug(programme or "") for programme in rows["programme"]],
        "target_group": [group or "" for group in rows["target_group"]],
        "received_on": rows["received"],
        "first_contact_on": rows["contact"],
        "closed_on": rows["closed"],
        "close_reason": [(reason or "other") if closed else "" for reason, closed in rows.together("reason", "closed")],
        "coordinator_id": [who or "" for who in rows["coordinator"]],
        "coordinator_since": rows["since"],
        "cover_id": [who or "" for who in rows["cover"]],
    }
