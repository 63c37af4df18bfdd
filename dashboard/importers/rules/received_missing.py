"""Nobody wrote down when the case came: how long the family waited cannot be said, whose case it is can."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, day in enumerate(rows["received"]):
        if day is None:
            yield Finding(index, "received")


RULE = Rule(
    code="received_missing",
    severity="warning",
    message="The case has no day received. It still counts for its coordinator.",
    fields={"cases": ("received",)},
    find=find,
    effect=Effect(
        ("time_to_first_contact",),
        "{n} case without a day received is left out of First contact.",
        "{n} cases without a day received are left out of First contact.",
    ),
)
