"""The survey (`spoergeskema`): invitations and answers to the forms of dashboard/instruments, in one file or several.

Wide: one row per invitation, with the answers under Sp1, Sp2 … or under the questions themselves. Long: one row per
answer (Nøgle, Spørgsmål, Svar). "Ved ikke" and a blank are missing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard.importers import codes, values
from dashboard.importers.context import Context
from dashboard.importers.named import named_programmes, named_teams
from dashboard.importers.surveys_answers import ITEMS, NUMBERS, texts_of
from dashboard.importers.surveys_forms import Form, Forms, Wave, trusted
from dashboard.importers.template import Column, Rows, Template
from dashboard.instruments import Instrument, shipped
from dashboard.language import _
from dashboard.periods import month_key

OFFERED = 8  # questions in the empty template: those of the parents' form

TEMPLATE = Template(
    name="spoergeskema",
    source="surveys",
    title="Survey",
    who="the consultant with the survey",
    columns=(
        Column("invitation", "Nøgle", codes.key, "A key of the invitation, never a name", required=True,
               aliases=("Invitation", "Invitationsnøgle", "Respondentnøgle", "Nøgler", "Respondent-id"),
               hints=("Key", "Svar-id", "Response ID", "Id")),
        Column("team", "Team", codes.name, "The team that has the case", aliases=("Teamnavn",),
               instead=("Afdeling", "Enhed"), weighs=False),
        Column("programme", "Projekt", codes.name, "The project that the family takes part in", instead=("Indsats",),
               weighs=False),
        Column("target_group", "Målgruppe", codes.target_group, "handicap or familie", aliases=("Målgrupper",),
               hints=("Barnets målgruppe", "Target group")),
        Column("instrument", "Skema", codes.name, "The form; where it is empty, the parents'",
               aliases=("Instrument", "Spørgeskema", "Skemaer"), hints=("Skematype", "Form")),
        Column("wave", "Runde", codes.wave, "T0 (før), T1 (undervejs) or T2 (efter)",
               aliases=("Bølge", "Måling", "Målerunde", "Wave"), hints=("Runder", "Målingsnr.")),
        Column("respondent", "Respondent", codes.respondent, "Who answers: mor, far, anden, barn or medarbejder",
               aliases=("Hvem svarer", "Respondenttype"), instead=("Rolle",), hints=("Respondenter", "Hvem er du")),
        Column("invited", "Udsendt", values.date, "The day the invitation was sent",
               aliases=("Udsendt dato", "Dato udsendt", "Udsendelsesdato", "Dato for udsendelse", "Udsendt den", "Inviteret"),
               hints=("Udsendelse", "Sendt", "Inviteret dato", "Invitationsdato", "Sent", "Invited")),
        Column("reminded", "Påmindet", values.date, "The day of the last reminder, if any",
               aliases=("Påmindet dato", "Rykket", "Rykket dato", "Påmindelse", "Rykkerdato", "Påmindelsesdato"),
               hints=("Rykker", "Rykkere", "Reminded")),
        Column("answered", "Besvaret", values.date, "The day it was answered; empty where it was not",
               aliases=("Besvaret dato", "Dato besvaret", "Besvaret den", "Svardato", "Besvarelsesdato", "Dato for besvarelse",
                        "closetime"),
               hints=("Besvarelse", "Indsendt", "Indsendt dato", "Tidsstempel", "Timestamp", "Tidspunkt for svar", "Answered",
                      "Submitted")),
        *(
            Column(key, f"Sp{number}", values.answer, "A number of the form's scale, or ved ikke",
                   aliases=(f"Spørgsmål {number}", f"Spørgsmål nr. {number}", f"Spm. {number}", f"Q{number}", f"s_{number}"), worded=partial(texts_of, number),
                   offered=number <= OFFERED)
            for number, key in enumerate(ITEMS, start=1)
        ),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Kommunekode", "Kommunenr.", "Kommunenavn"), hints=("Kommuner", "Municipality")),
        # Not offered: a long file has one row per answer, and an export says whether the form was finished.
        Column("question", "Spørgsmål", codes.question, "The question's number or text", offered=False,
               aliases=("Item", "Variabel")),
        Column("reply", "Svar", values.answer, "A number of the form's scale, or ved ikke", offered=False,
               aliases=("Svarværdi", "Værdi")),
        Column("finished", "Afsluttet", values.flag, "1 where the whole form was answered, else 0", offered=False,
               aliases=("statoverall_4", "Gennemført")),
    ),
)  # fmt: skip


def asking(template: Template, form: Instrument) -> Template:
    """The template for one form. The questions are the headings of ours: such a file says itself which form it is."""
    ours = form.id in shipped() and bool(form.questions)

    def column(column: Column) -> Column:
        if column.key not in NUMBERS:
            return column
        number = NUMBERS[column.key] - 1
        heading = form.questions[number].da if ours and number < form.count else column.heading
        return replace(column, heading=heading, offered=number < form.count)

    return replace(template, columns=tuple(column(one) for one in template.columns))


def explained(form: Instrument) -> dict[str, str]:
    """What the template's guide says of the form's columns, by key, in the reader's language."""
    numbers = range(form.scale.low, form.scale.high + 1)
    labels = [f"{n} = {label.here}" for n, label in zip(numbers, form.scale.labels, strict=False)]
    answers = ", ".join(labels) or f"{form.scale.low}-{form.scale.high}"
    texts = [item.here for item in form.questions] or [""] * form.count
    asked = {
        key: _("Question {number}. {text} {answers}, or ved ikke.", number=number, text=text, answers=answers)
        for number, (key, text) in enumerate(zip(ITEMS, texts, strict=False), start=1)
    }
    return asked | {"instrument": _("Write {form} in every row.", form=form.id)}


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    """The rows of survey_invitation, survey_answer (every question of an answered form), team and programme."""
    forms = [form for form in context.forms if form.instrument is not None]
    answers = [row for form in forms for row in _answers(form)]
    return {
        "survey_invitation": pd.DataFrame([_invitation(form) for form in forms]),
        "survey_answer": pd.DataFrame(
            answers, columns=["municipality_code", "invitation_id", "item", "value"], dtype="object"
        ),
        "team": named_teams(rows),
        **named_programmes(_with_days(rows, context.forms), "invited"),
    }


