"""What is published is divided in a few ways: asked for another, a reader is told so, and gets nothing else instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.access.viewer import Viewer
from dashboard.callbacks.view import NotThere, view_for
from dashboard.measures import MEASURES
from tests.publication.test_attack import everybody, positions
from tests.published_sample import MUNICIPALITIES, PROGRAMME, reading

COMMITTEE = Viewer("committee", frozenset(MUNICIPALITIES[:1]))
PROJECT = Viewer("project_lead", frozenset(MUNICIPALITIES), programmes=frozenset({PROGRAMME}))
NATIONAL = Viewer("national", None)


@pytest.fixture(autouse=True)
def published(published_folder: Path) -> Iterator[None]:
    with reading(published_folder):
        yield


@pytest.mark.parametrize(
    ("viewer", "query", "words"),
    [
        (COMMITTEE, "?priser=faste", ["priser"]),
        (COMMITTEE, "?interval=maaned", ["interval"]),
        (COMMITTEE, "?fra=2025-02&til=2025-05", ["fra", "til"]),
        (COMMITTEE, f"?projekt={PROGRAMME}&maalgruppe=handicap", ["maalgruppe"]),
        (COMMITTEE, "?team=nord", ["team"]),
        (NATIONAL, "?interval=kvartal", ["interval"]),
        (PROJECT, "?projekt=another", ["projekt"]),
    ],
)
def test_what_is_not_published_is_not_answered_with_something_else(
    viewer: Viewer, query: str, words: list[str]
) -> None:
    view = view_for(viewer, query)
    assert [notice.word for notice in view.not_there] == words
    with pytest.raises(NotThere):
        view.answer("caseload")


def test_every_address_of_a_shared_role_reads_back_and_is_answered() -> None:
    for viewer in everybody():
        assert not view_for(viewer, "").not_there
        for filters in positions(viewer):
            view = view_for(viewer, filters.to_query_string(view_for(viewer, "").choices))
            assert (view.filters, view.not_there) == (filters, ())
            for measure in set(MEASURES) & set(viewer.rights.measures):
                view.exactly(measure) if measure != "spending" else view.answer(measure)
                assert view_for(viewer, view.file_query(measure)).exactly(measure)


def test_published_kroner_per_child_are_a_years_rate() -> None:
    """A quarter's are divided by a fourth of the persons, so that four equal quarters and their year say the same."""

    def amounts(query: str) -> dict[str, float]:
        rows = view_for(COMMITTEE, query).answer("spending").table.records()
        return {row["period"]: row["value"] for row in rows if row["spending_class"] == "preventive"}

    year = "?fra=2024-01&til=2024-12"
    persons = {
        key: amounts(f"{year}&interval={interval}")[key] / value
        for interval in ("aar", "kvartal")
        for key, value in amounts(f"{year}&interval={interval}&enhed=barn").items()
    }
    assert set(persons) == {"2024", "2024K1", "2024K2", "2024K3", "2024K4"}
    assert [4 * persons[f"2024K{n}"] for n in range(1, 5)] == pytest.approx([persons["2024"]] * 4)
