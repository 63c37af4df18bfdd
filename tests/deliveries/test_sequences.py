"""Sequences of deliveries through the real import: closed months are what was told, whatever order the commands came in."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.database import content
from dashboard.database.provenance_tables import delivery_figure, import_batch, quality_finding
from dashboard.database.rollup_tables import caseload_month
from dashboard.database.tables import SOURCES, version_info
from dashboard.database.versions import current
from dashboard.importers import load
from tests import oracle_caseload
from tests.conftest import Engines
from tests.deliveries.oracle import Told, history
from tests.deliveries.worlds import LAST, Command, World, days, shuffled, worlds
from tests.histories import History
from tests.rounds import rounds

# All the rest is what is known. What a rule finds hangs on what was held when the delivery came.
HOW_IT_CAME = (version_info, import_batch, quality_finding, delivery_figure)


def delivered(folder: Path, commands: list[Command]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, command in enumerate(commands):
        report = load([command.file(folder, number)], data_folder=folder / "data", as_of=command.as_of)
        assert report.ok, (command, report.faults)
    return folder / "data"


def fingerprints(folder: Path) -> dict[str, Any]:
    with current(folder).engine.connect() as connection:
        return {t.name: content.fingerprints(connection, t) for t in content.HASHED if t not in HOW_IT_CAME}


def facts_of(folder: Path) -> History:
    with current(folder).engine.connect() as connection:
        return {t.name: [dict(row) for row in connection.execute(sa.select(t)).mappings()] for t in SOURCES}


def counted(connection: sa.Connection) -> dict[oracle_caseload.Key, dict[str, int]]:
    rows = connection.execute(sa.select(caseload_month)).all()
    return {tuple(row[:7]): dict(zip(oracle_caseload.METRICS, row[7:], strict=True)) for row in rows}  # type: ignore[misc]



@settings(max_examples=rounds(300, 4))
@given(worlds(), st.data())
def test_closed_months_are_what_was_told(
    engines: Engines, tmp_path_factory: Any, world: World, data: st.DataObject
) -> None:
    if not any(command.kind == "cases" for command in world.commands):
        return
    root = tmp_path_factory.getbasetemp() / "sequences"
    root.mkdir(exist_ok=True)
    first = delivered(root / "one", world.commands)
    codes = sorted({case.code for case in world.cases})
    expected = oracle_caseload.caseload_month(history(world.commands, codes))
    named = {(code, who) for code in codes for who in Told(world.commands, code).people()}
    with engines(facts_of(first)) as both:
        for name, connection in both:
            found = counted(connection)
            assert _of(found, "municipality") == _of(expected, "municipality"), name
            assert _of(found, "coordinator", named) == _of(expected, "coordinator", named), name
    again = data.draw(shuffled(world.commands))
    assert fingerprints(delivered(root / "two", again)) == fingerprints(first), again
    _a_later_list_changes_no_closed_month(root, world, data, found)


def _of(months: dict[oracle_caseload.Key, dict[str, int]], level: str, named: set[tuple[str, str]] | None = None) -> Any:
    """The rows of a level; of coordinators without hours the team is not told, so theirs are left out."""
    return {
        key: days for key, days in months.items() if key[0] == level and (named is None or (key[3], key[5]) in named)
    }


def _a_later_list_changes_no_closed_month(root: Path, world: World, data: Any, before: Any) -> None:
    """One more list, of the end of the world: what was known of a case's coordinator stays."""
    last = max(command.as_of for command in world.commands if command.kind == "cases")
    if last == LAST:
        return
    day = data.draw(days(last + dt.timedelta(days=1)))
    rows = [command.rows for command in world.commands if command.kind == "cases"][-1]
    handed_over = tuple((*row[:2], "R9", *row[3:6], "01-01-2025", *row[7:]) for row in rows if not row[5])
    if not handed_over:
        return
    after = Command("cases", day, handed_over)
    report = load([after.file(root, 99)], data_folder=root / "one" / "data", as_of=day)
    assert report.ok, report.faults
    with current(root / "one" / "data").engine.connect() as connection:
        found = counted(connection)
    closed = {key for key in before if key[0] == "coordinator" and key[6] < 12 * last.year + last.month - 1}
    assert {key: found.get(key) for key in closed} == {key: before[key] for key in closed}
