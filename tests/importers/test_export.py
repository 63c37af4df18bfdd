"""What was imported can be taken along: written out and read again it is the same facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.database.metadata import facts
from dashboard.database.versions import current
from dashboard.importers import TEMPLATES, load, template
from dashboard.importers.export import export
from dashboard.importers.sources import ALL_TEMPLATES, SOURCES
from tests.importers.files import HERNING
from tests.importers.test_round_trip import FILLED, filled


def contents(folder: Path, source: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables that a source fills."""
    with current(folder).engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(sa.select(facts.tables[name]))), key=repr)
            for name in (SOURCES[source].tables if source in SOURCES else [source])
        }


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_written_out_is_read_again_as_the_same(tmp_path: Path, name: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    source = next(form for form in ALL_TEMPLATES if form.name == name).source
    assert load([filled(template(name, tmp_path, "csv"), FILLED[name])], data_folder=first, municipality="Herning").ok
    with current(first).engine.connect() as connection:
        file = export(connection, name, tmp_path / "out", HERNING)
    report = load([file], data_folder=second)
    assert report.ok, report.faults
    assert contents(second, source) == contents(first, source)
    assert any(contents(first, source).values())
