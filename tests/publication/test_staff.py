"""No workload of one or two employees can be read from a publication, nor in which quarter somebody was in a category."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.database import versions
from dashboard.database.rollup_tables import caseload_month
from dashboard.demo import install
from dashboard.measures import TARGET_GROUPS
from dashboard.periods import Period
from dashboard.publication.cells import Publication
from dashboard.publication.command import publish
from dashboard.publication.lattice import NATION
from dashboard.publication.reading import Held, choices_of
from dashboard.publication.staff import too_few
from dashboard.publication.store import newest, unpacked
from dashboard.settings import Settings

Staff = dict[tuple[str, int], dict[str, float]]  # municipality, month → coordinator → full-time positions


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Læsø has one coordinator, or two."""
    made = tmp_path_factory.mktemp("staff") / "data"
    install(made, municipalities=("0657", "0730", "0825"))
    publish(Settings(data_folder=made), versions.current(made), lambda _name, _share: None)
    return made


@pytest.fixture(scope="module")
def cells(folder: Path) -> pd.DataFrame:
    found = publication_of(folder).cells
    return found[found["measure"] == "caseload"]


def publication_of(folder: Path) -> Publication:
    return unpacked(newest(folder).read_bytes())


def staff_of(folder: Path) -> Staff:
    c = caseload_month.c
    found: Staff = defaultdict(dict)
    with versions.current(folder).engine.connect() as connection:
        for row in connection.execute(
            sa.select(caseload_month).where(c.level == "coordinator", c.fte_milli_days > 0)
        ).mappings():
            days = Period(row["month"], row["month"]).days
            found[row["municipality_code"], row["month"]][row["coordinator_id"]] = row["fte_milli_days"] / 1000 / days
    return found


def test_nothing_stands_on_fewer_than_three_coordinators_or_one_and_a_half_positions(
    folder: Path, cells: pd.DataFrame
) -> None:
    staff, shown = staff_of(folder), cells[(cells["state"] == "ok") & (cells["place"] != NATION)]
    for place, key in set(zip(shown["place"], shown["period"], strict=True)):
        for month in Period.from_key(key).months:
            assert len(staff[place, month]) >= 3, (place, key)
        quarters = Period.from_key(key).split("quarter")
        assert all(sum(sum(staff[place, m].values()) for m in one.months) / 3 >= 1.4 for one in quarters), (place, key)


def test_one_coordinator_is_hidden_and_a_place_with_enough_is_shown(folder: Path, cells: pd.DataFrame) -> None:
    staff = staff_of(folder)
    small = {
        place
        for place in set(cells["place"]) - {NATION}
        if min(len(staff[place, m]) for p, m in staff if p == place) < 3
    }
    assert small
    held = Held(publication_of(folder))
    everybody = cells[(cells["figure"] == "case_days") & (cells["kind"] == "all")]
    for place in small:
        keys = everybody.loc[everybody["place"] == place, "period"]
        assert {held.figure("caseload", ("case_days", place, key, "all", ""))[1] for key in keys} >= {"suppressed"}
    large = everybody[~everybody["place"].isin(small) & (everybody["place"] != NATION)]
    assert (large["state"] == "ok").any()


@pytest.mark.parametrize(
    ("hours", "few"),
    [([[1000]] * 3, True), ([[1000, 1000]] * 3, True), ([[500, 500, 500]] * 3, False), ([[400, 400, 400]] * 3, True),
     ([[1000, 1000, 1000], [1000, 1000, 1000], [2000, 1000]], True), ([[], [], []], True)],
)  # fmt: skip
def test_a_quarter_needs_three_in_every_month_and_one_and_a_half_in_all(hours: list[list[int]], few: bool) -> None:
    first = 2025 * 12
    rows = [
        ("0657", first + at, f"R{n}", milli * Period(first + at, first + at).days)
        for at, month in enumerate(hours)
        for n, milli in enumerate(month)
    ]
    staff = pd.DataFrame(rows, columns=["municipality_code", "month", "coordinator_id", "fte_milli_days"])
    assert bool(too_few(staff, {("0657", first)})) == few


@pytest.mark.parametrize("measure", ["caseload", "time_to_first_contact"])
def test_a_category_is_there_in_every_quarter_whether_anybody_is_in_it_or_not(folder: Path, measure: str) -> None:
    cells = publication_of(folder).cells
    quarters = cells[(cells["measure"] == measure) & cells["period"].str.contains("K") & (cells["place"] != NATION)]
    groups = quarters[quarters["kind"] == "target_group"].groupby(["place", "period"])["category"].agg(set)
    assert set(map(frozenset, groups)) == {frozenset({*TARGET_GROUPS, "-"})}
    for _place, of in quarters[quarters["kind"] == "programme"].groupby("place"):
        there = of.groupby("category")["period"].agg(set)
        last = max(of["period"])
        assert all(last in periods for periods in there)


def test_nobody_in_a_category_looks_as_too_few_in_it(folder: Path) -> None:
    held = Held(publication_of(folder))
    key = ("received", "0657", "2025K1", "programme")
    assert held.figure("time_to_first_contact", (*key, "sammen-om-familien"))[1] == "suppressed"
    assert (
        held.figure("time_to_first_contact", ("received", "0657", "1999K1", "programme", "sammen-om-familien"))[1]
        == "missing"
    )


def test_without_a_choice_two_years_are_shown_up_to_the_last_published_quarter(folder: Path) -> None:
    held = Held(publication_of(folder))
    choices = choices_of(held, "0657")
    assert choices.default_period == Period(held.made.last_quarter + 2 - 23, held.made.last_quarter + 2)
