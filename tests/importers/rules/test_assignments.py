"""The rules of histories of assignments, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from tests.importers.rules.examples import Example, day

TOLD = "Sagsnr.;Rådgiver;Rolle;Fra;Til"
LIST = ["Sagsnr.;Modtaget;Rådgiver", f"S-1;{day(90)};R1"]

EXAMPLES = (
    Example("assignment_ends_before_start", "error", [TOLD, f"S-1;R1;;{day(9)};{day(10)}"],
            [TOLD, f"S-1;R1;;{day(9)};{day(9)}"], "Tildelingen slutter, før den begynder."),
    Example("assignments_overlap", "warning", [TOLD, f"S-1;R1;;{day(9)};{day(5)}", f"S-1;R2;primær;{day(5)};"],
            [TOLD, f"S-1;R1;;{day(9)};{day(5)}", f"S-1;R2;;{day(4)};", f"S-1;R3;dækning;{day(9)};"],
            "Sag S-1 har allerede en rådgiver den dag, i række 2. Er den ene dækning?",
            "1 sag tæller hos to rådgivere og én gang i alt."),
    Example("assignment_of_unknown_case", "warning", [TOLD, f"S-1;R1;;{day(9)};", f"S-7;R1;;{day(9)};"],
            [TOLD, f"S-1;R1;;{day(9)};"], "Tildelinger af sager, der ikke er på nogen sagsliste: 1 (S-7).",
            "Tildelingerne af 1 sag bruges ikke: den er ikke på nogen sagsliste.", before=[LIST]),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
