"""The file says what the page says: what is counted, what is left out, how sure it is, and what is not whole."""

from __future__ import annotations

import csv
import io

from dashboard.exports.csv import csv_text
from dashboard.periods import days_in_month
from dashboard.shapes import Answer
from tests.analysis.test_caseload import months
from tests.caseload_answers import answer as caseload_answer


def rows(answer: Answer) -> list[dict[str, str]]:
    """The rows of the file by their headings."""
    return list(csv.DictReader(io.StringIO(csv_text(answer)), delimiter=";"))


def test_cases_whose_coordinator_has_no_known_hours_have_a_column() -> None:
    given = [row | {"unknown_fte_case_days": days_in_month(row["month"])} for row in months(10, 1)]
    left_out, among = "Ikke med: rådgiverens timer er ikke oplyst, gennemsnit", "Heraf: rådgiverens timer"
    divided = rows(caseload_answer(rows=given))
    assert {row[left_out] for row in divided} == {"1,0"}
    counted = rows(caseload_answer(rows=given, programme="p1"))
    assert {row[f"{among} er ikke oplyst, gennemsnit"] for row in counted} == {"1,0"}
    assert left_out not in counted[0]
