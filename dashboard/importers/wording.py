"""The sentences of an import's report: what is wrong, in words that a caseworker understands, and what to do."""

from __future__ import annotations

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
    "nearest_template": "The headings are those of no template. The nearest is {template}: understood are {there}, and "
    "{lacking} is missing. Call the columns what the template calls them (trinvis template {template}), or map the file: "
    "trinvis profile new.",
    "fits_several": "The headings fit several templates alike: {templates}. Put the name of the right one in the file's "
    "name, or take out the columns that are not the template's.",
    "months_across": "There is a column for each month: {columns}. Write one row for each month, with the month in a column "
    "of its own.",
    "quarters_across": "There is a column for each quarter: {columns}. Accounts are read month by month: write one row for "
    "each month.",
    "years_across": "There is a column for each year: {columns}. Write one row for each year and month, with the amount in "
    "one column.",
    "budget_across": "There is a column for each month of a budget: {columns}. A budget is read by the year: use the template "
    "budget.",
    "cumulated_across": "The columns of the months ({columns}) look like the year to date. Deliver each month's own amounts.",
    "months_beside": "There is a column for each month ({columns}) beside a month or an amount. Keep one of them.",
    "months_twice": "The same month has several columns: {columns}. Keep the accounts alone, or write one row for each month.",
    "months_without_year": "There is a column for each month, but the file does not say which year they are of, or says "
    "several. Write the year in a column (Regnskabsår), or give it with --aar, for example --aar 2026.",
    "sum_across_disagrees": "The sum is not that of the months or rows that were read. Correct it, or take the sum out.",
    "no_rows": "There are no rows under the headings.",
    "missing_column": "The column “{column}” is missing.",
    "duplicate_column": "The column is there twice.",
    "near_heading": "The heading is none of the template's. Did you mean the column “{column}”? Then call it that. If it is "
    "something else, take it out of the file or give it another name, or map the file: trinvis profile new.",
    "other_side_missing": "The column “{column}” that belongs to it is missing. Deliver debit and credit, or one amount with "
    "its sign.",
    "credit_is_negative": "The amount on the credit side is negative, which can mean two things. Deliver one column of "
    "amounts in which income is negative.",
    "amount_beside_sides": "“{amount}” is not {columns} taken together. Keep one of them: one amount with its sign, or debit "
    "and credit.",
    "unknown_sign": "“{value}” says neither debit nor credit. Write D or K in every row.",
    "signs_unclear": "It cannot be told whether the amounts have their sign already: some on the credit side are negative, or "
    "all on the debit side. Deliver amounts in which income is negative, and leave the column out.",
    "sign_unused": "The column says debit and credit, and is not read. Call it D/K, and credit is subtracted; or leave it out "
    "where the amounts have their signs.",
    "kind_unused": "The column tells budget from accounts, and is not read. Call it Beløbstype, or take the budget's rows out.",
    "unit_unused": "The column says that amounts are in another unit or currency, and is not read. Deliver all amounts in "
    "kroner, without the column.",
    "columns_disagree": "“{first}” and “{second}” are the same column, but do not say the same here. Keep the right one.",
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
    "month_before_day": "“{value}” has the month before the day. So the other days of the column cannot be trusted either: write "
    "them all as 31-12-2025.",
    "bad_number": "“{value}” is not a number that can be used here.",
    "bad_year": "“{value}” is not a year.",
    "too_long": "The text is too long. Free text does not belong here.",
    "not_a_key": "“{value}” is not a key or code. Names and sentences do not belong here.",
    "formula": "“{value}” begins like a formula. Write it without =, +, - or @ in front.",
    "hours_out_of_range": "“{value}” hours a week is not possible. Write 0 to 40.",
    "free_text_answer": "The answer is free text, which does not belong here. Write the number, ved ikke, or nothing.",
    "answer_not_whole": "“{value}” is not a whole answer. A mean is nobody's answer: write the whole number that was chosen.",
    "answers_unused": "The answers in the column are not read: its heading is no question of the forms. Write the question as "
    "the form asks it, or Sp1, Sp2 …",
    "unknown_respondent": "“{value}” is not known. Write mor, far, anden, barn or medarbejder.",
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
    "debit_minus_credit": "Read as the amount: {debit} minus {credit}.",
    "credit_subtracted": "“{column}” says debit or credit: what is credit is subtracted.",
    "signs_already": "“{column}” says the same as the signs of the amounts, which are read as they stand.",
    "cumulated_unused": "“{column}” is not used: it looks like the year to date, and amounts are read month by month.",
    "budget_unused": "“{column}” is not used: the budget is delivered by the template budget, or with [amounts] in a profile "
    "(trinvis profile new).",
    "months_down": "Months across, read as a row for each: {columns}.",
    "months_empty": "Months without any amount are left out: {columns}.",
    "headings_again": "The headings stand there again and are left out: row {rows}.",
    "near_column": "“{heading}” is not used. If it is the column “{column}”, then call it that.",
    "in_thousands": "Read as thousands of kroner: {columns}.",
    "year_from_name": "The year {year} was read from the file's name.",
    "year_given": "The year {year} was given and is used; the file's name says {named}.",
    "year_not_used": "The file says its own years; the year {year} that was given is not used.",
    **statbank.REMARKS,
    **profiles.REMARKS,
    **dst.REMARKS,
    "year_end_periods": "{count} rows of the periods 13-16 (after the year's end) are counted in December.",
    "already_loaded": "Already loaded: nothing is changed.",
    "more_faults": "{count} more faults are not shown.",
}

SOURCE_NAMES: dict[str, str] = {
    "published": "StatBank, published by Danmarks Statistik",
    "cases": "Case list",
    "contacts": "Contacts with families",
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
    """An amount comes as øre and is written as the reader's language writes money."""
    written = {key: _money(text) if key.endswith("_ore") else text for key, text in values.items()}
    return _(message, **written)


def _money(ore: str) -> str:
    return formats.kroner(int(ore), 2) if ore else "–"
