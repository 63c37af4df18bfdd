"""Endings that say nothing about the help: nobody may count them as cases that were completed."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.checks import said_once
from dashboard.importers.context import Context
from dashboard.importers.rule import Effect, Rule
from dashboard.importers.template import Finding, Rows

NO_SUCCESS = frozenset({"died", "turned_18", "moved"})  # of measures.CLOSE_REASONS


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    ended = [
        index
        for index, (reason, closed) in enumerate(rows.together("reason", "closed"))
        if closed is not None and reason in NO_SUCCESS
    ]
    yield from said_once(rows, ended)


RULE = Rule(
    code="ending_no_success",
    severity="info",
    message="Cases that ended with death, the 18th birthday or moving away: {count}.",
    fields={"cases": ("reason", "closed", "municipality")},
    find=find,
    effect=Effect(
        ("time_to_first_contact",),
        "{n} case that ended with death, the 18th birthday or moving away is not counted as completed.",
        "{n} cases that ended with death, the 18th birthday or moving away are not counted as completed.",
    ),
)
