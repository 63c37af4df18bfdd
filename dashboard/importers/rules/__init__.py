"""Every rule that a delivery is held against, one module each: a new rule is a module, and a line here."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.report import SEVERITIES
from dashboard.importers.rule import Rule
from dashboard.importers.rules import (
    accounts_disagree,
    answered_before_sent,
    answers_without_day,
    closed_before_received,
    closed_before_since,
    contact_after_closed,
    contact_before_received,
    date_after_as_of,
    date_in_future,
    duplicate_case,
    duplicate_key,
    ends_before_start,
    hours_missing,
    hours_unknown_for,
    overlapping_hours,
    reason_missing,
    reason_while_open,
    since_before_received,
    unknown_function,
)
from dashboard.importers.template import Finding, Rows

# Errors come first: of a cell that has one nothing more is said (delivery.py).
RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted(
        (
            accounts_disagree.RULE,
            answered_before_sent.RULE,
            answers_without_day.RULE,
            closed_before_received.RULE,
            closed_before_since.RULE,
            contact_after_closed.RULE,
            contact_before_received.RULE,
            date_after_as_of.RULE,
            date_in_future.RULE,
            duplicate_case.RULE,
            duplicate_key.RULE,
            ends_before_start.RULE,
            hours_missing.RULE,
            hours_unknown_for.RULE,
            overlapping_hours.RULE,
            reason_missing.RULE,
            reason_while_open.RULE,
            since_before_received.RULE,
            unknown_function.RULE,
        ),
        key=lambda rule: SEVERITIES.index(rule.severity),
    )
}


def broken(rows: Rows, context: Context) -> Iterator[tuple[Rule, Finding]]:
    """Everything that the rules of the rows' source find."""
    for rule in RULES.values():
        if rows.template.source in rule.fields:
            yield from ((rule, finding) for finding in rule.find(rows, context))
