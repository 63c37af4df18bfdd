"""What is said of StatBank's files: faults, and what the reader of their figures must know."""

from __future__ import annotations

FAULTS: dict[str, str] = {
    "unknown_place": "“{value}” is not a Danish municipality, region or group of municipalities.",
    "unknown_unit": "“{value}” is not one of the table's units.",
    "unknown_art": "“{value}” is not one of the table's kinds of spending.",
    "unknown_category": "“{value}” is not one of the table's categories. Fetch the table with codes.",
    "bad_period": "“{value}” is not one of the table's periods.",
    "duplicate_figure": "The same figure is already in row {row}.",
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
}
