"""The rules of coordinators and hours, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from tests.importers.rules.examples import Example, day

HOURS = "Rådgiver;Timer;Fra;Til;Ny indtil"
LIST = ["Sagsnr.;Modtaget;Rådgiver;Lukket", f"S-1;{day(90)};R1;", f"S-2;{day(90)};R2;{day(9)}"]

EXAMPLES = (
    Example("ends_before_start", "error", [HOURS, f"R1;37;{day(9)};{day(10)};"], [HOURS, f"R1;37;{day(9)};{day(9)};"],
            "Timerne slutter, før de begynder."),
    Example("overlapping_hours", "error", [HOURS, f"R1;20;{day(9)};{day(5)};", f"R1;20;{day(5)};;"],
            [HOURS, f"R1;20;{day(9)};{day(5)};", f"R1;20;{day(4)};;"],
            "Timerne for R1 overlapper dem i række 2."),
    Example("hours_missing", "warning", [HOURS, f"R1;;{day(9)};;"], [HOURS, f"R1;0;{day(9)};;"],
            "R1 har ingen timer. Sager pr. rådgiver regnes uden R1.",
            "1 rådgiver uden timer er udeladt af Sager pr. rådgiver."),
    Example("hours_without_cases", "info", [HOURS, f"R1;37;{day(99)};;", f"R2;37;{day(99)};;"],
            [HOURS, f"R1;37;{day(99)};;", f"R2;0;{day(99)};;", f"R3;37;{day(99)};{day(1)};"],
            "Rådgivere med timer, men uden åbne sager: 1 (R2).",
            "1 rådgiver uden åbne sager tæller med sine timer i Sager pr. rådgiver.", before=[LIST]),
    Example("hours_above_full_time", "warning", [HOURS, f"R1;37,5;{day(9)};;"], [HOURS, f"R1;37;{day(9)};;"],
            "R1 har mere end 37 timer om ugen. Er det rigtigt?",
            "1 rådgiver tæller som mere end én fuldtidsstilling."),
    Example("starts_far_ahead", "warning", [HOURS, f"R1;37;{day(-367)};;"], [HOURS, f"R1;37;{day(-366)};;"],
            "Timerne begynder om mere end et år. Er årstallet rigtigt?", "1 rådgivers timer tæller ikke med endnu."),
    Example("new_until_before_start", "warning", [HOURS, f"R1;37;{day(9)};;{day(10)}"], [HOURS, f"R1;37;{day(9)};;{day(9)}"],
            "Rådgiveren er ny indtil en dag, før timerne begynder. Det bruges ikke.",
            "1 rådgiver regnes med det almindelige loft fra første dag."),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)


def test_hours_without_cases_asks_the_list_that_comes_along_before_the_one_that_was_loaded(tmp_path: Path) -> None:
    (example,) = (example for example in EXAMPLES if example.code == "hours_without_cases")
    Example(
        example.code, example.severity, example.found, [HOURS, f"R1;37;{day(99)};;"], example.sentence, example.effect,
        before=[["Sagsnr.;Modtaget;Rådgiver", f"S-1;{day(90)};R2"]], beside=[LIST],
    ).holds(tmp_path)  # fmt: skip
