"""Every file of made_by_people is read right, or refused with a sentence that says why; none gives another number."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dashboard.database.versions import NoData
from dashboard.importers import Given, check, load, render
from dashboard.language import set_language
from dashboard.periods import month_text
from tests.importers.files import table
from tests.importers.made_by_people import MADE, Made

DAY = dt.date(2026, 3, 31)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    try:
        return table(folder, name)
    except NoData:
        return []


def held(folder: Path) -> dict[str, Any]:
    """What the data hold, as a person would write it down; only of what there is anything."""
    who = {row["case_id"]: row["coordinator_id"] for row in rows(folder, "case_said")}
    posted: Counter[tuple[str, str, str]] = Counter()
    for r in rows(folder, "ledger"):
        posted[month_text(r["month"]), r["account_function"], r["grouping"]] += r["amount_ore"]
    found = {
        "ledger": [(*account, ore / 100) for account, ore in posted.items()],
        "budget": [
            (r["year"], r["account_function"], r["grouping"], r["original_ore"] / 100) for r in rows(folder, "budget_line")
        ],
        "cases": [
            (r["case_id"], *(str(r[day] or "") for day in ("received_on", "first_contact_on", "closed_on")),
             who.get(r["case_id"], ""), r["team_id"])
            for r in rows(folder, "case_file")
        ],
        "population": [(r["municipality_code"], r["year"], r["persons"]) for r in rows(folder, "population")],
        "hours": [(r["coordinator_id"], r["fte_milli"]) for r in rows(folder, "coordinator_fte")],
        "answers": [(r["item"], r["value"]) for r in rows(folder, "survey_answer") if r["value"] is not None],
    }  # fmt: skip
    return {name: sorted(values) for name, values in found.items() if values}


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.name)
def test_read_right_or_refused_with_a_reason(made: Made, tmp_path: Path) -> None:
    set_language("da")
    given = [Given(made.name, content=made.content)]
    tried = check(given, data_folder=tmp_path, municipality="657", as_of=DAY)
    report = load(given, data_folder=tmp_path, municipality="657", as_of=DAY)
    said = "\n".join(render(report))
    assert report.ok == tried.ok
    assert "CPR" not in said
    if report.ok:
        assert made.right is not None, said
        assert held(tmp_path) == made.right, said
        assert re.search(made.said, said), said
    else:
        assert made.refused, said
        assert held(tmp_path) == {}
        assert re.search(made.refused, said), said
