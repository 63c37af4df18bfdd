"""What would disappear where a list, a round of a survey, a system's services or a year's population is delivered again.

Each delivery is taken for whole, so one with a filter left on takes away what is not in it. A little goes every month; what
takes away more than a quarter is asked about. A case list may have more that are new than went, so there it is also asked
when half of the open cases are gone without having been closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.database.tables import service, survey_invitation
from dashboard.database.versions import Version
from dashboard.importers.again.say import Said
from dashboard.importers.context import Context
from dashboard.importers.lists_held import changes
from dashboard.importers.surveys_forms import Wave
from dashboard.importers.template import Rows
from dashboard.language import formats

FEWEST = 10  # held: below it a quarter is chance
SHARE_GONE, SHARE_UNLISTED = 0.25, 0.5


def say_others(rows: Mapping[str, Rows], version: Version, context: Context) -> Iterator[Said]:
    """version: what counts now, with own facts. What is only added to takes nothing away."""
    kinds = (
        ("cases", _cases),
        ("coordinators", _coordinators),
        ("surveys", _waves),
        ("services", _services),
        ("population", _persons),
    )
    for source, find in kinds:
        if source in rows and rows[source].places:
            part = rows[source].places[0][0]
            with version.engine.connect() as connection:
                for code, values in find(connection, rows[source], context):
                    yield Said(part, code, values)


Found = Iterator[tuple[str, dict[str, str]]]


def _many(gone: int, held: int, share: float = SHARE_GONE) -> bool:
    return held >= FEWEST and gone > share * held


def _cases(_connection: sa.Connection, rows: Rows, context: Context) -> Found:
    if context.choices.again == "erstat":
        return
    listed = Counter(rows["municipality"])
    for code, earlier in sorted(context.before.lists.items()):
        was_open = sum(not closed for _who, closed in earlier.cases.values())
        unlisted = changes(rows, code, earlier).unlisted
        held = len(earlier.cases)
        if _many(held - listed[code], held) or _many(unlisted, was_open, SHARE_UNLISTED):
            counts = {"held": formats.number(held), "count": formats.number(listed[code])}
            yield "cases_would_go", {"place": _name(code), **counts, "unlisted": formats.number(unlisted)}


def _coordinators(_connection: sa.Connection, rows: Rows, context: Context) -> Found:
    if context.choices.again == "erstat":
        return
    for code, n in sorted(Counter(code for code in rows["municipality"] if code is not None).items()):
        held = context.before.rows.get(("coordinators", code), 0)
        if _many(held - n, held):
            counts = {"held": formats.number(held), "count": formats.number(n)}
            yield "hours_would_go", {"place": _name(code), **counts}


def _waves(connection: sa.Connection, rows: Rows, context: Context) -> Found:
    """Of every form's round that is sent here: invitations that are not in it, and answers that nobody brings again."""
    answered = {form.place: form.answered is not None for form in context.forms}
    sent = {form.wave for form in context.forms if form.sent_here}
    i = survey_invitation.c
    held = sa.select(i.municipality_code, i.invitation_id, i.instrument, i.invited_on, i.answered_on)
    lost, all_held = dict[Wave, list[int]](), dict[Wave, list[int]]()
    for code, key, instrument, invited, answered_on in connection.execute(
        held.where(i.municipality_code.in_(sorted({code for code, _form, _day in sent})))
    ):
        wave, place = (code, instrument, invited), (code, key)
        of_all = all_held.setdefault(wave, [0, 0])
        of_all[0] += 1
        of_all[1] += answered_on is not None
        if place not in answered and (wave not in sent or context.choices.again == "suppler"):
            continue
        of_wave = lost.setdefault(wave, [0, 0])
        of_wave[0] += place not in answered
        of_wave[1] += answered_on is not None and not answered.get(place, False)
    for wave, (invitations, answers) in sorted(lost.items(), key=repr):
        code, _instrument, day = wave
        if day is not None and (invitations or answers):
            counts = {"invitations": formats.number(invitations), "answers": formats.number(answers)}
            many = any(_many(*one) for one in zip((invitations, answers), all_held[wave], strict=True))
            said = "wave_would_go" if many and not context.choices.again else "wave_replaced"
            yield said, {"place": _name(code), "sent_on": day.isoformat(), **counts}


def _services(connection: sa.Connection, rows: Rows, context: Context) -> Found:
    if context.choices.again == "suppler":
        return
    delivered = {(code, system or "", key) for code, system, key in rows.together("municipality", "system", "service")}
    systems = {(code, system) for code, system, _key in delivered}
    s = service.c
    held = connection.execute(sa.select(s.municipality_code, s.system, s.service_id)).all()
    gone = Counter(
        (code, system)
        for code, system, key in held
        if (code, system) in systems and (code, system, key) not in delivered
    )
    all_held = Counter((code, system) for code, system, _key in held)
    for (code, system), n in sorted(gone.items()):
        many = _many(n, all_held[code, system]) and not context.choices.again
        yield "services_would_go" if many else "services_gone", {"place": _name(code), "count": formats.number(n), "system": system or "–"}


def _persons(_connection: sa.Connection, rows: Rows, context: Context) -> Found:
    """A year's population that falls by more than a quarter is another place's, or a part of the ages."""
    for code, year, persons in rows.together("municipality", "year", "persons"):
        before = context.before.persons.get((code, year))
        if before is not None and persons is not None and before != persons:
            numbers = {"before": formats.number(before), "after": formats.number(persons)}
            many = _many(before - persons, before) and context.choices.again != "erstat"
            yield "persons_would_go" if many else "persons_changed", {"place": _name(code), "year": str(year), **numbers}


def _name(code: str) -> str:
    return MUNICIPALITIES[code].name if code in MUNICIPALITIES else code
