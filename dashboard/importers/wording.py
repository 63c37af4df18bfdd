"""The sentences of an import's report: what is wrong, in words that a caseworker understands, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dashboard.importers.again import wording as again
from dashboard.importers.dst import wording as dst
from dashboard.importers.profiles import wording as profiles
from dashboard.importers.report import Fault, Remark
from dashboard.importers.rules import RULES
from dashboard.importers.statbank import wording as statbank
from dashboard.instruments import PROBLEMS
from dashboard.language import _, formats

TOO_MUCH = (
    "To read what was sent takes more memory or time than it may. Nothing has been changed. Send one file at a time, leave "
    "out the columns that are not used, or divide it by year or month."
)
# What cannot be read; the rules (rules/) bring their own sentences.
FAULTS: dict[str, str] = {
    # The file
    "not_found": "The file is not there.",
    "cannot_open": "The file cannot be opened. Is it open in another program?",
    "unreadable": "The file cannot be read. Save it again as .xlsx or CSV.",
    "old_excel": "The file is an old Excel file or has a password. Save it as .xlsx without a password.",
    "changed_meanwhile": "The file was changed while it was being read. Try again when nobody writes it.",
    "too_large": "The file is too large.",
    "too_much": TOO_MUCH,
    "cell_too_long": "Row {row} has a cell with more than 131,072 letters. Is it another kind of file, or is a quotation mark missing?",
    "too_many_rows": "The file has more than {most} rows. Divide it by year or month. A ledger may have more, when it is saved as CSV UTF-8.",
    "file_of_many_cells": "The file has more than {most} cells. Leave out the columns that are not used, or divide it by year or month.",
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
    "same_amounts": "The sheet holds exactly the amounts of {file}. Is it a copy, remove it; is it of another team or place, take "
    "in a column that tells them apart, such as the cost centre.",
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
    "not_yours": "The file holds data of a municipality that you may not deliver for. Nothing of it has been looked at.",
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
    "cpr": "It looks like a CPR number. The file is refused; nothing of it is kept. Use a key with a letter between its digits.",
    "cpr_in_heading": "A heading looks like a CPR number. The file is refused; nothing of it is kept.",
    "cpr_in_file_name": "The file's name looks like it has a CPR number in it. The file is refused.",
    "cpr_in_sheet_name": "A sheet's name looks like it has a CPR number in it. The file is refused.",
    "cpr_somewhere": "The sheet holds something that looks like a CPR number. The file is refused.",
    "cpr_in_comment": "A comment in the workbook looks like it holds a CPR number. Delete it, save, and try again.",
    "cpr_in_properties": "The workbook's properties look like they hold a CPR number. Remove them under File > Info, save, and try again.",
    "cpr_in_header": "A header or footer of the workbook looks like it holds a CPR number. Remove it, save, and try again.",
    "cpr_in_formula": "A formula, a name, a list of choices or a rule in the workbook looks like it holds a CPR number. Copy the table to a new workbook as values, and send that.",
    "cpr_in_link": "A link in the workbook looks like it holds a CPR number. Remove the link, save, and try again.",
    "cpr_in_drawing": "A drawing, a text box or a chart in the workbook looks like it holds a CPR number. Delete it, save, and try again.",
    "cpr_in_copy": "Behind a table, a pivot or a link to another file the workbook keeps something that looks like a CPR number. Copy the table to a new workbook as values, and send that.",
    "cpr_in_guide": "The sheet with the guide looks like it holds a CPR number. Delete the sheet, save, and try again.",
    "personal_column": "The column names persons. Remove it from the file and try again; nothing of it is kept.",
    # A cell
    "missing_value": "The cell is empty, but must be filled in.",
    "bad_date": "“{value}” is not a date. Write it as 31-12-2025.",
    "serial_day": "“{value}” is the number by which Excel keeps a date. Show the whole column as dates in Excel, and save.",
    "excel_error": "“{value}” is an error in Excel, not a value. Correct the formula, or empty the cell.",
    "truth_value": "“{value}” is a truth value, which does not belong here.",
    "broken_letters": "“{value}” has letters that were lost on the way. Save the file as CSV UTF-8 from where it came, or "
    "correct the cell.",
    "month_before_day": "“{value}” has the month before the day. So the other days of the column cannot be trusted either: write "
    "them all as 31-12-2025.",
    "bad_number": "“{value}” is not a number that can be used here.",
    "other_decimal_sign": "“{value}” does not fit the other numbers of the file, or the sign before decimals that was given. Write them all alike.",
    "which_decimal_sign": "“{value}” can be {komma} or {punktum}. Say which sign stands before the decimals: --decimaltegn komma or --decimaltegn punktum, or the choice on the page.",
    "decimal_signs_differ": "“{value}” and “{other}” (row {row}, column {column}) have different signs before their decimals. Draw the file again with one of them.",
    "many_decimals": "“{value}” has more decimals than øre. Round it, or say with --decimaltegn which sign stands before the decimals.",
    "unit_in_cell": "What stands beside the number in “{value}” is not understood. Write the number alone, or with kr., t.kr. or mio. kr.",
    "unit_in_title": "The line above the headings seems to say a unit that is not understood: “{value}”. Write it as for example “Beløb i 1.000 kr.”.",
    "unit_below": "The line below the rows says in what the amounts are. Write it in the heading of the column instead.",
    "units_differ": "The amounts are said to be in more than one unit. Let heading, title and cells say the same.",
    "units_mixed": "“{value}” has no unit, but other amounts in the column have. Write the unit in the heading, and numbers alone in the cells.",
    "foreign_currency": "The amounts are in another country's money. Draw the file in Danish kroner.",
    "heading_unclear": "“{part}” in the heading may change what the numbers mean, and is not understood. Draw the column without it, or take it out of the heading if it changes nothing.",
    "year_to_date": "The column is added up since January (year to date). Draw what each month has by itself.",
    "title_to_date": "The line above the headings says that amounts are added up since January. Draw each month by itself; if they are, take the line out.",
    "unit_in_name": "The name says “{unit}”, and the amounts are not read as that. Write the unit in the heading of the amounts, "
    "e.g. Beløb ({unit}), or take it out of the name.",
    "name_to_date": "The name says that amounts are added up since January. Draw each month by itself; if they are, call the file "
    "and the sheet something else.",
    "subtotal": "“{value}” says that the row is the sum of others. Take the rows with sums out of the file, or they count twice.",
    "total_differs": "The row says {said_ore}, but the rows above come to {found_ore}. Draw the file again.",
    "bad_year": "“{value}” is not a year.",
    "too_long": "The text is too long. Free text does not belong here.",
    "not_a_key": "“{value}” is not a key or code. Names and sentences do not belong here.",
    "signs_in_key": "“{value}” has signs that a key or code may not have. Letters, digits and - _ . , / # + & § are allowed.",
    "signs_in_name": "“{value}” has signs that a name may not have: tags or invisible signs. Take them out.",
    "not_our_key": "“{value}” is not written like this municipality's keys, by TRINVIS_KEY_PATTERN.",
    "date_as_key": "“{value}” is a date. Excel has made one of a number or an account: format the column as text, and draw the file again.",
    "power_as_key": "“{value}” is a large number that Excel has cut off. Format the column as text, and draw the file again.",
    "fraction_as_key": "“{value}” is a number with decimals, and no number of a case or account. Format the column as text, and draw the file again.",
    "key_alone": "The row holds “{value}” and nothing else, which is no case. Fill it in, or take the row out.",
    "formula": "“{value}” begins like a formula. Write it without =, +, - or @ in front.",
    "hours_out_of_range": "“{value}” hours a week is not possible. Write 0 to 40.",
    "free_text_answer": "The answer is free text, which does not belong here. Write the number, ved ikke, or nothing.",
    "answer_not_whole": "“{value}” is not a whole answer. A mean is nobody's answer: write the whole number that was chosen.",
    "answers_unused": "The answers in the column are not read: its heading is no question of the forms. Write the question as "
    "the form asks it, or Sp1, Sp2 …",
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
    **again.FAULTS,
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
    "near_column": "“{heading}” is not used. If it is the column “{column}”, then call it that.",
    "in_thousands": "Read as thousands of kroner: {columns}.",
    "in_millions": "Read as millions of kroner: {columns}.",
    "in_billions": "Read as billions of kroner: {columns}.",
    "in_ore": "Read as øre: {columns}.",
    "rounded_to_ore": "{count} amounts had more decimals than øre and were rounded: {columns}.",
    "heading_part": "Of the heading “{column}”, “{part}” is not used.",
    "rows_no_data": "{count} rows hold no data and are left out (headings again, footers): row {rows}.",
    "rows_of_sums": "{count} rows say what the others come to, and are left out: row {rows}.",
    "year_from_name": "The year {year} was read from the file's name.",
    "year_given": "The year {year} was given and is used; the file's name says {named}.",
    "year_not_used": "The file says its own years; the year {year} that was given is not used.",
    **statbank.REMARKS,
    **profiles.REMARKS,
    **dst.REMARKS,
    **again.REMARKS,
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
    """Amounts come as øre, days as ISO and changes encoded, and are written as the reader's language writes them."""
    return _(message, **{key: _written(key, text) for key, text in values.items()})


def _written(key: str, text: str) -> str:
    if key.endswith("_ore"):
        return _money(text)
    if key == "most":
        return formats.number(float(text))
    if key == "changes":
        return again.written(text)
    if key.endswith("_day"):
        return formats.date(dt.date.fromisoformat(text))
    return again.day_words(text) if key.endswith("_on") else text


def _money(ore: str) -> str:
    return formats.kroner(int(ore), 2) if ore else "–"
