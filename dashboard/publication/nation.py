"""The figures of all municipalities together, on top of what each of them shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dashboard.disclosure.above import Above, protect_above
from dashboard.disclosure.insiders import protect_from_insiders
from dashboard.disclosure.linked import Linked
from dashboard.disclosure.protect import Protected, Reason
from dashboard.publication.lattice import NATION, Cell, Figures, Sum, linked_of, part_sums, sums_of
from dashboard.publication.places import Place

MOST_ALONE = 12  # of more municipalities not each is tried alone: a proof of the country takes half a minute


def standing_together(places: Mapping[str, Iterable[str]], quarters: int) -> tuple[str, ...]:
    """The municipalities with a figure for every quarter: totals over them are of the same places throughout.

    places: municipality → the quarters that it has figures for.
    """
    return tuple(sorted(code for code, there in places.items() if len(set(there)) == quarters))


def in_nation(cell: Cell) -> Cell:
    """The total that a municipality's cell stands in."""
    return cell._replace(place=NATION)


def nation_of(  # noqa: PLR0913 - what comes out depends on each
    places: Mapping[str, Place],
    figures: Figures,
    hidden: frozenset[Cell],
    settled: Mapping[Cell, int],
    threshold: int,
    total_of: Callable[[Cell], Cell | None] = in_nation,
) -> Place:
    """The totals over these municipalities, protected; none of what they show is hidden for it.

    settled: totals of an earlier publication, which stay as they were. Without a proof every new total is hidden.
    total_of: the total that a municipality's cell stands in, or none; where it is not the same cell of all of them,
    totals add up to nothing but their own parts.
    """
    parts: dict[Cell, list[tuple[str, int]]] = {}
    for code, place in places.items():
        for at, cell in enumerate(place.linked.keys):
            if (total := total_of(cell)) is not None:  # type: ignore[arg-type]
                parts.setdefault(total, []).append((code, at))
    values = {cell: sum(int(places[code].linked.values[at]) for code, at in of) for cell, of in parts.items()}
    whole = {cell: value for cell, value in values.items() if settled.get(cell, value) == value}
    binding = _sums(places, parts, figures) if total_of is in_nation else part_sums(parts, figures)
    sums = [line for line in binding if whole.keys() >= {line[0], *line[1]}]
    blocks: Mapping[Hashable, tuple[Linked, Protected]] = {
        code: (place.linked, place.protected) for code, place in places.items()
    }
    # The sum of what all of them show is nobody's secret, whether it stands there or not.
    told = [cell for cell, of in parts.items() if not any(places[code].protected.hidden[at] for code, at in of)]
    linked = linked_of(whole, sums, figures, hidden, [cell for cell in settled if cell in whole], told)
    lines = tuple((at, tuple(parts[cell])) for at, cell in enumerate(linked.keys))  # type: ignore[index]
    years = tuple(_year(cell) for cell in linked.keys)
    above = Above(linked, lines, years, _year)
    outside = protect_above(blocks, above, threshold)
    protected = protect_from_insiders(blocks, above, outside, threshold)
    if protected.audited:
        return Place(linked, protected, coarsened=False)
    if outside.audited:
        return Place(linked, _without_new(outside, linked), coarsened=True)
    # Without a total over them each municipality stands alone, and alone it has passed its audit.
    reasons: list[Reason] = ["complementary"] * len(whole)
    nothing = Protected(np.ones(len(whole), bool), tuple(reasons), not settled, np.inf, 0)
    return Place(linked, nothing, coarsened=True)


def _without_new(outside: Protected, linked: Linked) -> Protected:
    """No new total beside settled ones by which a contributor finds another's figures: those cannot be taken back."""
    hidden = outside.hidden | linked.may_hide()
    reasons = np.where(hidden & ~outside.hidden, "complementary", np.array(outside.reasons, object))
    return replace(outside, hidden=hidden, reasons=tuple(reasons.tolist()))


def withheld(places: Mapping[str, Place], settled: Collection[Cell]) -> Iterator[Mapping[str, Place]]:
    """The municipalities with less and less of what is new, for where no proof is found beside settled totals: one of
    them without its new years, then without anything new; then all of them.

    settled: cells of earlier publications. Without anything new nothing is said that has not been said before.
    """
    yield places
    new = {code: {cell for cell in _cells(place) if cell not in settled} for code, place in places.items()}
    years = {code: {cell for cell in cells if "K" not in cell.period} for code, cells in new.items()}
    for away in (years, new):
        if len(places) <= MOST_ALONE:
            yield from ({**places, code: place.without(away[code])} for code, place in places.items())
    for away in (years, new):
        yield {code: place.without(away[code]) for code, place in places.items()}


def _cells(place: Place) -> tuple[Cell, ...]:
    return place.linked.keys  # type: ignore[return-value]


def _year(cell: Hashable) -> Hashable:
    return str(cell.period[:4])  # type: ignore[attr-defined]


def _sums(places: Mapping[str, Place], parts: Mapping[Cell, list[tuple[str, int]]], figures: Figures) -> list[Sum]:
    """The sums of totals that hold because they hold in each municipality.

    One that merely comes out (no programme anywhere, in a quarter without answers) must not bind what could be true.
    """
    there: dict[Hashable, set[str]] = {}
    for code, place in places.items():
        for total, of in sums_of(place.linked.keys, figures):  # type: ignore[arg-type]
            there.setdefault(_way(total, of), set()).add(code)
    return [
        (total, of)
        for total, of in sums_of(parts, figures)
        if all({code for code, _at in parts[cell]} <= there[_way(total, of)] for cell in (total, *of))
    ]


def _way(total: Cell, parts: Sequence[Cell]) -> Hashable:
    """Over what a total adds up: the quarters, the categories of a kind, or the outcomes."""
    return total._replace(place=NATION), parts[0].kind, parts[0].figure == total.figure, len(parts[0].period)
