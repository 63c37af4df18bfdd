"""The sentences of an import's report: what is wrong, in words that a caseworker understands, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dashboard.importers.dst import wording as dst
from dashboard.importers.profiles import wording as profiles
from dashboard.importers.report import Fault, Remark
from dashboard.importers.rules import RULES
from dashboard.importers.statbank import wording as statbank
from dashboard.instruments import PROBLEMS
from dashboard.language import _, formats

# What cannot be read; the rules (rules/) bring their own sentences.
FAULTS: dict[str, str] = {
    # The file
    "not_found": "The file is not there.",
    "cannot_open": "The file cannot be opened. Is it open in another program?",
    "unreadable": "The file cannot be read. Save it again as .xlsx or CSV.",
    "old_excel": "The file is an old Excel file or has a password. Save it as .xlsx without a password.",
    "changed_meanwhile": "The file was changed while it was being read. Try again when nobody writes it.",
    "too_large": "The file is too large.",
    "not_recognised": "The headings are not those of any template. See: trinvis template.",
    "no_rows": "There are no rows under the headings.",
    "missing_column": "The column “{column}” is missing.",
    "duplicate_column": "The column is there twice.",
    "too_many_cells": "The row has more cells than there are headings.",
    "year_needed": "The file does not say which year it is of. Give it with --aar, for example --aar 2024.",
    "municipality_needed": "The file does not say which municipality it is of. Give it with --kommune.",
    "municipality_not_known": "“{value}” is not a Danish municipality.",
    "as_of_in_future": "The day given with --pr is in the future.",
    # A database
    "query_url": "The database's address cannot be read. Write it as postgresql+psycopg://user:password@host/database.",
    "query_driver": "There is no driver for {name} here. Ask whoever runs the server to install one.",
    "query_connection": "There is no connection to {name}. Check the address, the account and the network.",
    "query_failed": "The database refused the query: {reason}",
    "query_too_large": "The query gives more than {count} rows. Ask for fewer years or departments at a time.",
    "query_cell": "The column “{column}” holds files or pictures. Leave it out of the query.",
    **profiles.FAULTS,
    **dst.FAULTS,
    # CPR numbers
    "cpr": "It looks like a CPR number. The file is refused; nothing of it is kept. Use a key with a letter in it.",
    "cpr_in_heading": "A heading looks like a CPR number. The file is refused; nothing of it is kept.",
    "cpr_in_file_name": "The file's name looks like it has a CPR number in it. The file is refused.",
    "cpr_in_sheet_name": "A sheet's name looks like it has a CPR number in it. The file is refused.",
    "cpr_somewhere": "The sheet holds something that looks like a CPR number. The file is refused.",
    "personal_column": "The column names persons. Remove it from the file and try again; nothing of it is kept.",
    # A cell
    "missing_value": "The cell is empty, but must be filled in.",
    "bad_date": "“{value}” is not a date. Write it as 31-12-2025.",
    "bad_number": "“{value}” is not a number that can be used here.",
    "bad_year": "“{value}” is not a year.",
    "too_long": "The text is too long. Free text does not belong here.",
    "not_a_key": "“{value}” is not a key or code. Names and sentences do not belong here.",
    "formula": "“{value}” begins like a formula. Write it without =, +, - or @ in front.",
    "hours_out_of_range": "“{value}” hours a week is not possible. Write 0 to 40.",
    "free_text_answer": "The answer is free text, which does not belong here. Write the number, ved ikke, or nothing.",
    "unknown_respondent": "“{value}” is not known. Write mor, far, anden, barn or medarbejder.",
    "unknown_role": "“{value}” is not known. Write primær, dækning or ukendt.",
    "unknown_wave": "“{value}” is not known. Write T0 (før), T1 (undervejs) or T2 (efter).",
    "impossible_account": "“{value}” is not an account. Write it as 528211003 or 5.28.21.",
    "unknown_amount_kind": "“{value}” is not a kind of amount. Write regnskab, oprindeligt, tillæg, korrigeret or forventet.",
    "unknown_close_reason": "“{value}” is not a known reason for closing a case.",
    "unknown_target_group": "“{value}” is not a known target group. Write handicap or familie.",
    "unknown_division": "“{value}” is not a known target group. Write handicap, familie or fælles.",
    "unknown_municipality": "“{value}” is not a Danish municipality.",
    **statbank.FAULTS,
}

REMARKS: dict[str, str] = {
    "ignored_columns": "Not used: {columns}.",
    "in_thousands": "Read as thousands of kroner: {columns}.",
    "year_from_name": "The year {year} was read from the file's name.",
    "year_given": "The year {year} was given and is used; the file's name says {named}.",
    "year_not_used": "The file says its own years; the year {year} that was given is not used.",
    **statbank.REMARKS,
    **profiles.REMARKS,
    **dst.REMARKS,
    "year_end_periods": "{count} rows of the periods 13-16 (after the year's end) are counted in December.",
    "already_loaded": "Already loaded: nothing is changed.",
    "list_changes": "{municipality}, since the list of {since_day}: {new} new, {handed_over} handed over, {closed} closed, {unlisted} no longer on the list.",
    "more_faults": "{count} more faults are not shown.",
}

SOURCE_NAMES: dict[str, str] = {
    "published": "StatBank, published by Danmarks Statistik",
    "cases": "Case list",
    "contacts": "Contacts with families",
    "assignments": "History of assignments",
    "coordinators": "Coordinators and hours",
    "ledger": "Ledger",
    "cost_centres": "Cost centres by target group",
    "budget": "Budget",
    "surveys": "Survey",
    "population": "Population",
    "services": "Services granted",
    **dst.SOURCE_NAMES,
}


_FAULTS = FAULTS | PROBLEMS


def fault_text(fault: Fault) -> str:
    """The rule's own sentence, or that of what could not be read."""
    rule = RULES.get(fault.code)
    return _filled(rule.message if rule else _FAULTS[fault.code], fault.values)


def remark_text(remark: Remark) -> str:
    return _filled(REMARKS[remark.code], remark.values)


def _filled(message: str, values: Mapping[str, str]) -> str:
    """An amount comes as øre, a day as ISO: they are written as the reader's language writes them."""
    return _(message, **{key: _written(key, text) for key, text in values.items()})


def _written(key: str, text: str) -> str:
    if key.endswith("_day"):
        return formats.date(dt.date.fromisoformat(text))
    return _money(text) if key.endswith("_ore") else text


def _money(ore: str) -> str:
    return formats.kroner(int(ore), 2) if ore else "–"
