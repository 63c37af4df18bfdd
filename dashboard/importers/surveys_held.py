"""The invitations that the data hold of those that a delivery speaks of."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from dashboard.database.tables import survey_answer, survey_invitation
from dashboard.importers.surveys_forms import Earlier, Place, Wave
from dashboard.importers.template import Rows

# The stored columns by what a row calls them.
_VALUES = {
    "team": survey_invitation.c.team_id,
    "programme": survey_invitation.c.programme_id,
    "target_group": survey_invitation.c.target_group,
    "instrument": survey_invitation.c.instrument,
    "wave": survey_invitation.c.wave,
    "respondent": survey_invitation.c.respondent,
    "invited": survey_invitation.c.invited_on,
    "reminded": survey_invitation.c.reminded_on,
    "answered": survey_invitation.c.answered_on,
}


def invitations(connection: sa.Connection, rows: Rows) -> Mapping[Place, Earlier]:
    """By municipality and key, with their answers."""
    wanted = set(rows.together("municipality", "invitation"))
    codes = sorted({code for code, _ in wanted if code is not None})
    i, a = survey_invitation.c, survey_answer.c
    answers: dict[Place, dict[int, int | None]] = {}
    said = sa.select(a.municipality_code, a.invitation_id, a.item, a.value).where(a.municipality_code.in_(codes))
    for code, key, item, value in connection.execute(said):
        if (code, key) in wanted:
            answers.setdefault((code, key), {})[item] = value
    sent = sa.select(i.municipality_code, i.invitation_id, *_VALUES.values()).where(i.municipality_code.in_(codes))
    return {
        (code, key): Earlier(dict(zip(_VALUES, values, strict=True)), answers.get((code, key), {}))
        for code, key, *values in connection.execute(sent)
        if (code, key) in wanted
    }


def waves(connection: sa.Connection) -> Mapping[Wave, int]:
    """How many invitations to each form each municipality sent on each day."""
    i = survey_invitation.c
    wave = (i.municipality_code, i.instrument, i.invited_on)
    return {(code, form, day): n for code, form, day, n in connection.execute(sa.select(*wave, sa.func.count()).group_by(*wave))}
