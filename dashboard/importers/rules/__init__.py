"""Every rule that a delivery is held against, one module each: a new rule is a module, and a line here."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.report import SEVERITIES
from dashboard.importers.rule import Rule
from dashboard.importers.rules import (
    accounts_disagree,
    answer_in_words,
    answer_out_of_range,
    answered_before_sent,
    answers_without_day,
    as_of_outside_year,
    child_missing,
    child_on_two_cases,
    closed_before_received,
    closed_before_since,
    contact_after_closed,
    contact_before_received,
    coordinator_missing,
    corrected_disagrees,
    date_after_as_of,
    date_in_future,
    date_unlikely_old,
    duplicate_answer,
    duplicate_case,
    duplicate_key,
    ending_no_success,
    ends_before_start,
    expected_missing,
    form_not_finished,
    help_ends_before_start,
    hours_above_full_time,
    hours_missing,
    hours_unknown_for,
    hours_without_cases,
    law_not_yet_in_force,
    new_until_before_start,
    no_contacts,
    old_law_new_grant,
    open_cases_drop,
    overlapping_hours,
    overlapping_services,
    population_jump,
    question_of_another_form,
    reason_missing,
    reason_while_open,
    received_on_one_day,
    reminded_before_sent,
    respondent_not_asked,
    rows_disagree,
    since_before_received,
    starts_far_ahead,
    sudden_drop,
    too_few_answers,
    unknown_case,
    unknown_form,
    unknown_function,
    unknown_invitation,
    unknown_question,
    unknown_service,
)
from dashboard.importers.template import Finding, Rows

# Errors come first: of a cell that has one nothing more is said (delivery.py).
RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted(
        (
            accounts_disagree.RULE,
            answer_in_words.RULE,
            answer_out_of_range.RULE,
            answered_before_sent.RULE,
            answers_without_day.RULE,
            as_of_outside_year.RULE,
            child_missing.RULE,
            child_on_two_cases.RULE,
            closed_before_received.RULE,
            closed_before_since.RULE,
            contact_after_closed.RULE,
            contact_before_received.RULE,
            coordinator_missing.RULE,
            corrected_disagrees.RULE,
            date_after_as_of.RULE,
            date_in_future.RULE,
            date_unlikely_old.RULE,
            duplicate_answer.RULE,
            duplicate_case.RULE,
            duplicate_key.RULE,
            ending_no_success.RULE,
            ends_before_start.RULE,
            expected_missing.RULE,
            form_not_finished.RULE,
            help_ends_before_start.RULE,
            hours_above_full_time.RULE,
            hours_missing.RULE,
            hours_unknown_for.RULE,
            hours_without_cases.RULE,
            law_not_yet_in_force.RULE,
            new_until_before_start.RULE,
            no_contacts.RULE,
            old_law_new_grant.RULE,
            open_cases_drop.RULE,
            overlapping_hours.RULE,
            overlapping_services.RULE,
            population_jump.RULE,
            question_of_another_form.RULE,
            reason_missing.RULE,
            reason_while_open.RULE,
            received_on_one_day.RULE,
            reminded_before_sent.RULE,
            respondent_not_asked.RULE,
            rows_disagree.RULE,
            since_before_received.RULE,
            starts_far_ahead.RULE,
            sudden_drop.RULE,
            too_few_answers.RULE,
            unknown_case.RULE,
            unknown_form.RULE,
            unknown_function.RULE,
            unknown_invitation.RULE,
            unknown_question.RULE,
            unknown_service.RULE,
        ),
        key=lambda rule: SEVERITIES.index(rule.severity),
    )
}


def broken(rows: Rows, context: Context) -> Iterator[tuple[Rule, Finding]]:
    """Everything that the rules of the rows' source find."""
    for rule in RULES.values():
        if rows.template.source in rule.fields:
            yield from ((rule, finding) for finding in rule.find(rows, context))
