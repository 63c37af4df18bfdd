"""What was delivered, how old it is and what the rules found are what the slow twin says, on both engines."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.database.operational import operational_engine
from dashboard.importers.rules import RULES
from dashboard.queries.quality import CADENCE_DAYS, RUNS_SHOWN, delivered, findings, tried
from dashboard.records.import_runs import ImportRun, record_runs
from tests import oracle_quality
from tests.conftest import Engines
from tests.histories import CODES, History, empty_history
from tests.rounds import rounds

TODAY = dt.date(2026, 3, 1)


@st.composite
def histories(draw: Any) -> History:
    """Deliveries around the day on which each becomes late, and a source that nobody knows."""
    history = empty_history(TODAY, CODES)
    for code in CODES:
        for source in (*CADENCE_DAYS, "weather"):
            if draw(st.booleans()):
                edge = 4 * CADENCE_DAYS.get(source, 3) // 3
                age = draw(st.sampled_from((0, 1, edge - 1, edge, edge + 1, 2 * edge)))
                day = TODAY - dt.timedelta(days=age)
                rows_in = draw(st.integers(1, 99))
                of = {"municipality_code": code, "source": source}
                came = draw(st.dates(day, TODAY))
                history["delivery"].append({**of, "delivered_on": came, "as_of": day, "rows_in": rows_in})
                rules = draw(st.lists(st.sampled_from(sorted(RULES)), unique=True, max_size=3))
                history["quality_finding"] += [{**of, "rule": rule, "n": draw(st.integers(1, 3))} for rule in rules]
    return history


@settings(max_examples=rounds(100, 4))
@given(histories(), st.sampled_from([CODES, CODES[:1], CODES[1:]]))
def test_equals_the_oracle(engines: Engines, history: History, codes: tuple[str, ...]) -> None:
    with engines(history) as both:
        for name, connection in both:
            found = [(*vars(one).values(), one.late) for one in delivered(connection, codes, TODAY)]
            assert found == oracle_quality.delivered(history, codes, TODAY), name
            said = [tuple(vars(one).values()) for one in findings(connection, codes)]
            assert said == oracle_quality.findings(history, codes), name


def test_a_list_is_late_nine_days_after_the_day_it_describes(engines: Engines) -> None:
    history = empty_history(TODAY, CODES)
    for code, age in zip(CODES, (7, 9, 10), strict=True):
        day = TODAY - dt.timedelta(days=age)
        history["delivery"].append({"municipality_code": code, "source": "cases", "delivered_on": TODAY, "as_of": day, "rows_in": 1})
    with engines(history) as both:
        for _name, connection in both:
            assert [one.late for one in delivered(connection, CODES, TODAY)] == [False, False, True]


def test_files_are_shown_newest_first_and_only_to_their_municipality(tmp_path: Path) -> None:
    def run(file: str, code: str) -> ImportRun:
        return ImportRun(file, "cases", code, "refused", 3, 2, {"bad_date": 2})

    with operational_engine(tmp_path).begin() as connection:
        record_runs(connection, [run("a.csv", "0657"), run("b.csv", "0730"), run("c.csv", "")])
        assert [one.file_name for one in tried(connection, ["0657"])] == ["c.csv", "a.csv"]
        record_runs(connection, [run(f"{number}.csv", "0657") for number in range(RUNS_SHOWN)])
        assert [one.file_name for one in tried(connection, ["0657"])][:2] == ["19.csv", "18.csv"]
        assert len(tried(connection, ["0657"])) == RUNS_SHOWN
