"""Whose data a file holds, and that nobody delivers for another municipality or learns of one by trying to."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.importers.parts import Part
from dashboard.importers.report import Fault


def municipalities(part: Part) -> frozenset[str]:
    """The codes that the part's own facts are of; figures of Danmarks Statistik are public and of nobody."""
    found: set[str | None] = set()
    if part.table is not None:
        found.update(part.table.columns["municipality"])
    if part.ledger is not None and part.ledger.time is not None:
        found.update(part.ledger.time.table.columns["municipality"])
    if part.reports is not None:
        found.add(part.reports.municipality)
    return frozenset(code for code in found if code)


def refuse_others(parts: Iterable[Part], within: frozenset[str] | None) -> None:
    """Refuse what is of a municipality that the deliverer may not load for, and look at none of it.

    Nothing more of such a part is held against the rules or beside what is known: what a rule says of a municipality
    (so many open cases last time) is for those who may deliver for it. within: None is every municipality.
    """
    for part in parts:
        if within is not None and not municipalities(part) <= within:
            part.table = part.ledger = part.reports = None
            part.faults = [Fault(part.file, None, "", "not_yours")]
            part.remarks = []
