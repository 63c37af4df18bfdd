"""Profiles as they are found: the municipality's own in <data folder>/profiler, then those that come along.

What is wrong with a profile is said with its file and the key, and stops nothing but that profile.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from dashboard.importers import codes, ledger
from dashboard.importers.profiles import contacts
from dashboard.importers.profiles.model import Profile
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.sources import SOURCES
from dashboard.importers.template import Template

SHIPPED = Path(__file__).parent
OWN_FOLDER = "profiler"
AMOUNTS_SAY = frozenset({"amount", "kind"})  # what [amounts] says in the place of columns and constants
TARGETS: dict[str, Template] = {
    **{source: known.template for source, known in SOURCES.items()},
    ledger.TEMPLATE.source: ledger.TEMPLATE,
    contacts.SOURCE: contacts.TEMPLATE,
}


@dataclass(frozen=True)
class Entry:
    """A profile under the name of its file."""

    name: str
    profile: Profile
    own: bool

    @property
    def template(self) -> Template:
        return TARGETS[self.profile.source]


@dataclass(frozen=True)
class Shelf:
    """The usable profiles, own ones first, and what is wrong with the others."""

    entries: tuple[Entry, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Unusable(Exception):
    """A profile that cannot be used; remark says why."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.remark = Remark(code, values)


def shelf(data_folder: Path | None) -> Shelf:
    """All profiles, and a remark for each of the municipality's own that cannot be used."""
    entries: list[Entry] = []
    remarks: list[Remark] = []
    own = sorted((data_folder / OWN_FOLDER).glob("*.toml")) if data_folder is not None else []
    for path in [*own, *sorted(SHIPPED.glob("*.toml"))]:
        try:
            entries.append(Entry(path.stem, read(path), path in own))
        except Unusable as unusable:
            remarks.append(unusable.remark)
    return Shelf(tuple(entries), tuple(remarks))


def read(path: Path) -> Profile:
    """Raises Unusable with the file and the key."""
    try:
        text = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Unusable("profile_unreadable", file=path.name, value=shown(error)) from error
    try:
        profile = Profile.model_validate(text)
    except ValidationError as error:
        raise _named(path.name, error) from error
    for code, key, value in _mistakes(profile):
        raise Unusable(code, file=path.name, key=key, value=shown(value))
    return profile


def _named(file: str, error: ValidationError) -> Unusable:
    first = error.errors()[0]
    key = ".".join(str(step) for step in first["loc"])
    if first["type"] == "missing":
        return Unusable("profile_lacks", file=file, key=key)
    if first["type"] == "extra_forbidden":
        return Unusable("profile_unknown", file=file, key=key)
    return Unusable("profile_wrong", file=file, key=key, value=shown(first["input"]))


def _mistakes(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Code, key and value of what the shape alone does not show."""
    if profile.source not in TARGETS:
        yield "profile_wrong", "source", profile.source
        return
    template = TARGETS[profile.source]
    known = {column.key for column in template.columns}
    for part in ("columns", "values", "constants", "made_of", "leave_names_out"):
        for key in getattr(profile, part):
            if key not in known:
                yield "profile_unknown", f"{part}.{key}", ""
    yield from _lacking(profile, template)
    yield from _claimed_twice(profile)
    yield from _of_ledgers(profile)
    yield from _words(profile, template)
    for form in profile.dates:
        if not _is_date_form(form):
            yield "profile_wrong", "dates", form


def _lacking(profile: Profile, template: Template) -> Iterator[tuple[str, str, str]]:
    given = {*profile.columns, *profile.constants, *profile.made_of, *(AMOUNTS_SAY if profile.amounts else ())}
    required = [column for column in template.columns if column.required]
    needed = [column.key for column in required if given.isdisjoint((column.key, *column.told_by))]
    needed += [" / ".join(group) for group in template.either if not given.intersection(group)]
    if profile.one_row_per_case and profile.source != "cases":
        yield "profile_wrong", "one_row_per_case", profile.source
    for key in needed:
        yield "profile_lacks", f"columns.{key}", ""


def _claimed_twice(profile: Profile) -> Iterator[tuple[str, str, str]]:
    owner: dict[str, str] = {}
    given = {**profile.columns, **profile.constants}
    for key, headings in profile.columns.items():
        for heading in headings:
            if key in profile.constants or key in profile.made_of or owner.setdefault(codes.heading(heading), key) != key:
                yield "profile_wrong", f"columns.{key}", heading
    for heading in profile.amounts:
        if owner.setdefault(codes.heading(heading), "amounts") != "amounts" or AMOUNTS_SAY & given.keys():
            yield "profile_wrong", f"amounts.{heading}", heading


def _words(profile: Profile, template: Template) -> Iterator[tuple[str, str, str]]:
    """Words on the template's side that the template itself would not take."""
    pairs = [(f"constants.{key}", key, word) for key, word in profile.constants.items()]
    pairs += [(f"amounts.{heading}", "kind", word) for heading, word in profile.amounts.items()]
    for key, words in profile.values.items():
        pairs += [(f"values.{key}.{foreign}", key, word) for foreign, word in words.items() if word]
    yield from (("profile_wrong", place, word) for place, key, word in pairs if not _parses(template, key, word))


def _of_ledgers(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """A ledger's rows have no keys and may well be alike; only its amounts stand side by side."""
    of_ledger = profile.source == ledger.TEMPLATE.source
    out_of_place = ("distinct", "made_of") if of_ledger else ("amounts",)
    yield from (("profile_wrong", name, profile.source) for name in out_of_place if getattr(profile, name))


def _parses(template: Template, keys: str, word: str) -> bool:
    try:
        template.column(keys).parse(word)
    except (Bad, StopIteration):
        return False
    return True


def _is_date_form(form: str) -> bool:
    day = dt.datetime(2025, 12, 31)
    try:
        return dt.datetime.strptime(day.strftime(form), form).date() == day.date()
    except ValueError:
        return False
