"""The rules of the case list, each with what it finds and what it only nearly finds."""

import datetime as dt
from pathlib import Path

import pytest

from tests.importers.rules.examples import TODAY, Example, day

NUMBERED = [f"S-{number}" for number in range(10)]
DAYS = "Sagsnr.;Modtaget;Første kontakt;Lukket;Årsag;Rådgiver siden"
SHORT = "Sagsnr.;Modtaget"
WHO = "Sagsnr.;Modtaget;Barn;Rådgiver;Lukket;Årsag"
TEN = [SHORT, *(f"{case};{day(100 + number)}" for number, case in enumerate(NUMBERED))]
HOURS = ["Rådgiver;Timer;Fra", f"R1;37;{day(400)}"]

EXAMPLES = (
    Example("duplicate_case", "error", [SHORT, f"S-1;{day(9)}", f"S-1;{day(8)}"], [SHORT, f"S-1;{day(9)}", f"S-2;{day(9)}"],
            "Sagsnummeret “S-1” står allerede i række 2."),
    Example("date_in_future", "error", [SHORT, f"S-1;{day(-1)}"], [SHORT, f"S-1;{day(0)}"], "Dagen ligger i fremtiden."),
    Example("date_after_as_of", "error", [SHORT, f"S-1;{day(1)}"], [SHORT, f"S-1;{day(2)}"],
            "Dagen ligger efter den dag, listen er opgjort.", as_of=TODAY - dt.timedelta(days=2)),
    Example("contact_before_received", "warning", [DAYS, f"S-1;{day(9)};{day(10)};;;"], [DAYS, f"S-1;{day(9)};{day(9)};;;"],
            "Første kontakt ligger før modtagelsen. Rækken er med og tælles som en fejl i data.",
            "1 sag med første kontakt før modtagelsen er udeladt af Første kontakt."),
    Example("received_missing", "warning", [SHORT, f"S-1;{day(9)}", "S-2;"], [SHORT, f"S-1;{day(9)}"],
            "Sagen har ingen modtaget-dato. Den tæller stadig hos sin rådgiver.",
            "1 sag uden modtaget-dato er udeladt af Første kontakt."),
    Example("received_never", "error", [SHORT, "S-1;", "S-2;"], [SHORT, f"S-1;{day(9)}", "S-2;"],
            "Ingen sag har en modtaget-dato. Bed om kolonnen i udtrækket fra fagsystemet."),
    Example("closed_before_received", "error", [DAYS, f"S-1;{day(9)};;{day(10)};Død;"], [DAYS, f"S-1;{day(9)};;{day(9)};Død;"],
            "Sagen er lukket, før den blev modtaget."),
    Example("contact_after_closed", "warning", [DAYS, f"S-1;{day(9)};{day(4)};{day(5)};Andet;"],
            [DAYS, f"S-1;{day(9)};{day(5)};{day(5)};Andet;"],
            "Sagen er lukket før den første kontakt. Rækken er med.",
            "1 sag, der er lukket før den første kontakt, tælles som afsluttet uden kontakt."),
    Example("since_before_received", "warning", [DAYS, f"S-1;{day(9)};;;;{day(10)}"], [DAYS, f"S-1;{day(9)};;;;{day(9)}"],
            "Rådgiveren overtog sagen, før den blev modtaget. Dagen for modtagelsen bruges.",
            "1 sag tælles hos sin rådgiver fra den dag, den blev modtaget."),
    Example("closed_before_since", "error", [DAYS, f"S-1;{day(9)};;{day(5)};Andet;{day(4)}"],
            [DAYS, f"S-1;{day(9)};;{day(5)};Andet;{day(5)}"],
            "Sagen er lukket, før rådgiveren overtog den."),
    Example("reason_missing", "warning", [DAYS, f"S-1;{day(9)};;{day(5)};;"], [DAYS, f"S-1;{day(9)};;{day(5)};Andet;"],
            "Sagen er lukket uden årsag. Den tælles under andet.", "1 sag, der er lukket uden årsag, tælles under andet."),
    Example("reason_while_open", "warning", [DAYS, f"S-1;{day(9)};;;Andet;"], [DAYS, f"S-1;{day(9)};;{day(5)};Andet;"],
            "Der er en årsag til lukning, men ingen dato. Sagen tælles som åben.",
            "1 sag med en årsag til lukning, men uden dato, tælles som åben."),
    Example("hours_unknown_for", "warning", [WHO, f"S-1;{day(9)};B1;R2;;"], [WHO, f"S-1;{day(9)};B1;R1;;"],
            "1 koder i sagslisten har ingen timer og er ikke med i sager pr. rådgiver: R2.",
            "1 rådgiver i sagslisten uden timer er udeladt af Sager pr. rådgiver.", before=[HOURS]),
    Example("date_unlikely_old", "warning", [SHORT, f"S-1;{day(8405)}"], [SHORT, f"S-1;{day(8395)}"],
            "Dagen ligger usandsynligt langt tilbage. Er årstallet rigtigt?"),
    Example("child_on_two_cases", "info", [WHO, f"S-1;{day(9)};B1;R1;;", f"S-2;{day(9)};B1;R1;;"],
            [WHO, f"S-1;{day(9)};B1;R1;;", f"S-2;{day(9)};B1;R1;{day(8)};Andet"],
            "Børn med mere end én åben sag: 1.", "1 barn tæller som ét barn, men med hver af sine sager."),
    Example("child_missing", "info", [WHO, f"S-1;{day(9)};;R1;;", f"S-2;{day(9)};;R1;;"], [WHO, f"S-1;{day(9)};B1;R1;;"],
            "Sager uden nøgle for barnet: 2.", "2 sager uden nøgle for barnet tæller hver som et barn for sig."),
    Example("coordinator_missing", "info", [WHO, f"S-1;{day(9)};B1;;;"], [WHO, f"S-1;{day(9)};B1;;{day(8)};Andet"],
            "Åbne sager uden rådgiver: 1.",
            "1 åben sag uden rådgiver er udeladt af Sager pr. rådgiver og står på listen over sager uden rådgiver."),
    Example("no_contacts", "warning", TEN, TEN[:-1], "Ingen sag i listen har en første kontakt. Mangler kolonnen?",
            "10 åbne sager uden første kontakt tæller som ventende."),
    Example("received_on_one_day", "warning", [SHORT, *(f"{case};{day(9)}" for case in NUMBERED)],
            [SHORT, *(f"{case};{day(9)}" for case in NUMBERED), *(f"T-{n};{day(10 + n)}" for n in range(10))],
            f"10 af sagerne er modtaget {day(9)}. Er det dagen for et systemskifte?",
            "10 sager, der er modtaget samme dag, kan have forkert tid til Første kontakt."),
    Example("ending_no_success", "info", [DAYS, f"S-1;{day(9)};;{day(5)};Død;", f"S-2;{day(9)};;{day(5)};18 år;"],
            [DAYS, f"S-1;{day(9)};;{day(5)};Færdig;", f"S-2;{day(9)};;;Død;"],
            "Sager, der er endt med død, 18 år eller fraflytning: 2.",
            "2 sager, der er endt med død, 18 år eller fraflytning, tælles ikke som færdigbehandlet."),
    Example("sudden_drop", "warning", TEN[:5], TEN[:6], "Leveringen har 4 rækker, den sidste havde 10. Er den hel?",
            "6 rækker fra sidste levering er ude af tallene.", before=[TEN]),
    Example("open_cases_drop", "warning",
            [DAYS, *(f"{case};{day(99)};{day(98)};{day(9) if number > 3 else ''};;" for number, case in enumerate(NUMBERED))],
            [DAYS, *(f"{case};{day(99)};{day(98)};{day(9) if number > 4 else ''};;" for number, case in enumerate(NUMBERED))],
            "Der er 4 åbne sager, den sidste levering havde 10. Er listen hel?",
            "6 åbne sager færre end i sidste levering tæller med i Sager pr. rådgiver.", before=[TEN]),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_found_and_nearly(example: Example, tmp_path: Path) -> None:
    example.holds(tmp_path)
