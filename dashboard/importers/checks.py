"""What more than one rule looks for: nothing twice, nothing in the future, nothing ended before it began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from dashboard.importers.template import Finding, Rows

NAMED = 5  # so many codes are named in a sentence, the rest are counted
FEWEST = 10
Time = TypeVar("Time", int, dt.date)


def twice(rows: Rows, key: str, *others: str) -> Iterator[Finding]:
    """A row whose `key` (with `others`) an earlier row has; rows without a key have their own fault."""
    first: dict[tuple[object, ...], int] = {}
    for index, values in enumerate(rows.together(key, *others)):
        if values[0] is None:
            continue
        earlier = first.setdefault(values, index)
        if earlier != index:
            yield Finding(index, key, {"value": str(values[0]), "row": str(rows.places[earlier][1])})


def after(rows: Rows, key: str, last: dt.date) -> Iterator[Finding]:
    for index, day in enumerate(rows[key]):
        if day is not None and day > last:
            yield Finding(index, key)


def before(rows: Rows, key: str, start: str) -> Iterator[Finding]:
    """Rows whose day `key` lies before their day `start`."""
    for index, (day, earliest) in enumerate(rows.together(key, start)):
        if day is not None and earliest is not None and day < earliest:
            yield Finding(index, key)


def by_municipality(rows: Rows, indices: Iterable[int]) -> dict[str, list[int]]:
    """The rows in groups: what is said once of a delivery is said once of each municipality in it."""
    groups: dict[str, list[int]] = {}
    for index in indices:
        groups.setdefault(rows["municipality"][index] or "", []).append(index)
    return groups


def said_once(rows: Rows, indices: Iterable[int]) -> Iterator[Finding]:
    """One finding for the rows of a municipality, with how many they are."""
    for found in by_municipality(rows, indices).values():
        yield Finding(found[0], "", {"count": str(len(found))}, len(found))


def named_once(rows: Rows, indices: Iterable[int], key: str) -> Iterator[Finding]:
    """One finding for the coordinators (or whatever `key` holds) of these rows, the first of them by name."""
    for found in by_municipality(rows, indices).values():
        names = sorted({str(rows[key][index]) for index in found})
        yield Finding(found[0], "", {"count": str(len(names)), f"{key}s": ", ".join(names[:NAMED])}, len(names))


def fewer(index: int, n: int, earlier: int) -> Iterator[Finding]:
    """Fewer than half of what there was: most often an export with a filter left on. Below FEWEST half is chance."""
    if earlier >= FEWEST and 2 * n < earlier:
        yield Finding(index, "", {"count": str(n), "before": str(earlier)}, earlier - n)


def of_the_same_or_last(delivered: Iterable[Time], held: Mapping[Time, int]) -> int:
    """What there is to hold these months or days against: the same of the delivery before, or else its last earlier.

    0 where there is neither for one of them: then nothing can be said.
    """
    expected = []
    for when in delivered:
        earlier = held.get(when) or held.get(max((other for other in held if other < when), default=when), 0)
        expected.append(earlier)
    return sum(expected) if all(expected) else 0
