"""What a rule may take as known: what the data hold, and what comes with the same command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from dashboard.importers import cost_centres
from dashboard.importers.cases import last_day
from dashboard.importers.context import Before, Context
from dashboard.importers.template import Rows


def with_known(context: Context, rows: Mapping[str, Rows], before: Before) -> Context:
    """The context of the rules; before: what the data hold of the sources in hand."""
    centres = cost_centres.known(rows.get("cost_centres"), before.centres)
    unassigned = cost_centres.unassigned(centres, before.posted)
    context = replace(context, before=before, cases=before.cases, on_cases=before.on_cases)
    context = replace(context, centres=centres, unassigned=unassigned)
    if "coordinators" in rows:
        delivered = rows["coordinators"].together("municipality", "coordinator")
        context = replace(context, coordinators=context.coordinators | set(delivered))
    return _with_cases(context, rows["cases"]) if "cases" in rows else context


def listed_on(rows: Rows, context: Context) -> dt.date | None:
    """The day that a case list describes, where nobody has said it."""
    last = last_day(rows)
    return last if last is not None and last <= context.today else None


def _with_cases(context: Context, rows: Rows) -> Context:
    """Of the cases in its municipalities a list's word counts."""
    delivered = set(rows["municipality"])
    numbered = rows.together("municipality", "case", "coordinator", "closed")
    cases = {pair for pair in context.cases if pair[0] not in delivered} | {(code, case) for code, case, *_ in numbered}
    on_cases = {pair for pair in context.on_cases if pair[0] not in delivered}
    on_cases |= {(code, who) for code, _, who, closed in numbered if who is not None and closed is None}
    return replace(context, as_of=context.as_of or listed_on(rows, context), cases=frozenset(cases), on_cases=frozenset(on_cases))
