"""The rules of the services, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from tests.importers.rules.examples import Example

SERVICES = "Indsatsnr.;Barn;Paragraf;Fra;Til"

EXAMPLES = (
    Example("help_ends_before_start", "error", [SERVICES, "1;B1;BL 82.3;02-01-2025;01-01-2025"],
            [SERVICES, "1;B1;BL 82.3;02-01-2025;02-01-2025"], "Indsatsen slutter, før den begynder."),
    Example("unknown_service", "warning", [SERVICES, "1;B1;§ 86;02-01-2025;", "2;B1;§ 86;02-01-2025;"],
            [SERVICES, "1;B1;BL § 86;02-01-2025;"],
            "“§ 86” er ikke en indsats i kataloget eller kan betyde flere (2 rækker). Den er gemt, som den står.",
            "2 indsatser er ikke af nogen type, som kataloget kender."),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
