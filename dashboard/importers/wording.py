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
    "xls": "The file is an old Excel file (.xls). Open it in Excel and save it as .xlsx.",
    "password": "The file has a password. Save it as .xlsx without one.",
    "open_document": "The file is an OpenDocument spreadsheet (.ods). Save it as .xlsx.",
    "binary_workbook": "The file is a binary workbook (.xlsb). Save it as an ordinary .xlsx.",
    "xml_spreadsheet": "The file is XML Spreadsheet 2003, not a workbook. Open it in Excel and save it as .xlsx.",
    "html_table": "The file is a web page (HTML), whatever its name says, as SAP exports them. Open it in Excel and save it "
    "as .xlsx.",
    "archive": "The file is a packed archive. Unpack it, and give the files in it.",
    "no_workbook": "The file is no workbook. Save the table as .xlsx or CSV.",
    "no_table": "The file is a document or a picture. Save the table as .xlsx or CSV.",
    "too_many_columns": "Row {row} has something beyond column {most}. Remove what is not needed, and try again.",
    "encoding": "The letters in row {row} cannot be read for certain: the encoding is unknown, or there are several. Save "
    "the file as CSV UTF-8, and try again.",
    "stray_nul": "In row {row} is a sign that no text has (NUL). Save the file as CSV UTF-8, and try again.",
    "quotes": "In row {row} a quotation mark is not closed, or stands inside a cell. Remove it, or save the file again from "
    "Excel.",
    "other_sign": "The cells are separated by “{sign}”. Save the file with a semicolon, or as .xlsx.",
    "broken_letters_in_row": "Row {row} has letters that were lost on the way: “{value}”. Save the file as CSV UTF-8 from "
    "where it came.",
    "broken_heading": "The heading has lost a letter on the way; “{meant}” may be meant. Save the file as CSV UTF-8 from "
    "where it came, or correct the heading.",
    "copy": "The sheet is a copy of {file}, and is counted once.",
    "says_the_same": "The rows say exactly what {file} says, and yet it is not a copy of it. Remove the one, or take in a "
    "column that tells them apart.",
    # A workbook
    "hidden_sheets": "Only hidden sheets are recognised: {sheets}. Say with --skjulte med (on the page: Hidden rows and "
    "sheets) that they are to be taken in, or show the sheet that is meant.",
    "hidden_rows": "Hidden rows with data, by a filter or by hand: {count}; the first is row {row}. Say with --skjulte med or "
    "--skjulte uden (on the page: Hidden rows and sheets) whether they are to be taken in.",
    "hidden_columns": "Hidden columns that would be read: {columns}. Say with --skjulte med or --skjulte uden (on the page: "
    "Hidden rows and sheets) whether they are to be taken in.",
    "formula_without_value": "The value of the formula in {cell} is not in the file (such formulas in the column: {count}). "
    "Open it in Excel and save it: then the values are there.",
    "merged_cells": "The cells {area} are merged (“{value}”). Split them, and write the value in each row.",
    "merged_heading": "The heading stands over several columns ({area} is merged). Split it, and give each column its own.",
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
    "serial_day": "“{value}” is the number by which Excel keeps a date. Show the whole column as dates in Excel, and save.",
    "excel_error": "“{value}” is an error in Excel, not a value. Correct the formula, or empty the cell.",
    "truth_value": "“{value}” is a truth value, which does not belong here.",
    "broken_letters": "“{value}” has letters that were lost on the way. Save the file as CSV UTF-8 from where it came, or "
    "correct the cell.",
    "bad_number": "“{value}” is not a number that can be used here.",
    "bad_year": "“{value}” is not a year.",
    "too_long": "The text is too long. Free text does not belong here.",
    "not_a_key": "“{value}” is not a key or code. Names and sentences do not belong here.",
    "formula": "“{value}” begins like a formula. Write it without =, +, - or @ in front.",
    "hours_out_of_range": "“{value}” hours a week is not possible. Write 0 to 40.",
    "free_text_answer": "The answer is free text, which does not belong here. Write the number, ved ikke, or nothing.",
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
    "in_thousands": "Read as thousands of kroner: {columns}.",
    "year_from_name": "The year {year} was read from the file's name.",
    "year_given": "The year {year} was given and is used; the file's name says {named}.",
    "year_not_used": "The file says its own years; the year {year} that was given is not used.",
    **statbank.REMARKS,
    **profiles.REMARKS,
    **dst.REMARKS,
    "year_end_periods": "{count} rows of the periods 13-16 (after the year's end) are counted in December.",
    "already_loaded": "Already loaded: nothing is changed.",
    "encoding_read": "The letters were read as {encoding}.",
    "encoding_twice": "The letters had been turned into UTF-8 twice; they were read as they were meant.",
    "hidden_sheets_left_out": "Hidden sheets are not taken in (rows in brackets): {sheets}.",
    "hidden_sheets_taken": "Hidden sheets are taken in, too (rows in brackets): {sheets}.",
    "sheets_not_used": "Sheets that are no template's are not used (rows in brackets): {sheets}.",
    "hidden_rows_left_out": "Hidden rows are left out: {count}; the first is row {row}.",
    "hidden_rows_taken": "Hidden rows are taken in, too: {count}; the first is row {row}.",
    "hidden_columns_left_out": "Hidden columns are left out: {columns}.",
    "hidden_columns_taken": "Hidden columns are taken in, too: {columns}.",
    "merged_filled": "Merged cells are written out, in every row that they cover: {columns} ({count}).",
    "serial_days": "Read as dates, though Excel shows numbers there: {columns}. The first is {day}.",
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
