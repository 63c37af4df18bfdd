"""What one request or command has asked the gate for so far: the audit log's entry is made of it.

The gate notes (`note`, `name`), whoever answers begins and reads (`begin`, `asked`). Where nobody began, as in a test
of one function, notes go nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache

from dashboard.filters import Filters
from dashboard.periods import month_text


@dataclass
class Asked:
    """filters: by what was asked for (a measure or a list). named: hashes of the ids that the reply names."""

    filters: dict[str, Filters] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def municipalities(self) -> tuple[str, ...]:
        return tuple(sorted({code for filters in self.filters.values() for code in filters.municipalities}))

    def views(self) -> list[list[object]]:
        """[filters, [what, …]] for each different view."""
        found: dict[str, list[str]] = {}
        for what, filters in sorted(self.filters.items()):
            found.setdefault(written(filters), []).append(what)
        return [[view, names] for view, names in found.items()]


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def begin() -> Asked:
    """From here on, notes belong to a new question."""
    new = Asked()
    _asked.set(new)
    return new


def end() -> None:
    _asked.set(None)


def asked() -> Asked | None:
    return _asked.get()


def recall(before: Asked | None) -> None:
    """The reply is one that was given before: so is what was asked."""
    _asked.set(before)


def note(what: str, filters: Filters) -> Filters:
    """This was asked for, with these filters; returns them. A later note of the same, narrowed, replaces it."""
    found = _asked.get()
    if found is not None:
        found.filters[what] = filters
    return filters


def name(kind: str, ids: Iterable[tuple[str, str]]) -> None:
    """The reply names these; ids: municipality_code and local id. kind: case | coordinator."""
    found = _asked.get()
    if found is not None:
        found.named |= {id_hash(kind, code, local_id) for code, local_id in ids}


def id_hash(kind: str, municipality_code: str, local_id: str) -> str:
    """How a case or a coordinator stands in the log. Whoever knows the number can look it up, nobody can read it."""
    return hashlib.sha256("\t".join((kind, municipality_code, local_id)).encode()).hexdigest()[:32]


@lru_cache(maxsize=512)  # a reply from memory is logged as often as it is given
def written(filters: Filters) -> str:
    """Every choice, in one order and with nothing left out for being usual."""
    words = [
        ("kommune", ",".join(filters.municipalities)),
        ("fra", month_text(filters.period.first)),
        ("til", month_text(filters.period.last)),
        ("interval", filters.interval),
        ("team", filters.team),
        ("projekt", filters.programme),
        ("maalgruppe", filters.target_group),
        ("raadgiver", "egne" if filters.coordinator else ""),  # whose they are, the subject says
        ("enhed", filters.unit),
        ("priser", filters.prices),
    ]
    return "&".join(f"{word}={value}" for word, value in words if value)
