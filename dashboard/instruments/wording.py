"""Message ids: the names of what is asked about, and what is wrong with a file that is no form."""

from __future__ import annotations

from dashboard.instruments.instrument import Dimension, Respondent

DIMENSION_NAMES: dict[Dimension, str] = {
    "coherence": "Coherence",
    "involvement": "Involvement",
    "flexibility": "Flexibility",
    "trust": "Trust",
    "entry": "The way into the municipality",
    "everyday": "What it means for everyday life",
    "method": "A shared way of working",
}

RESPONDENT_NAMES: dict[Respondent, str] = {
    "mother": "Parent (mother)",
    "father": "Parent (father)",
    "other": "Parent (other)",
    "child": "Child",
    "staff": "Staff",
}

PROBLEMS: dict[str, str] = {
    "form_unreadable": "The form {file} is not TOML in UTF-8.",
    "form_unknown_field": "The form {file} has a field that is not known here: {field}.",
    "form_id_taken": "The form {file}: another form has the id {field} already. Choose another id.",
    "form_id": "The form {file}: “id” must be one word of small letters, digits and dashes.",
    "form_version": "The form {file}: “version” must be a whole number from 1.",
    "form_title": "The form {file}: “title” must be there in Danish (da) and English (en).",
    "form_respondents": "The form {file}: “respondents” must name one at least of mother, father, other, child, staff.",
    "form_age_from": "The form {file}: “age_from” must be a whole number of years.",
    "form_scale": "The form {file}: “scale” must have a low, a higher high, and a label for each number or none.",
    "form_items": "The form {file}: each question must have Danish (da), English (en) and a known dimension ({field}).",
    "form_reversed": "The form {file}: “reversed” must be numbers of questions, each once.",
    "form_scored": "The form {file}: “scored” must be numbers of questions, each once.",
    "form_needed": "The form {file}: “needed” must be a whole number, at most as many as the questions that are scored.",
    "form_formula": "The form {file}: “formula” must be mean or sum.",
    "form_factor": "The form {file}: “factor” must be a whole number from 1.",
    "form_licence": "The form {file}: “licence” must say in Danish (da) and English (en) who may use the form.",
}
