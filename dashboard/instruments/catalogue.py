"""The forms there are: ours, and those a municipality has laid beside its data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from dashboard.instruments.instrument import Instrument
from dashboard.instruments.wording import PROBLEMS

FOLDER = "spoergeskemaer"  # in the data folder
_OURS = Path(__file__).parent / "forms"
_ORDER = ("foraeldre", "medarbejder", "barn")


class Problem(NamedTuple):
    """Why a file is no form: a code of PROBLEMS, the file's name, and the field."""

    code: str
    file: str
    field: str = ""


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Instrument]:
    """Our forms by id, our own short ones first."""
    found = {path.stem: _instrument(path) for path in _OURS.glob("*.toml")}
    first = [name for name in _ORDER if name in found]
    return MappingProxyType({name: found[name] for name in (*first, *sorted(set(found) - set(first)))})


def instruments_of(data_folder: Path) -> tuple[Mapping[str, Instrument], tuple[Problem, ...]]:
    """Our forms and the municipality's own by id, and what is wrong with files that are left out."""
    found, problems = dict(shipped()), []
    for path in sorted((data_folder / FOLDER).glob("*.toml")):
        try:
            instrument = _instrument(path)
        except ValueError as error:
            problems.append(_problem(path, error))
        else:
            if instrument.id in found:
                problems.append(Problem("form_id_taken", path.name, instrument.id))
            found.setdefault(instrument.id, instrument)
    return MappingProxyType(found), tuple(problems)


def _instrument(path: Path) -> Instrument:
    """Raises ValueError: of the text (tomllib, UnicodeDecodeError) or of what it says (ValidationError)."""
    return Instrument.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _problem(path: Path, error: ValueError) -> Problem:
    if not isinstance(error, ValidationError):
        return Problem("form_unreadable", path.name)
    first = error.errors(include_url=False)[0]
    where = ".".join(_place(first["loc"])) or first["type"]
    code = f"form_{where.partition('.')[0]}"
    unknown = first["type"] == "extra_forbidden" or code not in PROBLEMS
    return Problem("form_unknown_field" if unknown else code, path.name, where)


def _place(loc: tuple[int | str, ...]) -> list[str]:
    """`items.2.da`: people count from 1, and which of two shapes was tried is of no use to them."""
    return [str(part + 1) if isinstance(part, int) else part for part in loc if _is_a_field(part)]


def _is_a_field(part: int | str) -> bool:
    return isinstance(part, int) or part.replace("_", "").isalpha()
