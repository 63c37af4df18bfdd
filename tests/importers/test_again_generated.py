"""Sequences of deliveries that overlap, come late, are corrected or are parts: the facts are those of a plain twin, in
whatever order the commands come, and what is refused changes nothing."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.database.metadata import facts
from dashboard.database.provenance_tables import content_hash
from dashboard.database.versions import current
from dashboard.filters import Filters
from dashboard.importers import Report, load
from dashboard.periods import Period
from tests.conftest import Engines
from tests.importers.files import HERNING, csv_file, table, version_name
from tests.oracle_again import Amounts, Cell, Command, World
from tests.queries.test_spending import assert_all_equal
from tests.rounds import rounds

JANUARY = 12 * 2025
ACCOUNTS = {"528211003": ("5.28.21", "003"), "528221004": ("5.28.22", "004"), "557721009": ("5.57.72", "009")}
CENTRES = ("", "Center 7")
LINES = (("5.28.21", ""), ("5.28.22", "004"), ("5.57.72", "009"))
DAYS = [dt.date(2026, 1, 5) + dt.timedelta(days=7 * n) for n in range(8)]
KINDS = ("ledger", "budget")


def drawn_cells(lot: random.Random, kind: str) -> dict[Cell, Amounts]:
    if kind == "ledger":
        every: list[Cell] = [(account, centre) for account in ACCOUNTS for centre in CENTRES]
        chosen = lot.sample(every, lot.randint(1, 4))
        return {cell: (lot.choice([100, 100, 250, -40, 0]),) for cell in chosen}
    chosen_lines = lot.sample(LINES, lot.randint(1, 3))
    return {line: (1000 + lot.choice([0, 50]), lot.choice([0, 50]), lot.choice([0, 1100])) for line in chosen_lines}


def corrected(lot: random.Random, kind: str, cells: dict[Cell, Amounts]) -> dict[Cell, Amounts]:
    """The same accounts or more with some other numbers, as a finance office sends them again."""
    changed = {c: (a[0] + lot.choice([0, 0, 5]), *a[1:]) for c, a in cells.items()}
    return {**(drawn_cells(lot, kind) if lot.random() < 0.4 else {}), **changed}


def drawn(lot: random.Random, kind: str, days: Sequence[dt.date]) -> list[Command]:
    """Deliveries that mostly hold what those before them held."""
    spans = [JANUARY + n for n in range(3)] if kind == "ledger" else [2025, 2026]
    known = {span: drawn_cells(lot, kind) for span in spans}
    found = []
    for day in days:
        files = []
        for _file in range(lot.choice([1, 1, 1, 2])):
            held = {}
            for span in lot.sample(spans, lot.randint(1, len(spans))):
                fresh = lot.random() < 0.3
                held[span] = drawn_cells(lot, kind) if fresh else corrected(lot, kind, known[span])
                known[span] = held[span]
            files.append(held)
        if len(files) == 2 and lot.random() < 0.7:  # disjoint accounts, or the same ones alike
            files[1] = {
                span: {c: files[0].get(span, {}).get(c, a) for c, a in cells.items()}
                for span, cells in files[1].items()
            }
        found.append(Command(day, lot.choice(["", "", "erstat", "suppler"]), tuple(files), once=kind == "budget"))
    return found


def written(folder: Path, kind: str, command: Command, name: str) -> list[Path]:
    paths = []
    for number, file in enumerate(command.files):
        rows: list[list[Any]] = []
        for span, cells in file.items():
            for cell, amounts in cells.items():
                rows += _posted(span, cell, amounts) if kind == "ledger" else [_line(span, cell, amounts, command.day)]
        headings = ["Måned", "Kontostreng", "Omkostningssted", "Beløb", "Tekst"]
        if kind == "budget":
            headings = [
                "År",
                "Funktion",
                "Gruppering",
                "Oprindeligt budget",
                "Tillæg",
                "Forventet regnskab",
                "Opgjort pr.",
            ]
        # A comment that makes each file another one: the same file again is no delivery.
        paths.append(
            csv_file(
                folder / f"{name}-{number}.csv", [*headings, "Bemærk"], [[*row, f"{name}{number}"] for row in rows]
            )
        )
    return paths


def _posted(month: int, cell: Cell, amounts: Amounts) -> Iterator[list[Any]]:
    """In two postings: an account is its sum."""
    text = f"{month // 12}-{month % 12 + 1:02}"
    yield [text, *cell, amounts[0] - 30, "a"]
    yield [text, *cell, 30, "b"]


def _line(year: int, cell: Cell, amounts: Amounts, day: dt.date) -> list[Any]:
    corrected_, supplement, expected = amounts
    return [year, *cell, corrected_ - supplement, supplement, expected or "", day.strftime("%d-%m-%Y")]


def held(folder: Path, kind: str) -> dict[int, dict[Cell, tuple[Amounts, dt.date]]]:
    """The facts of the version that counts, as the oracle gives them."""
    found: dict[int, dict[Cell, tuple[Amounts, dt.date]]] = {}
    if version_name(folder) is None:
        return found
    if kind == "budget":
        for row in table(folder, "budget_line"):
            amounts = (row["original_ore"] + row["supplement_ore"], row["supplement_ore"], row["expected_ore"] or 0)
            cell = (row["account_function"], row["grouping"])
            found.setdefault(row["year"], {})[cell] = (tuple(ore // 100 for ore in amounts), row["as_of"])
        return found
    strings = {names: string for string, names in ACCOUNTS.items()}
    for row in table(folder, "ledger"):
        cell = (strings[row["account_function"], row["grouping"]], row["cost_centre"])
        cells = found.setdefault(row["month"], {})
        before, day = cells.get(cell, ((0,), row["as_of"]))
        assert day == row["as_of"]
        cells[cell] = ((before[0] + row["amount_ore"] // 100,), day)
    return found


def deliver(folder: Path, kind: str, command: Command, name: str, apart: bool = False) -> Report:
    files = written(folder.parent, kind, command, name)
    said = {"municipality": "Herning", "again": command.again} | ({"as_of": command.day} if kind == "ledger" else {})
    return load(files, data_folder=folder, **said)


def content(folder: Path) -> list[tuple[Any, ...]]:
    """The fingerprints of what is held; not of which file came last."""
    names = ("ledger", "budget_line", "coverage", "whole_delivery", "spending_month")
    with current(folder).engine.connect() as connection:
        select = sa.select(content_hash).where(content_hash.c.table_name.in_(names))
        return sorted(tuple(row) for row in connection.execute(select))


@pytest.mark.parametrize("kind", KINDS)
def test_the_facts_are_those_of_the_plain_twin_and_what_is_refused_changes_nothing(tmp_path: Path, kind: str) -> None:
    outcomes = set()
    for seed in range(rounds(300, 2)):
        lot, world = random.Random(f"{kind} {seed}"), World()
        room = tmp_path / f"{seed}"
        room.mkdir()
        days = lot.choices(DAYS, k=lot.randint(2, 5))  # late ones, and some of the same day
        for number, command in enumerate(drawn(lot, kind, days)):
            before = version_name(room / "data")
            report = deliver(room / "data", kind, command, f"f{number}")
            taken = world.take(command)
            outcomes.add(report.outcome)
            assert (report.outcome == "loaded") == taken, (seed, number, command, report.files)
            if not taken:
                assert version_name(room / "data") == before
            expected = {span: cells for span in world.spans() if (cells := world.facts(span))}
            assert held(room / "data", kind) == expected, (seed, number, command)
    assert outcomes == {"loaded", "refused"}


def orders(lot: random.Random, commands: Sequence[Command]) -> list[list[Command]]:
    """Some permutations in which every command is taken in."""
    every = list(itertools.permutations(commands))
    lot.shuffle(every)
    return [list(order) for order in every if all(map(World().take, order))][:3]


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_the_commands_never_matters(tmp_path: Path, kind: str) -> None:
    compared = 0
    for seed in range(rounds(300, 2)):
        lot = random.Random(f"orders {kind} {seed}")
        commands = drawn(lot, kind, lot.sample(DAYS, lot.randint(2, 4)))
        if lot.random() < 0.7:  # all of them are answered, so that none is refused in any order
            commands = [replace(one, again=one.again or lot.choice(["erstat", "suppler"])) for one in commands]
        found = []
        for number, order in enumerate(orders(lot, commands)):
            room = tmp_path / f"{seed}-{number}"
            room.mkdir()
            for at, command in enumerate(order):
                assert deliver(room / "data", kind, command, f"f{at}").ok, (seed, order)
            found.append(content(room / "data"))
        compared += len(found) > 1
        assert all(one == found[0] for one in found), (seed, commands)
    assert compared


@pytest.mark.parametrize("kind", KINDS)
def test_one_command_or_several_give_the_same(tmp_path: Path, kind: str) -> None:
    """Files of one day, which are parts of one extract: said to be added, or of months and years of their own."""
    for seed in range(rounds(300, 2)):
        lot = random.Random(f"one {kind} {seed}")
        (command,) = drawn(lot, kind, [lot.choice(DAYS)])
        command = replace(command, again="suppler")
        apart = [replace(command, files=(file,)) for file in command.files]
        lot.shuffle(apart)
        folders = [tmp_path / f"{seed}-together", tmp_path / f"{seed}-apart"]
        for folder in folders:
            folder.mkdir()
        if not deliver(folders[0] / "data", kind, command, "f").ok:
            assert command.holds() is None, seed
            continue
        for number, one in enumerate(apart):
            assert deliver(folders[1] / "data", kind, one, f"f{number}").ok
        assert held(folders[0] / "data", kind) == held(folders[1] / "data", kind), (seed, command)


def test_the_measure_of_what_was_delivered_equals_its_twin_on_both_engines(tmp_path: Path, engines: Engines) -> None:
    for seed in range(rounds(300, 2)):
        lot = random.Random(f"measure {seed}")
        folder = tmp_path / f"{seed}" / "data"
        folder.parent.mkdir()
        for number, kind in enumerate(lot.choices(KINDS, k=4)):
            (command,) = drawn(lot, kind, [lot.choice(DAYS)])
            deliver(folder, kind, replace(command, again=lot.choice(["erstat", "suppler"])), f"f{number}")
        if version_name(folder) is None:
            continue
        with current(folder).engine.connect() as connection:
            history = {
                name: [dict(row) for row in connection.execute(sa.select(facts.tables[name])).mappings()]
                for name in ("version_info", "municipality", "coverage", "population", "account_class", "ledger",
                             "cost_centre_group", "budget_line")
            }  # fmt: skip
        history["version_info"][0]["as_of"] = dt.date(2026, 3, 1)
        first = JANUARY + lot.choice([0, 1])
        views = [
            Filters((HERNING,), Period(first, JANUARY + last), lot.choice(["month", "year"])) for last in (2, 11, 13)
        ]
        assert_all_equal(engines, history, [(view, {}) for view in views])
