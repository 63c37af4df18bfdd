"""A family cannot have been met before the municipality had the case: one of the two days is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "contact", "received")


RULE = Rule(
    code="contact_before_received",
    severity="warning",
    message="First contact lies before the day received. The row is kept and counted as an error.",
    fields={"cases": ("contact", "received")},
    find=find,
    effect=Effect(
        ("time_to_first_contact",),
        "{n} case with first contact before the day received is left out of First contact.",
        "{n} cases with first contact before the day received are left out of First contact.",
    ),
)
