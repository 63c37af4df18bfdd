"""What is said of StatBank's files: faults, and what the reader of their figures must know."""

from __future__ import annotations

FAULTS: dict[str, str] = {
    "unknown_place": "“{value}” is not a Danish municipality, region or group of municipalities.",
    "unknown_unit": "“{value}” is not one of the table's units.",
    "unknown_art": "“{value}” is not one of the table's kinds of spending.",
    "unknown_category": "“{value}” is not one of the table's categories. Fetch the table with codes.",
    "bad_period": "“{value}” is not one of the table's periods.",
    "duplicate_figure": "The same figure is already in row {row}.",
    "english_table": "The table is in English and cannot be read for certain. Fetch it in Danish, or with codes, as CSV.",
    "no_such_table": "The columns are not those of the table, or one without a total is missing. Fetch the table with all "
    "its columns, and put its name in the file's name. Known: {tables}.",
    "several_tables": "The headings fit several StatBank tables: {tables}. Put the table's name in the file's name.",
}

REMARKS: dict[str, str] = {
    "dranst_assumed": "The file does not name the kind of account (dranst). It is taken as operation (1).",
    "art_assumed": "The file does not name the kind of spending (art). It is taken as net.",
    "places_skipped": "Left out: {count} rows of regions and groups of municipalities.",
    "arts_skipped": "Left out: {count} rows of single kinds of spending.",
    "figures_missing": "{count} figures are not published by Danmarks Statistik. They are kept as missing.",
    "statbank_table": "StatBank {table}: {title}.",
    "dimension_left_out": "The column {column} is not in the file. The figures are taken as those of code {code}.",
    "levels_side_by_side": "Country, parts of the country and municipalities stand side by side: "
    "only figures of one level may be added together.",
    "units_side_by_side": "Amounts in 1,000 kroner and per inhabitant, net and gross, are kept apart: "
    "they may not be added together.",
    "shares_not_added": "The figures are shares. They may not be added together.",
    "causes_overlap": "A placement can have several causes. The causes may not be added together.",
    "measures_nested": "Some measures are part of others. They may not be added together.",
    "children_not_added": "May not be added together: the same child may count in several municipalities.",
    "series_break": "{table} breaks in {year}: {before} was replaced by {after}. They are not one series.",
    "codes_not_known": "New codes, kept as they were delivered: {codes}.",
    "population_taken": "Children and young people of 0-22 years on 1 January are taken from StatBank FOLK1A.",
    "population_not_taken": "The population is kept, but feeds no measure: there are no data yet of any municipality "
    "of the file's with all ages 0-22. Import the file again when there are.",
    "population_not_whole": "The population is kept, but feeds no measure: the file does not hold both sexes together, by "
    "single years of age 0-22, of a municipality in a first quarter. Fetch the table with them.",
}

# What can keep a table from being fetched (problem.py).
PROBLEMS: dict[str, str] = {
    "no_connection": "StatBank cannot be reached from this machine. The table can also be downloaded by hand at "
    "statistikbanken.dk, as CSV, and loaded with trinvis import.",
    "too_slow": "StatBank did not answer in time. Try again later, or ask for fewer years.",
    "busy": "StatBank is busy (answer {status}). Try again later.",
    "broken_off": "The answer from StatBank was cut short. Try again.",
    "too_much": "The answer from StatBank is too large. Ask for fewer years.",
    "refused": "StatBank answers: {message}",
    "unexpected": "The answer is not one of StatBank's. Is there a proxy in between? The table can also be downloaded by "
    "hand at statistikbanken.dk, as CSV, and loaded with trinvis import.",
    "bad_address": "The address of StatBank must begin with https: {address}.",
    "no_such_year": "The table has the years {first} to {last}.",
    "limit_too_low": "The limit of cells is too low: one figure alone is above it.",
    "cannot_write": "The file cannot be written: {path}.",
    "bad_years": "Write the years as 2024 or as 2022-2024.",
    "no_such_place": "“{value}” is not a Danish municipality.",
    "not_imported": "{table} can be fetched, but Trinvis cannot load it. It can load: {tables}.",
}
