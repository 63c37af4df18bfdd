"""Totals over municipalities: which sums bind them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.publication.lattice import NATION, Cell, Figures, sums_of
from dashboard.publication.nation import nation_of
from dashboard.publication.places import Job, Place, protect_place

FIGURES = Figures("received")
Values = Mapping[Cell, int]


def cells(place: str, everybody: list[int], programme: list[int] | None = None) -> Values:
    """Four quarters and their year; programme: how many of each quarter took part, where the municipality has one."""
    periods = [f"2025K{number}" for number in range(1, 5)]
    columns = {("all", ""): everybody}
    if programme is not None:
        rest = [a - b for a, b in zip(everybody, programme, strict=True)]
        columns |= {("programme", "mestringsstoette"): programme, ("programme", "none"): rest}
    found = {}
    for (kind, category), counts in columns.items():
        for period, count in zip([*periods, "2025"], [*counts, sum(counts)], strict=True):
            found[Cell("received", place, period, kind, category)] = count
    return found


def alone(values: Values) -> Place:
    return protect_place(Job(values, sums_of(values, FIGURES), FIGURES, frozenset(), frozenset(), 5))


def total(whole: Place, kind: str, category: str, period: str) -> int:
    return whole.linked.keys.index(Cell("received", NATION, period, kind, category))


def test_a_sum_that_comes_out_by_chance_binds_no_total() -> None:
    """Nobody came in the first quarter, so all of them are as many as those with and without a programme: by chance,
    since the second municipality has no programmes, and what it hides may be more than nothing."""
    places = {
        "0657": alone(cells("0657", [0, 30, 40, 50], [0, 10, 12, 20])),
        "0730": alone(cells("0730", [0, 25, 35, 45])),
        "0219": alone(cells("0219", [0, 22, 31, 47])),
    }
    whole = nation_of(places, FIGURES, frozenset(), {}, 5)
    parts = {frozenset(of): at for at, of in whole.linked.equations}
    by_programme = [total(whole, "programme", one, "2025K1") for one in ("mestringsstoette", "none")]
    assert frozenset(by_programme) not in parts
    quarters = [total(whole, "all", "", f"2025K{number}") for number in range(1, 5)]
    assert parts[frozenset(quarters)] == total(whole, "all", "", "2025")
    assert whole.protected.audited
    assert not whole.coarsened


def test_a_sum_that_holds_in_every_municipality_binds_the_totals() -> None:
    places = {code: alone(cells(code, [20, 30, 40, 50], [8, 10, 12, 20])) for code in ("0657", "0730")}
    whole = nation_of(places, FIGURES, frozenset(), {}, 5)
    by_programme = {total(whole, "programme", one, "2025K1") for one in ("mestringsstoette", "none")}
    assert (total(whole, "all", "", "2025K1"), by_programme) in [(at, set(of)) for at, of in whole.linked.equations]
    assert not whole.protected.hidden.any()
