"""Fewer than half of the invitations that the same wave had, or the wave before it of the same form."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import fewer, of_the_same_or_last
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.surveys_forms import Wave
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    sent: dict[Wave, list[int]] = {}
    for form in context.forms:
        if form.sent_here and form.instrument is not None:
            sent.setdefault(form.wave, []).append(form.index)
    for (code, instrument, day), found in sent.items():
        held = {
            at: n
            for (place, name, at), n in context.before.waves.items()
            if (place, name) == (code, instrument) and at is not None
        }
        if day is not None:
            yield from fewer(found[0], len(found), of_the_same_or_last([day], held))


RULE = Rule(
    code="invitations_drop",
    severity="warning",
    message="The wave has {count} invitations, the last one had {before}. Is it whole?",
    fields={"surveys": ("invitation", "invited", "instrument", "municipality")},
    find=find,
    effect=Effect(
        ("trust",),
        "{n} invitation fewer than in the last delivery counts in the response rate.",
        "{n} invitations fewer than in the last delivery count in the response rate.",
    ),
)
