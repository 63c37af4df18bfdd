"""Teams and programmes come with the rows that name them, are added to by later deliveries, and never replaced."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from dashboard.database import versions
from dashboard.database.tables import programme, programme_municipality, team
from tests.importers.test_versions import deliver

HEADINGS = ["Sagsnr.", "Modtaget", "Team", "Projekt", "Kommune"]


def test_a_later_list_adds_its_teams_and_programmes_to_those_of_the_earlier(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    deliver(folder, "a.csv", HEADINGS, [["S-1", "05-01-2026", "Nord", "Familiekurser", 657]])
    deliver(folder, "b.csv", HEADINGS, [["S-2", "06-01-2026", "Syd", "Mit liv", 730]])
    with versions.current(folder).engine.connect() as connection:
        teams = {(code, name) for code, name in connection.execute(sa.select(team.c.municipality_code, team.c.name))}
        names = dict(map(tuple, connection.execute(sa.select(programme.c.programme_id, programme.c.name))))
        columns = (programme_municipality.c.programme_id, programme_municipality.c.municipality_code)
        taking_part = {(names[one], code) for one, code in connection.execute(sa.select(*columns))}
    assert teams == {("0657", "Nord"), ("0730", "Syd")}
    assert taking_part == {("Familiekurser", "0657"), ("Mit liv", "0730")}
