"""What a report says of profiles, of meta files and of the activities that complete a case list."""

from __future__ import annotations

FAULTS: dict[str, str] = {
    "nothing_counts": "No row counts: {heading} is something else in all {count} rows ({words}). Say in a profile of "
    "your own which words count. See: trinvis profile new.",
    "contacts_without_cases": "Activities complete a case list. Give both files in the same command.",
    "without_contacts": "The list does not say when the first contact was, and no activities came with it. Until they "
    "do, every family in it counts as waiting for the first contact.",
    "meta_missing": "The columns have technical names (Tekst1, Dato1). Give the meta file with their own names in the "
    "same command.",
    "meta_which": "There are several meta files, and none of them has this file's name. Give each file with its own.",
    "meta_alone": "The meta file names the columns of another file. Give both in the same command.",
}

REMARKS: dict[str, str] = {
    "read_with_profile": "Read with the profile {profile}.",
    "read_with_untested_profile": "Read with the profile {profile}; not tried on a real export.",
    "rows_left_out": "Left out where {heading} is something else: {words}. Rows: {count}.",
    "words_lumped": "{heading}: read as “{word}”, since the profile does not know the words: {words}.",
    "words_unused": "{heading}: not used, since the profile does not know the words: {words}.",
    "names_left_out": "{heading}: names are not taken in. Let the export give codes, or write them in a profile of your "
    "own, under [values.{key}].",
    "columns_named": "The columns' names are those of {file}.",
    "contacts_of_others": "{count} of the cases that have activities are not in the case list.",
    "profile_unreadable": "The profile {file} is not used: it is not valid TOML ({value}).",
    "profile_lacks": "The profile {file} is not used: {key} is missing.",
    "profile_unknown": "The profile {file} is not used: there is no {key} in a profile.",
    "profile_wrong": "The profile {file} is not used: “{value}” cannot stand at {key}.",
}
