"""The rules of the surveys, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from tests.importers.rules.examples import Example, day

SURVEY = "Nøgle;Udsendt;Besvaret;Sp1"

EXAMPLES = (
    Example("answered_before_sent", "error", [SURVEY, f"N1;{day(9)};{day(10)};3"], [SURVEY, f"N1;{day(9)};{day(9)};3"],
            "Svaret er dateret, før skemaet blev sendt."),
    Example("answers_without_day", "error", [SURVEY, f"N1;{day(9)};;3"], [SURVEY, f"N1;{day(9)};;"],
            "Der er svar, men ingen dato for dem."),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
