"""Made-up publications: municipalities × quarters and years × categories × outcomes, with every sum."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np

from dashboard.disclosure.linked import Linked, Sum
from tests.attack.attacker import Range, feasible_ranges

ALL = "all"
YEAR = 4


class Axis(NamedTuple):
    """members: each label and the innermost indices it holds. sums: a label and the labels it is the sum of."""

    members: tuple[tuple[Any, tuple[int, ...]], ...]
    sums: tuple[tuple[Any, tuple[Any, ...]], ...]


def flat(size: int) -> Axis:
    """So many members and their total; one member alone has none."""
    each = tuple((i, (i,)) for i in range(size))
    whole = tuple(range(size))
    return Axis((*each, (ALL, whole)), ((ALL, whole),)) if size > 1 else Axis(each, ())


def over_time(quarters: int) -> Axis:
    """Quarters, and the years that are over."""
    years = [tuple(range(y, y + YEAR)) for y in range(0, quarters - YEAR + 1, YEAR)]
    each = tuple((("quarter", i), (i,)) for i in range(quarters))
    whole = tuple((("year", i), year) for i, year in enumerate(years))
    return Axis(each + whole, tuple((name, tuple(("quarter", q) for q in year)) for name, year in whole))


def linked(counts: np.ndarray, **flags: np.ndarray) -> Linked:
    """counts: municipalities × quarters × categories × outcomes (the innermost cells). Keys: a label of each axis."""
    m, q, c, o = counts.shape
    axes = (flat(m), over_time(q), flat(c), flat(o))
    keys = tuple(product(*([label for label, _ in axis.members] for axis in axes)))
    values = counts
    for number, axis in enumerate(axes):
        values = np.stack([values.take(held, number).sum(number) for _, held in axis.members], number)
    place = {key: i for i, key in enumerate(keys)}
    sums: list[Sum] = []
    for number, axis in enumerate(axes):
        for key in keys:
            for parts in (parts for total, parts in axis.sums if total == key[number]):
                others = ((*key[:number], part, *key[number + 1 :]) for part in parts)
                sums.append((place[key], tuple(place[other] for other in others)))
    cells = len(keys)
    return Linked(
        keys,
        values.reshape(-1).astype("float64"),
        np.ones(cells),
        tuple(sums),
        flags.get("sensitive", np.ones(cells, bool)),
        flags.get("hidden", np.zeros(cells, bool)),
        flags.get("fixed", np.zeros(cells, bool)),
    )


def drawn(random: np.random.Generator, mean: float, shape: tuple[int, int, int], share: float = 0.3) -> np.ndarray:
    """Counts of municipalities × quarters × categories × (yes, no), municipalities and categories of unlike size."""
    municipalities, _, categories = shape
    sizes = mean * random.lognormal(0, 0.8, (municipalities, 1, categories))
    n = random.poisson(np.broadcast_to(sizes, shape))
    yes = random.binomial(n, share)
    return np.stack([yes, n - yes], axis=3)


def attacked(figures: Linked, hidden: np.ndarray) -> dict[Any, Range]:
    """What the attacker finds for each hidden sensitive cell."""
    shown = {key: value for key, value, away in zip(figures.keys, figures.values, hidden, strict=True) if not away}
    wanted = [key for key, away in zip(figures.keys, hidden & figures.sensitive, strict=True) if away]

    def named(sums: tuple[Sum, ...]) -> list[tuple[Any, list[Any]]]:
        return [(figures.keys[total], [figures.keys[part] for part in parts]) for total, parts in sums]

    return feasible_ranges(shown, wanted, named(figures.equations), named(figures.overlapping))


def narrowest(found: dict[Any, Range]) -> float:
    """The width of the narrowest range; infinite where nothing is hidden."""
    return min((high - low for low, high in found.values()), default=float("inf"))
