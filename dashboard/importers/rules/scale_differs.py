"""A heading that names another scale than the form's: its numbers mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.surveys_answers import ITEMS
from dashboard.importers.template import Finding, Rows

_SCALE = re.compile(r"[\[(](?:skala(?:en)?:? )?(?:fra )?(\d{1,2}) ?(?:-|–|til) ?(\d{1,2})[\])]", re.IGNORECASE)


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for form in context.forms:
        if form.instrument is None:
            continue
        own = form.instrument.scale.low, form.instrument.scale.high
        for said in form.said:
            named = _SCALE.search(said.named)
            if named and (int(named[1]), int(named[2])) != own:
                scales = {"scale": f"{named[1]}-{named[2]}", "own": f"{own[0]}-{own[1]}", "form": form.instrument.id}
                yield Finding(said.index, said.key, scales)


RULE = Rule(
    code="scale_differs",
    severity="error",
    message="The heading says the scale {scale}, but the form {form} has {own}. Which form is it? Write it in the column Skema.",
    fields={"surveys": ("reply", *ITEMS)},
    find=find,
)
