"""The rules of the services, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from tests.importers.rules.examples import Example, day

SERVICES = "Indsatsnr.;Barn;Paragraf;Fra;Til"
TEN = [SERVICES, *(f"{n};B{n};BL 82.3;02-01-2025;" for n in range(10))]

EXAMPLES = (
    Example("help_ends_before_start", "error", [SERVICES, "1;B1;BL 82.3;02-01-2025;01-01-2025"],
            [SERVICES, "1;B1;BL 82.3;02-01-2025;02-01-2025"], "Indsatsen slutter, før den begynder."),
    Example("unknown_service", "warning", [SERVICES, "1;B1;§ 86;02-01-2025;", "2;B1;§ 86;02-01-2025;"],
            [SERVICES, "1;B1;BL § 86;02-01-2025;"],
            "“§ 86” er ikke en indsats i kataloget eller kan betyde flere (2 rækker). Den er gemt, som den står.",
            "2 indsatser er ikke af nogen type, som kataloget kender."),
    Example("old_law_new_grant", "warning", [SERVICES, "1;B1;SEL § 52, stk. 3, nr. 5;01-01-2024;"],
            [SERVICES, "1;B1;SEL § 52, stk. 3, nr. 5;31-12-2023;", "2;B1;SEL § 85;01-02-2024;", "3;B2;BL § 90;01-02-2024;"],
            "Indsatsen begynder 1. januar 2024 eller senere efter serviceloven. Skulle det være barnets lov?",
            "1 indsats står måske under en paragraf, der var afløst."),
    Example("law_not_yet_in_force", "warning", [SERVICES, "1;B1;BL § 82.3;31-12-2023;"], [SERVICES, "1;B1;BL § 82.3;01-01-2024;"],
            "Indsatsen begynder, før paragraffen trådte i kraft. Tjek paragraffen og datoen.",
            "1 indsats står måske under en paragraf, der ikke gjaldt endnu."),
    Example("law_not_yet_in_force", "warning", [SERVICES, "1;B1;BL § 86 Kompensationsydelse;31-08-2025;"],
            [SERVICES, "1;B1;BL § 86 Kompensationsydelse;01-09-2025;", "2;B2;BL § 86 Merudgifter;31-08-2025;"],
            "Indsatsen begynder, før paragraffen trådte i kraft. Tjek paragraffen og datoen.",
            "1 indsats står måske under en paragraf, der ikke gjaldt endnu."),
    Example("unknown_case", "warning", ["Indsatsnr.;Sagsnr.;Paragraf;Fra", "1;S-1;BL 82.3;02-01-2025", "2;S-2;BL 82.3;02-01-2025"],
            ["Indsatsnr.;Sagsnr.;Paragraf;Fra", "1;S-1;BL 82.3;02-01-2025", "2;;BL 82.3;02-01-2025"],
            "Indsatser på sager, der ikke står i sagslisten: 1 (S-2).", "1 sag med indsatser står ikke i sagslisten.",
            before=[["Sagsnr.;Modtaget", f"S-1;{day(90)}"]]),
    Example("services_drop", "warning", TEN[:5], [*TEN[:5], TEN[5]],
            "Leveringen har 4 indsatser, den sidste fra samme system havde 10. Er den hel?",
            "6 indsatser fra sidste levering er ude af data.",
            before=[TEN, [f"{SERVICES};System", *(f"{n};B{n};BL 82.3;02-01-2025;;Sofus" for n in range(20))]]),
    Example("overlapping_services", "info", [SERVICES, "1;B1;BL 82.3;02-01-2025;05-01-2025", "2;B1;BL 82.3;05-01-2025;"],
            [SERVICES, "1;B1;BL 82.3;02-01-2025;05-01-2025", "2;B1;BL 82.3;06-01-2025;", "3;B2;BL 82.3;01-01-2025;",
             "4;B1;BL 87;01-01-2025;"],
            "Indsatser af samme slags til samme barn, der overlapper: 1.", "1 indsats tælles måske to gange."),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
