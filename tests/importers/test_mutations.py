"""However a file is spoilt, an import ends in words: all of it is taken in, or nothing.

What is taken in is written out again by the product's own export; read again it is the same facts.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.database.metadata import facts
from dashboard.importers import TEMPLATES, Given, check, load, template
from dashboard.importers.delivery import Delivery, ledgers, receive
from dashboard.importers.export import cells
from dashboard.importers.export_rows import ROWS
from dashboard.importers.ledger_write import write_ledgers
from dashboard.importers.present import Present
from dashboard.importers.sources import ALL_TEMPLATES, SOURCES
from tests.importers.files import csv_file, excel_file, table, version_name, website_export
from tests.importers.mutating import bytes_spoilt, cells_spoilt
from tests.importers.test_round_trip import FILLED, filled
from tests.rounds import rounds

HOME = "Herning"
Facts = dict[str, Counter[tuple[Any, ...]]]


def received(content: bytes, name: str = "fil.csv") -> Delivery:
    return receive([Given(name, content=content)], Present(None), None, HOME, None)


def understood(delivery: Delivery, source: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of the tables that an import would write, a missing value as None."""
    if source == "ledger":
        return written(delivery)
    frames = SOURCES[source].facts(delivery.rows[source], delivery.context)
    return {name: list(_rows(frame)) for name, frame in frames.items()}


def written(delivery: Delivery) -> dict[str, list[dict[str, Any]]]:
    """A ledger's rows are nowhere but in its table."""
    engine = sa.create_engine("duckdb:///:memory:")
    with engine.begin() as connection:
        facts.create_all(connection)
        write_ledgers(connection, ledgers(delivery), delivery.context)
        rows = [dict(row) for row in connection.execute(sa.select(facts.tables["ledger"])).mappings()]
    engine.dispose()
    return {"ledger": rows}


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        yield {str(key): int(value) if isinstance(value, float) else value for key, value in row.items()}


def compared(rows: dict[str, list[dict[str, Any]]], source: str) -> Facts:
    names = SOURCES[source].tables if source in SOURCES else [source]
    columns = {name: [column.name for column in facts.tables[name].columns] for name in names}
    return {name: Counter(tuple(row[c] for c in columns[name]) for row in rows[name]) for name in columns}


def written_again(rows: dict[str, list[dict[str, Any]]], source: str) -> bytes:
    form = next(form for form in ALL_TEMPLATES if form.source == source)
    lines = [[column.heading for column in form.columns], *cells(form, ROWS[source](lambda name: rows.get(name, [])))]
    quoted = (";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    return "\r\n".join(quoted).encode("utf-8-sig")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_spoilt_file_is_refused_or_taken_in_whole(tmp_path: Path, name: str) -> None:
    source = next(form for form in ALL_TEMPLATES if form.name == name).source
    lot = random.Random(name)
    original = filled(template(name, tmp_path, "csv"), FILLED[name]).read_bytes()
    taken = 0
    for number in range(rounds(5_000, 80)):
        spoil = bytes_spoilt if number % 4 == 0 else cells_spoilt
        content = spoil(lot, original)
        delivery = received(content)
        if not delivery.ok or source not in delivery.rows:
            continue
        taken += 1
        rows = understood(delivery, source)
        again = received(written_again(rows, source))
        assert again.ok, (content, [fault for part in again.parts for fault in part.faults])
        assert compared(understood(again, source), source) == compared(rows, source), content
    assert taken > 2  # else the spoiling is too rough to tell anything


@pytest.mark.parametrize("kind", ["regk31.csv", "sager.xlsx", "sager.csv"])
def test_nothing_of_a_refused_file_is_loaded(tmp_path: Path, kind: str) -> None:
    rows = [["S-1", "R1", "01-02-2025"], ["S-2", "R1", "01-03-2025"]]
    headings, data, lot = ["Sagsnr.", "Rådgiver", "Modtaget"], tmp_path / "data", random.Random(kind)
    original = {
        "regk31.csv": lambda: website_export(tmp_path / "regk31_2024.csv"),
        "sager.xlsx": lambda: excel_file(tmp_path / kind, headings, rows),
        "sager.csv": lambda: csv_file(tmp_path / kind, headings, rows),
    }[kind]().read_bytes()
    for _ in range(rounds(5_000, 8)):
        content = bytes_spoilt(lot, original)
        before = version_name(data)
        given = [Given(f"2024-{kind}", content=content)]
        tried = check(given, data_folder=data, municipality=HOME)
        if tried.ok and before is not None:
            continue  # one load shows it; each costs a whole version
        report = load(given, data_folder=data, municipality=HOME)
        assert report.ok == tried.ok
        assert (version_name(data) != before) == (report.outcome == "loaded")
        if report.outcome == "loaded" and kind.startswith("sager"):
            assert len(table(data, "case_file")) == report.files[0].rows_in
