"""However one known content is written, it is read as that content or refused: no spelling gives another."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import Given
from dashboard.importers.choices import Choices
from dashboard.importers.delivery import Delivery, receive
from dashboard.importers.present import Present
from tests.importers.files import excel_file
from tests.importers.re_export import HOME, understood
from tests.importers.spellings import Written, spelt
from tests.rounds import rounds

SIZES = ["12.50", "845.12", "1234.50", "12500", "845120", "61600000", "1234567.89", "0.05", "-99.99", "-1250", "100", "250000"]


def given(lot: random.Random, written: Written, folder: Path) -> Path | Given:
    """As a file that is scanned where it lies, one that is read cell by cell, or a workbook of texts or numbers."""
    way = lot.choice(["scanned", "utf-16", "upload", "excel"] if lot.random() < 0.3 else ["scanned", "utf-16", "upload"])
    if way == "excel":
        return excel_file(folder / "a.xlsx", written.rows[0], written.rows[1:])
    sign, text = lot.choice(";;\t,"), io.StringIO()
    csv.writer(text, delimiter=sign).writerows(written.rows)
    content = text.getvalue().encode("utf-16" if way == "utf-16" else "utf-8-sig")
    if way != "scanned":
        return Given("a.csv", content=content)
    path = folder / "a.csv"
    path.write_bytes(content)
    return path


def read(lot: random.Random, written: Written, folder: Path, decimal: str = "") -> Delivery:
    return receive([given(lot, written, folder)], Present(None), Choices(municipality=HOME, decimal=decimal))  # type: ignore[arg-type]


def ledger(lot: random.Random) -> tuple[Written, Counter[Any]]:
    rows = [
        [f"2025-{lot.randint(1, 12):02}", "5.28.21", f"{lot.randint(2, 9):03}", Decimal(lot.choice(SIZES))] for _ in range(lot.randint(1, 8))
    ]
    content = Counter((int(m[5:]) + 12 * 2025 - 1, f, g, int(a * 100)) for m, f, g, a in rows)

    def sums() -> list[list[Any]]:
        total = sum(row[3] for row in rows)
        return [lot.choice([["2025-12", "5.28.21 I alt", "", total], ["*", "5.28.21", "", total], ["**", "", "", total],
                            ["I alt", "", "", total], ["2025 i alt", "5.28.21", "", total], ["2025-12", "Sum", "", total],
                            [rows[0][0], "5.28.21", "", sum(row[3] for row in rows if row[0] == rows[0][0])]])]  # fmt: skip

    return spelt(lot, ["Måned", "Funktion", "Gruppering", "Beløb"], rows, [3], sums), content


def budget(lot: random.Random) -> tuple[Written, Counter[Any]]:
    groupings = lot.sample(range(2, 20), lot.randint(1, 6))
    rows = [["2026", "5.28.21", f"{g:03}", Decimal(lot.choice(SIZES)), Decimal(lot.choice(SIZES)), "01-02-2026"] for g in groupings]
    content = Counter((2026, f, g, int(a * 100), int(e * 100)) for _y, f, g, a, e, _d in rows)

    def sums() -> list[list[Any]]:
        a, e = (sum(row[at] for row in rows) for at in (3, 4))
        return [lot.choice([["2026", "5.28.21 i alt", "", a, e, "01-02-2026"], ["I alt", "", "", a, e, ""],
                            ["2026", "5.28.21", "", a, e, "01-02-2026"], ["*", "5.28.21", "", a, e, ""]])]  # fmt: skip

    headings = ["År", "Funktion", "Gruppering", "Oprindeligt budget", "Forventet regnskab", "Opgjort pr."]
    return spelt(lot, headings, rows, [3, 4], sums), content


def found_in_ledger(delivery: Delivery) -> Counter[Any]:
    rows = understood(delivery, "ledger")["ledger"]
    return Counter((r["month"], r["account_function"], r["grouping"], r["amount_ore"]) for r in rows)


def found_in_budget(delivery: Delivery) -> Counter[Any]:
    rows = understood(delivery, "budget")["budget_line"]
    return Counter((r["year"], r["account_function"], r["grouping"], r["original_ore"], r["expected_ore"]) for r in rows)


@pytest.mark.parametrize(("make", "found"), [(ledger, found_in_ledger), (budget, found_in_budget)])
def test_no_spelling_gives_another_content(
    tmp_path: Path, make: Callable[[random.Random], tuple[Written, Counter[Any]]], found: Callable[[Delivery], Counter[Any]]
) -> None:
    lot, taken = random.Random(make.__name__), 0
    count = rounds(2_000, 30)
    for _ in range(count):
        written, content = make(lot)
        delivery = read(lot, written, tmp_path)
        if not delivery.ok:
            assert [fault for part in delivery.parts for fault in part.faults if fault.is_error]
            continue
        taken += 1
        assert found(delivery) == content, (written.how, written.rows)
    assert taken > count / 3  # else it refuses what is ordinary


def test_hours_in_every_dialect(tmp_path: Path) -> None:
    lot = random.Random("hours")
    for _ in range(rounds(500, 20)):
        hours = [Decimal(lot.choice(["37", "18.5", "27.75", "0", "30", "7.25", "3.125"])) for _ in range(lot.randint(1, 5))]
        sign, fixed = lot.choice(",."), lot.choice([None, 2, 3])
        rows = [[f"R{n}", str(h if fixed is None else round(h, 3)).replace(".", sign), "2026-01-01"] for n, h in enumerate(hours)]
        delivery = read(lot, Written([["Rådgiver", "Timer", "Fra"], *rows], sign), tmp_path)
        assert delivery.ok, rows
        milli = [row["fte_milli"] for row in understood(delivery, "coordinators")["hours_said"]]
        assert milli == [round(h * 1000 / 37) for h in hours]
