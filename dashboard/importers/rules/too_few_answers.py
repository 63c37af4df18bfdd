"""Parents who answered too few questions for a score; what they did answer is counted."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import by_municipality
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.surveys_answers import ITEMS
from dashboard.importers.surveys_forms import no_score, trusted
from dashboard.importers.template import Finding, Rows
from dashboard.measures import SURVEY_ITEMS_NEEDED


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    few = [form for form in context.forms if trusted(form) and form.answered and no_score(form)]
    for found in by_municipality(rows, (form.index for form in few)).values():
        yield Finding(found[0], "", {"count": str(len(found)), "needed": str(SURVEY_ITEMS_NEEDED)}, len(found))


RULE = Rule(
    code="too_few_answers",
    severity="info",
    message="Forms with fewer than {needed} answers to the questions of trust: {count}.",
    fields={"surveys": ("answered", *ITEMS)},
    find=find,
    effect=Effect(
        ("trust",),
        "{n} form with too few answers is in no score of Parents' trust.",
        "{n} forms with too few answers are in no score of Parents' trust.",
    ),
)
