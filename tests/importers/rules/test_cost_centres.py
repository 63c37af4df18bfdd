"""The rules of cost centres and their target groups, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from tests.importers.rules.examples import Example

CENTRES = "Omkostningssted;Målgruppe;Fra;Til;Version"
MAPPING = [CENTRES, "4010;handicap;2025-01;2025-06;1", "4020;fælles;2025-01;;1"]
LEDGER = "Måned;Kontostreng;Omkostningssted;Beløb"

EXAMPLES = (
    Example("centre_ends_before_start", "error", [CENTRES, "4010;handicap;2025-02;2025-01;1"],
            [CENTRES, "4010;handicap;2025-02;2025-02;1"], "Den sidste måned ligger før den første."),
    Example("overlapping_centres", "error", [CENTRES, "4010;handicap;2025-01;2025-06;1", "4010;familie;2025-06;;1"],
            [CENTRES, "4010;handicap;2025-01;2025-06;1", "4010;familie;2025-07;;1", "4020;familie;2025-06;;1"],
            "Månederne for omkostningssted 4010 overlapper dem i række 2."),
    Example("unknown_cost_centre", "warning",
            [LEDGER, "2025-07;528211003;4010;1.000,00", "2025-08;528211003;4010;234,00", "2025-07;528211003;4020;5,00"],
            # In force; known to be shared; and in a month that the mapping does not divide.
            [LEDGER, "2025-06;528211003;4010;1,00", "2025-07;528211003;4020;1,00", "2024-12;528211003;4030;1,00"],
            "Omkostningssted 4010 (2 posteringer, 1.234,00\u00a0kr.) har ingen målgruppe i fordelingen. Skriv det i den.",
            "2 posteringer er ikke med i nogen målgruppe, når regnskabet deles på målgruppe.", before=[MAPPING]),
    Example("unknown_cost_centre", "warning", [CENTRES, "4020;familie;2025-01;;2"],
            [CENTRES, "4010;handicap;2025-01;;2"],
            "Omkostningssted 4010 (1 posteringer, 7,00\u00a0kr.) har ingen målgruppe i fordelingen. Skriv det i den.",
            "1 postering er ikke med i nogen målgruppe, når regnskabet deles på målgruppe.",
            before=[[LEDGER, "2025-03;528211003;4010;7,00"]]),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
