"""However people spell one content, a delivery gives that content or is refused; no spelling of it gives another."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from dashboard.importers import Given
from dashboard.importers.choices import Choices
from dashboard.importers.delivery import Delivery, receive
from dashboard.importers.present import Present
from tests.importers import spelling
from tests.importers.re_export import Facts, compared, understood
from tests.rounds import rounds


def _received(given: Given) -> Delivery:
    return receive([given], Present(None), Choices(municipality="Herning", as_of=dt.date(2026, 3, 31)))


def _facts(delivery: Delivery, source: str) -> Facts:
    return compared(understood(delivery, source), source)


def _given(path: Path, content: bytes, scanned: bool) -> Given:
    """From a file, where a ledger is scanned where it lies, or as bytes, as from a page."""
    path.write_bytes(content)
    return Given(path.name, path=path) if scanned else Given(path.name, content=content)


@pytest.mark.parametrize("name", spelling.CONTENTS)
def test_a_spelling_gives_its_content_or_is_refused(tmp_path: Path, name: str) -> None:
    content, lot = spelling.CONTENTS[name], random.Random(name)
    plain = spelling.written([content.headings, *([spelling.plain(lot, _plain(c)) for c in row] for row in content.rows)], ";")
    expected = _facts(_received(_given(tmp_path / "ren.csv", plain, True)), content.source)
    understood_too = 0
    for number in range(rounds(2_000, 15)):
        file = spelling.spelt(lot, content, odd_headings=lot.choice([0, 1, 1, 2]))
        delivery = _received(_given(tmp_path / "fil.csv", file, number % 2 == 0))
        if delivery.ok:
            assert content.source in delivery.rows, file.decode()
            assert _facts(delivery, content.source) == expected, file.decode()
            understood_too += 1
    assert understood_too > rounds(2_000, 15) / 3


def test_months_across_give_the_same_postings_or_are_refused(tmp_path: Path) -> None:
    content, lot = spelling.LEDGER, random.Random("tværs")
    plain = spelling.written([content.headings, *content.rows], ";")
    expected = _facts(_received(_given(tmp_path / "ren.csv", plain, True)), "ledger")
    taken = 0
    for number in range(rounds(500, 10)):
        file = spelling.across(lot, content, "Måned", "Beløb")
        delivery = _received(_given(tmp_path / "fil.csv", file, number % 2 == 0))
        if delivery.ok:
            assert _facts(delivery, "ledger") == expected, file.decode()
            taken += 1
    assert taken > rounds(500, 10) / 2


def _plain(value: object) -> object:
    return f"{value:%d-%m-%Y}" if isinstance(value, dt.date) else value
