"""A contact after the closing is no first contact of this case (database/rollup_contact.py)."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import before
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from before(rows, "closed", "contact")


RULE = Rule(
    code="contact_after_closed",
    severity="warning",
    message="The case was closed before the first contact. The row is kept.",
    fields={"cases": ("closed", "contact")},
    find=find,
    effect=Effect(
        ("time_to_first_contact",),
        "{n} case closed before its first contact is counted as closed without contact.",
        "{n} cases closed before their first contact are counted as closed without contact.",
    ),
)
