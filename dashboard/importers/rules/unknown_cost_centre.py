"""Each cost centre that the municipality's mapping has no target group for, once: it is listed, never guessed.

Nothing is said where there is no mapping, or of the months before it: there the accounts are not divided at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows

NONE = "–"  # of a posting without a cost centre


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, centre in enumerate(rows["cost_centre"]):
        if centre is not None:
            first.setdefault(centre, index)
    for (_code, centre), (n, ore) in sorted(context.unassigned.items()):
        values = {"centre": centre or NONE, "count": str(n), "amount_ore": str(ore)}
        yield Finding(first.get(centre, 0), "cost_centre" if centre in first else "", values, n)


RULE = Rule(
    code="unknown_cost_centre",
    severity="warning",
    message="Cost centre {centre} ({count} postings, {amount_ore}) has no target group in the mapping. Add it there.",
    fields={"ledger": ("cost_centre",), "cost_centres": ("cost_centre",)},
    find=find,
    effect=Effect(
        ("spending",),
        "{n} posting is in no target group when the accounts are divided by target group.",
        "{n} postings are in no target group when the accounts are divided by target group.",
    ),
)
