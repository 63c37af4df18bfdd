"""What a mapping profile says: how a system's sheet is recognised, and what its columns and words mean here.

A profile is one TOML file. It never changes a number: it gives a foreign sheet the columns of a template, so that
parsing, the search for CPR numbers, the rules and the report are those of every other file.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _listed(value: object) -> object:
    """One heading may be written without brackets."""
    return [value] if isinstance(value, str) else value


Words = Annotated[list[str], BeforeValidator(_listed)]
Some = Annotated[Words, Field(min_length=1)]


class Recognition(BaseModel):
    """A sheet is the profile's where all `headings` stand in one row and none of `without` does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    headings: Some
    without: Words = []


class Profile(BaseModel):
    """One kind of export from one system; the keys are those of the TOML file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: str
    title: str
    source: str  # what it becomes: a template's source (cases, services …), or contacts
    recognise: Recognition
    columns: dict[str, Some]  # template key: the headings it may have, of which the first that is there counts
    tested: bool = False  # on a real export; until then the report says that it is not
    note: str = ""  # in Danish, for whoever reads the list of profiles
    dates: Words = []  # as Python's strptime writes them; empty: every form that the templates read
    empty: Words = []  # what the system writes where it means nothing
    values: dict[str, dict[str, str]] = {}  # template key: the system's word = the template's word, or "" for none
    leave_names_out: Words = []  # template keys: a person's name there is left out, where others would be refused
    constants: dict[str, str] = {}  # template key: the same for every row
    made_of: dict[str, Some] = {}  # template key: a key made of these headings' cells, where the system gives none
    amounts: dict[str, str] = {}  # of a ledger, where amounts stand side by side: heading = the kind of amount under it
    only: dict[str, Some] = {}  # heading: rows with other words there are left out
    leave_out: dict[str, Some] = {}  # heading: rows with these words there ("" is none) are left out
    distinct: bool = False  # rows that say the same in every column that is read are one row
    one_row_per_case: bool = False  # the sheet has a row per change; see latest.py
