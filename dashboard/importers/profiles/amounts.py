"""Amounts side by side, a column for each kind: what is booked and what is budgeted, as finance systems lay them out.

Each column is read as a ledger of its own, whose rows are those that have an amount there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.importers import codes, values
from dashboard.importers.profiles.reader import Entry
from dashboard.importers.report import Bad


@dataclass(frozen=True)
class Aside:
    """One column of amounts. entry: the profile that reads it alone, with its kind for every row.

    whole: the profile as it stands. heading: '' where it has one column of amounts only. others: the headings of the
    other columns.
    """

    entry: Entry
    whole: Entry
    heading: str = ""
    others: tuple[str, ...] = ()
    first: bool = True


def each(entry: Entry) -> Iterator[Aside]:
    """Every column of amounts that the profile names."""
    if not entry.profile.amounts:
        yield Aside(entry, entry)
    for number, (heading, kind) in enumerate(entry.profile.amounts.items()):
        profile = entry.profile.model_copy(
            update={
                "columns": {**entry.profile.columns, "amount": [heading]},
                "constants": {**entry.profile.constants, "kind": kind},
                "amounts": {},
            }
        )
        others = tuple(other for other in entry.profile.amounts if other != heading)
        yield Aside(replace(entry, profile=profile), entry, heading, others, number == 0)


def side_by_side(
    columns: dict[str, str], cells: Mapping[str, Sequence[Any]]
) -> tuple[dict[str, str], dict[str, str]]:
    """The proposed columns of a ledger, and the kind of amount under each heading where there are several.

    columns: heading by template key. cells: what stands under each heading.
    """
    if "kind" in columns:
        return columns, {}
    amount = columns.get("amount")
    kinds = {"actual": amount} if amount and _kind_of(amount) is None else {}
    for heading in cells:
        kind = _kind_of(heading)
        if kind and (heading == amount or heading not in columns.values()) and _are_amounts(cells[heading]):
            kinds.setdefault(kind, heading)
    if len(kinds) < 2:
        only = next(iter(kinds.values()), None)
        return ({**columns, "amount": only} if only else columns), {}
    rest = {key: heading for key, heading in columns.items() if key != "amount"}
    return rest, {heading: codes.AMOUNT_KINDS[kind][0] for kind, heading in kinds.items()}


def _kind_of(heading: str) -> str | None:
    """The kind of amount that a heading names, whatever year or unit stands beside it."""
    if "%" in heading:
        return None
    try:
        return codes.amount_kind(re.sub(r"\(.*?\)|\b20\d\d\b|\bi alt\b", "", heading, flags=re.IGNORECASE))
    except Bad:
        return None


def _are_amounts(cells: Sequence[Any]) -> bool:
    return sum(map(_is_amount, cells)) >= 0.9 * len(cells)


def _is_amount(cell: Any) -> bool:
    return values.reads(values.ore, cell)