def _answers(form: Form) -> list[tuple[str, str, int, int | None]]:
    assert form.instrument is not None
    asked = range(1, form.instrument.count + 1) if form.answered is not None else ()
    answers = form.answers
    return [(*form.place, number, answers.get(number)) for number in asked]


def _invitation(form: Form) -> dict[str, object]:
    assert form.instrument is not None
    said = form.values
    return {
        "municipality_code": form.place[0],
        "invitation_id": form.place[1],
        "team_id": codes.slug(said.get("team") or ""),
        "programme_id": codes.slug(said.get("programme") or ""),
        "target_group": said.get("target_group") or "",
        "instrument": form.instrument.id,
        "wave": said.get("wave") or "",
        "respondent": said.get("respondent") or "",
        "invited_on": said["invited"],
        "reminded_on": said.get("reminded"),
        "answered_on": form.answered,
    }


def _with_days(rows: Rows, forms: Forms) -> Rows:
    """The rows with the day their invitation was sent, also where another file says it."""
    day = {form.place: form.values.get("invited") for form in forms}
    places = rows.together("municipality", "invitation")
    return Rows(rows.template, {**rows.columns, "invited": [day.get(place) for place in places]}, rows.places)


def waves(context: Context) -> set[Wave]:
    """What the delivery takes the place of, whole: of every form that is sent here. Answers alone replace only theirs."""
    return {form.wave for form in context.forms if form.sent_here}


def months(code: str, context: Context) -> set[int]:
    """The months that a municipality's parents were asked or answered in: of nobody else does trust speak."""
    parents = [form for form in context.forms if form.place[0] == code and trusted(form)]
    days = [day for form in parents for day in (form.values.get("invited"), form.answered)]
    return {month_key(day) for day in days if day is not None}
