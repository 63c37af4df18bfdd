"""Whoever holds everything that the shared roles can get, in every position of the filters, cannot work out a small one.

The attacker (tests/attack) takes the shown figures from the answers themselves, knows how quarters, categories and
parts add up, and solves for what is hidden. The full count takes every measure and municipality.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import answers
from dashboard.access.scope import settled
from dashboard.access.viewer import Viewer
from dashboard.filters import Filters
from dashboard.measures import MeasureId
from dashboard.periods import Period
from dashboard.publication.lattice import NATION
from dashboard.publication.store import settled as exact_values
from tests.attack.attacker import feasible_ranges
from tests.published_sample import MUNICIPALITIES, PROGRAMME, reading
from tests.rounds import rounds

Key = tuple[str, str, str, str, str]  # figure, place, period, kind, category
THRESHOLD = 5
WHOLE = {"caseload": "case_days", "time_to_first_contact": "received", "trust": "coordinator_valid"}
PART = {"time_to_first_contact": ("within", "later"), "trust": ("coordinator_agree", "coordinator_other")}
CASES = [(measure, code) for code in MUNICIPALITIES for measure in WHOLE]


@pytest.fixture(autouse=True)
def published(published_folder: Path) -> Iterator[None]:
    with reading(published_folder):
        yield


def everybody() -> list[Viewer]:
    every = frozenset(MUNICIPALITIES)
    return [
        *(Viewer("committee", frozenset({code})) for code in MUNICIPALITIES),
        Viewer("project_lead", every, programmes=frozenset({PROGRAMME})),
        Viewer("national", None),
    ]


def positions(viewer: Viewer) -> Iterator[Filters]:
    """Every position of the filters that the viewer's bar has, over the whole of what is published."""
    choices = answers.options(viewer)
    start = replace(Filters.default(choices), period=choices.period)
    for interval in choices.intervals:
        for programme in ("", *choices.programmes):
            for group in ("", *choices.target_groups):
                yield settled(
                    viewer, replace(start, interval=interval, programme=programme, target_group=group), choices
                )


def all_that_is_shown(measure: MeasureId) -> dict[Key, float]:
    """The figures of every answer to everybody, as exactly as they can be read out of its table."""
    shown: dict[Key, float] = {}
    for viewer in everybody():
        for filters in positions(viewer):
            kind, category = "all", ""
            if filters.programme or filters.target_group:
                kind = "programme" if filters.programme else "target_group"
                category = filters.programme or filters.target_group
            for row in answers.answer(measure, filters, viewer).table.records():
                at = (row["municipality_code"], row["period"], kind, category)
                if measure == "caseload":
                    value = row["numerator"] * Period.from_key(row["period"]).days
                    shown |= {("case_days", *at): float(round(value))} if value == value else {}
                    continue
                if row["n"] == row["n"]:
                    shown[WHOLE[measure], *at] = row["n"]
                if row["numerator"] == row["numerator"]:
                    part, rest = PART[measure]
                    shown[part, *at] = row["numerator"]
                    if row["n"] == row["n"]:
                        shown[rest, *at] = row["n"] - row["numerator"]
    return shown


def sums(keys: set[Key]) -> list[tuple[Key, list[Key]]]:
    """How an outsider knows the figures to add up; what is never shown (no programme at all) is unknown."""
    found: dict[tuple[Key, str], list[Key]] = {}
    for key in keys:
        figure, place, period, kind, category = key
        of_groups = figure in (WHOLE["trust"], *PART["trust"])
        if of_groups and place == NATION:  # totals of what each municipality shows, which is not alike
            for part in PART["trust"] if figure == WHOLE["trust"] else ():
                found.setdefault(((figure, place, period, kind, category), "parts"), []).append((part, *key[1:]))
            continue
        year = (figure, place, period[:4], kind, category)
        remainder = (figure, place, period[:4], kind, "-rest")
        if ("K" in period or (period.endswith("D") and category != "-rest")) and year in keys:
            found.setdefault((year, "time"), []).append((figure, place, period, kind, category))
        if period[4:] in ("D", "P") and remainder in keys:  # of trust: what the groups' categories leave, divided again
            found.setdefault((remainder, period), []).append((figure, place, period, kind, category))
        whole = (figure, place, period, "all", "")
        if kind != "all" and whole in keys and ("K" in period or not of_groups):
            found.setdefault((whole, kind), []).append((figure, place, period, kind, category))
        together = (figure, NATION, period.removesuffix("P"), kind, category)
        if place != NATION and together in keys:
            found.setdefault((together, "places"), []).append((figure, place, period, kind, category))
        for measure, (part, rest) in PART.items():
            if figure == WHOLE[measure]:
                parts = [(name, place, period, kind, category) for name in (part, rest)]
                found.setdefault(((figure, place, period, kind, category), "parts"), parts)
    return [(total, parts) for (total, _how), parts in found.items()]


def protected(folder: Path, measure: MeasureId) -> dict[Key, tuple[int, bool]]:
    """The exact value of every protected figure of a measure, and whether it is hidden."""
    names = {WHOLE[measure], *PART.get(measure, ())}
    return {tuple(cell): of for cell, of in exact_values(folder)[measure].items() if cell.figure in names}


def may_be_found(key: Key, value: int) -> bool:
    """Groups of parents' answers that no table has, where enough of them hide what each consists of."""
    _figure, _place, period, _kind, category = key
    return (category == "-rest" or "+" in period or period.endswith("D")) and value >= THRESHOLD - 1


@pytest.mark.parametrize("measure", WHOLE)
def test_there_is_something_to_work_out(published_folder: Path, measure: MeasureId) -> None:
    assert any(hide and key[1] != NATION for key, (_value, hide) in protected(published_folder, measure).items())


@pytest.mark.parametrize(("measure", "code"), CASES[: rounds(len(CASES), 3)])
def test_nothing_hidden_can_be_worked_out(published_folder: Path, measure: MeasureId, code: str) -> None:
    shown, kept = all_that_is_shown(measure), protected(published_folder, measure)
    exact = {key: value for key, (value, _hide) in kept.items()}
    # Of those outside every project no page speaks; who subtracts finds what the publication does not hide either.
    hidden = [
        key for key, (_value, hide) in kept.items() if hide and key[1] == code and not may_be_found(key, exact[key])
    ]
    assert not set(hidden) & set(shown)
    assert all(exact[key] == value for key, value in shown.items() if key in exact)
    ranges = feasible_ranges(shown, hidden, sums(set(exact)), whole=measure != "caseload")
    for key, (low, high) in ranges.items():
        days = Period.from_key(key[2]).days if measure == "caseload" else 1
        assert high - low >= (THRESHOLD - 1) * days - 1e-6, (key, low, high, exact[key])


@pytest.mark.parametrize("measure", WHOLE)
def test_no_answer_to_a_shared_role_shows_a_small_number(measure: MeasureId) -> None:
    for key, value in all_that_is_shown(measure).items():
        days = Period.from_key(key[2]).days if measure == "caseload" else 1
        assert value >= THRESHOLD * days, key
