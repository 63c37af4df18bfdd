"""The exact counts under a publication equal the oracle's, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from dashboard.measures import MeasureId
from dashboard.queries.publication import PERSONS, persons
from tests import oracle_publication
from tests.conftest import Engines
from tests.histories import History, histories
from tests.rounds import rounds
from tests.special_history import special_history


def counted(connection: sa.Connection, measure: MeasureId) -> dict[oracle_publication.Row, tuple[int, ...]]:
    rows = persons(connection, measure)
    keys = rows[["municipality_code", "month", "kind", "category"]].itertuples(index=False, name=None)
    figures = rows[list(PERSONS[measure].figures)].itertuples(index=False, name=None)
    return {key: figure for key, figure in zip(keys, figures, strict=True) if any(figure)}


def compare(engines: Engines, history: History) -> None:
    with engines(history) as both:
        for name, connection in both:
            for measure in PERSONS:
                assert counted(connection, measure) == oracle_publication.persons(history, measure), (name, measure)


@settings(max_examples=rounds(200, 4))
@given(histories("cases", "surveys"))
def test_equals_the_oracle(engines: Engines, history: History) -> None:
    compare(engines, history)


def test_the_special_history_equals_the_oracle(engines: Engines) -> None:
    history = special_history()
    compare(engines, history)
    assert all(oracle_publication.persons(history, measure) for measure in PERSONS)


@pytest.mark.parametrize("days", [29, 30, 31])
def test_the_last_day_that_counts_as_soon_is_the_thirtieth(engines: Engines, days: int) -> None:
    history = special_history()
    for case in history["case_file"]:
        if case["first_contact_on"] is not None:
            case["first_contact_on"] = case["received_on"] + dt.timedelta(days=days)
    with engines(history) as both:
        for name, connection in both:
            found = counted(connection, "time_to_first_contact")
            assert found == oracle_publication.persons(history, "time_to_first_contact"), name
            soon = sum(within for (_code, _month, kind, _category), (_n, within) in found.items() if kind == "all")
            assert (soon > 0) == (days <= 30), name


@pytest.mark.parametrize("measure", list(PERSONS))
def test_a_part_is_never_more_than_its_whole(engines: Engines, measure: MeasureId) -> None:
    wholes = {"time_to_first_contact": ((0, 1),), "trust": ((0, 1), (2, 3)), "caseload": ()}[measure]
    with engines(special_history()) as both:
        for figures in counted(both[0][1], measure).values():
            assert all(figures[part] <= figures[whole] for whole, part in wholes)
