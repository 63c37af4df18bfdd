"""Fewer than half of the services that the same system delivered last: most often an export with a filter left on."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import fewer
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    delivered: dict[tuple[str, str], list[int]] = {}
    for index, (code, system) in enumerate(rows.together("municipality", "system")):
        delivered.setdefault((code or "", system or ""), []).append(index)
    for which, found in delivered.items():
        yield from fewer(found[0], len(found), context.before.services.get(which, 0))


RULE = Rule(
    code="services_drop",
    severity="warning",
    message="The delivery has {count} services, the last one of the same system had {before}. Is it whole?",
    fields={"services": ("municipality", "system")},
    find=find,
    effect=Effect(
        (),
        "{n} service of the last delivery is gone from the data.",
        "{n} services of the last delivery are gone from the data.",
    ),
)
