"""The rules of the surveys, each with what it finds and what it only nearly finds."""

from pathlib import Path

import pytest

from tests.importers.rules.examples import Example, day

SURVEY = "Nøgle;Udsendt;Besvaret;Sp1"
SENT = "Nøgle;Udsendt;Respondent;Skema"
LONG = "Nøgle;Besvaret;Spørgsmål;Svar"
ONE = [SENT, f"N1;{day(9)};mor;foraeldre"]
FOUR = "Nøgle;Udsendt;Besvaret;Sp1;Sp2;Sp3;Sp4"

TEN = [SENT, *(f"N{n};{day(99)};mor;foraeldre" for n in range(10))]

EXAMPLES = (
    Example("invitations_drop", "warning", [SENT, *(f"M{n};{day(9)};mor;foraeldre" for n in range(4))],
            [SENT, *(f"M{n};{day(9)};mor;foraeldre" for n in range(5)), f"M9;{day(9)};barn;barn"],
            "Runden har 4 invitationer, den sidste havde 10. Er den hel?",
            "6 invitationer færre end i sidste levering tæller med i svarprocenten.", before=[TEN]),
    Example("answered_before_sent", "error", [SURVEY, f"N1;{day(9)};{day(10)};3"], [SURVEY, f"N1;{day(9)};{day(9)};3"],
            "Svaret er dateret, før skemaet blev sendt."),
    Example("answers_without_day", "error", [SURVEY, f"N1;{day(9)};;3"], [SURVEY, f"N1;{day(9)};;"],
            "Der er svar, men ingen dato for dem."),
    Example("reminded_before_sent", "error", ["Nøgle;Udsendt;Påmindet", f"N1;{day(9)};{day(10)}"],
            ["Nøgle;Udsendt;Påmindet", f"N1;{day(9)};{day(9)}"], "Påmindelsen er sendt før skemaet."),
    Example("rows_disagree", "error", [SURVEY + ";Team", f"N1;;{day(8)};3;Nord"], [SURVEY + ";Team", f"N1;;{day(8)};3;team syd"],
            "Række 2 siger noget andet om “N1”.", beside=[["Nøgle;Udsendt;Team", f"N1;{day(9)};Team Syd"]]),
    Example("unknown_invitation", "error", [LONG, f"N2;{day(8)};1;3"], [LONG, f"N1;{day(8)};1;3"],
            "Dagen, “N2” blev sendt, står hverken her eller i data. Levér også listen over invitationer.", before=[ONE]),
    Example("unknown_form", "error", [SENT, f"N1;{day(9)};mor;trivsel"], [SENT, f"N1;{day(9)};mor;Forældre: samarbejdet med kommunen"],
            "Skemaet “trivsel” findes ikke. Skriv foraeldre, medarbejder eller barn, eller læg jeres eget skema ved siden af data."),
    Example("respondent_not_asked", "error", [SENT, f"N1;{day(9)};barn;foraeldre"], [SENT, f"N1;{day(9)};barn;"],
            "Skemaet foraeldre er ikke til den, der svarer her. Er det det rigtige skema?"),
    Example("unknown_question", "error", [LONG, f"N1;{day(8)};Sp9;3"], [LONG, f"N1;{day(8)};Sp8;3"],
            "“Sp9” er ikke et spørgsmål i skemaet foraeldre.", beside=[ONE]),
    Example("answer_out_of_range", "error", [SURVEY, f"N1;{day(9)};{day(8)};6"], [SURVEY, f"N1;{day(9)};{day(8)};5"],
            "“6” er ikke et svar. Skriv 1 til 5, ved ikke eller ingenting."),
    Example("answer_turned", "error", [SURVEY, f"N1;{day(9)};{day(8)};1 - Helt enig"], [SURVEY, f"N1;{day(9)};{day(8)};5 - Helt enig"],
            "Tallet 1 står ved ord, som i skemaet har tallet 5. Er skalaen vendt? Skriv skemaets egne tal, eller kun ordene."),
    Example("scale_differs", "error", ["Nøgle;Udsendt;Besvaret;Sp1 (1-7)", f"N1;{day(9)};{day(8)};5"],
            ["Nøgle;Udsendt;Besvaret;Sp1 (1-5)", f"N1;{day(9)};{day(8)};5"],
            "Overskriften siger skalaen 1-7, men skemaet foraeldre har 1-5. Hvilket skema er det? Skriv det i kolonnen Skema."),
    Example("answer_in_words", "error", [SURVEY, f"N1;{day(9)};{day(8)};Anne Hansen"], [SURVEY, f"N1;{day(9)};{day(8)};Helt enig"],
            "Ordene er ikke et af skemaets svar. Skriv 1 til 5, ved ikke eller ingenting."),
    Example("duplicate_answer", "error", [LONG, f"N1;{day(8)};1;3", f"N1;{day(8)};Jeg har tillid til min rådgiver.;3"],
            [LONG, f"N1;{day(8)};1;3", f"N1;{day(8)};2;3"], "“N1” har allerede besvaret spørgsmålet i række 2.", beside=[ONE]),
    Example("duplicate_key", "error", [SURVEY, f"N1;{day(9)};;", f"N1;{day(8)};;"], [SURVEY, f"N1;{day(9)};;", f"N1;;{day(8)};3"],
            "“N1” står allerede i række 2."),
    Example("question_of_another_form", "error",
            ["Nøgle;Udsendt;Skema;Besvaret;Hvordan går det i din hverdag?", f"N1;{day(9)};foraeldre;{day(8)};3"],
            ["Nøgle;Udsendt;Besvaret;Hvordan går det i din hverdag?", f"N1;{day(9)};{day(8)};3"],
            "Overskriften er et spørgsmål i et andet skema end foraeldre. Hvilket skema er det? Skriv det i kolonnen Skema."),
    Example("form_not_finished", "warning", [SURVEY + ";Afsluttet", f"N1;{day(9)};;3;0"], [SURVEY + ";Afsluttet", f"N1;{day(9)};;;0"],
            "Skemaet er begyndt, men ikke afsluttet. Det tæller som ikke besvaret.",
            "1 skema, der er begyndt, men ikke afsluttet, tæller som ikke besvaret."),
    Example("too_few_answers", "info", [FOUR, f"N1;{day(9)};{day(8)};1;2;3;ved ikke"], [FOUR, f"N1;{day(9)};{day(8)};1;2;3;4"],
            "Skemaer med færre end 4 svar på spørgsmålene om tillid: 1.",
            "1 skema med for få svar er ikke med i scoren i Forældrenes tillid."),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
