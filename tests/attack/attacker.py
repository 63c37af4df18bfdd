"""Somebody who holds every figure that is shown and knows how the figures add up, and solves for the rest.

Knows nothing of how the figures were protected and shares no code with it: unknown figures are zero or more, and
whole numbers where they count something. For each, the least and the most that fits all that is shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

Key = TypeVar("Key", bound=Hashable)
Range = tuple[float, float]
Line = tuple[dict[Key, float], float, float]
UNBOUNDED = 3
SOLVED = 0


def feasible_ranges(
    shown: Mapping[Key, float],
    hidden: Iterable[Key],
    equations: Iterable[tuple[Key, Sequence[Key]]],
    overlapping: Iterable[tuple[Key, Sequence[Key]]] = (),
    whole: bool = True,
) -> dict[Key, Range]:
    """The least and the most that each hidden figure can be (inf: without end).

    equations: (total, parts), the total being the sum. overlapping: the total lies between the largest part and the
    sum. A key that is neither shown nor asked for is unknown too. whole: figures are whole numbers. Raises ValueError
    where no figures at all fit: then what is shown contradicts itself.
    """
    lines: list[Line[Key]] = [_line({total: -1.0}, parts, 0.0, 0.0) for total, parts in equations]
    for total, parts in overlapping:
        lines.append(_line({total: -1.0}, parts, 0.0, np.inf))
        lines += [({total: 1.0, part: -1.0}, 0.0, np.inf) for part in parts]
    wanted = list(hidden)
    unknown = [found for line in lines if (found := _unknown(line, shown))[0] or _contradiction(found)]
    result = dict.fromkeys(wanted, (0.0, float("inf")))
    for group in _together(unknown):
        keys = {key for line in group for key in line[0]}
        result |= _solve(group, sorted(keys, key=repr), [key for key in wanted if key in keys], whole)
    return result


def _line(line: dict[Key, float], parts: Sequence[Key], low: float, high: float) -> Line[Key]:
    for part in parts:
        line[part] = line.get(part, 0.0) + 1.0
    return line, low, high


def _unknown(line: Line[Key], shown: Mapping[Key, float]) -> Line[Key]:
    """What is left of a line when the known figures are put in."""
    known = sum(factor * shown[key] for key, factor in line[0].items() if key in shown)
    return {key: factor for key, factor in line[0].items() if key not in shown}, line[1] - known, line[2] - known


def _contradiction(line: Line[Key]) -> bool:
    if not line[1] <= 1e-6 or not line[2] >= -1e-6:
        raise ValueError("what is shown does not add up")
    return False


def _together(lines: list[Line[Key]]) -> list[list[Line[Key]]]:
    """Lines in groups that share no unknown."""
    leader: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for line, _, _ in lines:
        first, *others = line
        for other in others:
            leader[find(other)] = find(first)
    groups: dict[Key, list[Line[Key]]] = {}
    for line in lines:
        groups.setdefault(find(next(iter(line[0]))), []).append(line)
    return list(groups.values())


def _solve(lines: list[Line[Key]], keys: list[Key], wanted: list[Key], whole: bool) -> dict[Key, Range]:
    place = {key: i for i, key in enumerate(keys)}
    entries = [(row, place[key], factor) for row, line in enumerate(lines) for key, factor in line[0].items()]
    row, column, factor = zip(*entries, strict=True)
    matrix = csc_array((factor, (row, column)), shape=(len(lines), len(keys)))
    within = LinearConstraint(matrix, [low for _, low, _ in lines], [high for _, _, high in lines])
    return {key: (_least(place[key], 1, within, whole), -_least(place[key], -1, within, whole)) for key in wanted}


def _least(place: int, sign: int, within: LinearConstraint, whole: bool) -> float:
    """The least value of sign · figure. Real numbers first: where the answer is whole, it is the whole numbers' too."""
    cost = np.zeros(within.A.shape[1])
    cost[place] = sign
    found = milp(cost, bounds=Bounds(0, np.inf), constraints=within)
    if whole and found.status == SOLVED and np.abs(found.x - np.round(found.x)).max() > 1e-7:
        found = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(0, np.inf), constraints=within)
    if found.status == SOLVED:
        return float(np.round(found.fun)) if whole else float(found.fun)
    if found.status == UNBOUNDED or (sign == -1 and _has_no_end(cost, within)):
        return -float("inf")
    raise ValueError(found.message)


def _has_no_end(cost: np.ndarray, within: LinearConstraint) -> bool:
    """Whether the figure can grow for ever: a direction in which every line stays as it is (or gets looser)."""
    rays = LinearConstraint(
        within.A, np.where(np.isinf(within.lb), -np.inf, 0), np.where(np.isinf(within.ub), np.inf, 0)
    )
    found = milp(cost, bounds=Bounds(0, 1), constraints=rays)
    return bool(found.status == SOLVED and found.fun < -1e-6)
