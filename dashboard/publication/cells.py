"""A publication as it is kept: which figures it has, which of them are hidden, and what it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.measures import MeasureId
from dashboard.publication.lattice import Cell, Figures

# The systems of a measure's figures. Of a second system everything is hidden that the first one hides: about as many
# were asked as answered, so that the one would tell the other.
SYSTEMS: Mapping[MeasureId, tuple[Figures, ...]] = {
    "caseload": (Figures("case_days", by_days=True),),
    "time_to_first_contact": (Figures("received", "within", "later"),),
    "trust": (
        Figures("coordinator_valid", "coordinator_agree", "coordinator_other"),
        Figures("invited", "invited_answered", "invited_silent"),
    ),
}
COLUMNS = ("measure", *Cell._fields, "value", "state")
# Of every protected cell the exact value and whether it is hidden: known to the installation that made it alone.
Settled = Mapping[Cell, tuple[int, bool]]


@dataclass(frozen=True)
class Made:
    """What a publication says of itself. audited: no hidden figure can be worked out to within threshold - 1 persons.

    last_quarter: the first month of the last one. municipalities, programmes: names by code. participations:
    programme → municipalities. nation: measure → the municipalities in the figures of all of them together.
    coarsened: `measure municipality` where quarters had to be left out.
    """

    publication: str
    data_version: str
    origin: str
    as_of: dt.date
    threshold: int
    audited: bool
    last_quarter: int
    municipalities: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    programmes: Mapping[str, str]
    participations: Mapping[str, tuple[str, ...]]
    target_groups: tuple[str, ...]
    nation: Mapping[str, tuple[str, ...]]
    mapping_version: str
    coarsened: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "as_of": self.as_of.isoformat()}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Made:
        """Raises KeyError, TypeError, ValueError or AttributeError for anything else."""
        found = dict(content)
        found["as_of"] = dt.date.fromisoformat(found["as_of"])
        for name in ("target_groups", "coarsened"):
            found[name] = tuple(found[name])
        for name in ("participations", "groups", "nation"):
            found[name] = {key: tuple(codes) for key, codes in found[name].items()}
        return cls(**found)


@dataclass(frozen=True)
class Publication:
    """made: what it says of itself. cells: COLUMNS, value missing where the state is suppressed."""

    made: Made
    cells: pd.DataFrame
