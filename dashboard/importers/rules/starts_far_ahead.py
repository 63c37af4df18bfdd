"""Hours are typed when something changes: a start years ahead is most often a slip of the keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.importers.checks import after
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from after(rows, "start", context.today + dt.timedelta(days=366))


RULE = Rule(
    code="starts_far_ahead",
    severity="warning",
    message="The hours begin more than a year from now. Is the year right?",
    fields={"coordinators": ("start",)},
    find=find,
    effect=Effect(
        ("caseload",),
        "{n} coordinator’s hours do not count yet.",
        "{n} coordinators’ hours do not count yet.",
    ),
)
