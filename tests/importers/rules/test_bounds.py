"""Where the rules begin to say something: one row fewer and they are silent; and how many names a sentence holds."""

from pathlib import Path

import pytest

from dashboard.importers.checks import fewer
from tests.importers.rules.examples import Example, day

SHORT = "Sagsnr.;Modtaget"
WHO = "Sagsnr.;Modtaget;Barn;Rådgiver;Lukket;Årsag"
NINE, TEN = ([SHORT, *(f"S-{n};{day(9)}" for n in range(count))] for count in (9, 10))
CONTACTS = "Sagsnr.;Modtaget;Første kontakt"
WAITING = {count: [CONTACTS, *(f"S-{n};{day(9 + n)};" for n in range(count))] for count in (9, 10)}
CODES = {count: [WHO, *(f"S-{n};{day(9)};B{n};R{n};;" for n in range(1, count + 1))] for count in (5, 6)}
HOURS = ["Rådgiver;Timer;Fra", f"R0;37;{day(400)}"]
LEFT_OUT = "rådgivere i sagslisten uden timer er udeladt af Sager pr. rådgiver."

EXAMPLES = (
    Example("received_on_one_day", "warning", TEN, NINE,
            f"10 af sagerne er modtaget {day(9)}. Er det dagen for et systemskifte?",
            "10 sager, der er modtaget samme dag, kan have forkert tid til Første kontakt."),
    Example("no_contacts", "warning", WAITING[10], WAITING[9],
            "Ingen sag i listen har en første kontakt. Mangler kolonnen?",
            "10 åbne sager uden første kontakt tæller som ventende."),
    Example("hours_unknown_for", "warning", CODES[5], [WHO, f"S-1;{day(9)};B1;R0;;"],
            "5 koder i sagslisten har ingen timer og er ikke med i sager pr. rådgiver: R1, R2, R3, R4, R5.",
            f"5 {LEFT_OUT}", before=[HOURS]),
    Example("hours_unknown_for", "warning", CODES[6], [WHO, f"S-1;{day(9)};B1;R0;;"],
            "6 koder i sagslisten har ingen timer og er ikke med i sager pr. rådgiver: R1, R2, R3, R4, R5.",
            f"6 {LEFT_OUT}", before=[HOURS]),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.code} {len(example.found)}")
def test_where_a_rule_begins(tmp_path: Path, example: Example) -> None:
    example.holds(tmp_path)


@pytest.mark.parametrize(("now", "before", "said"), [(4, 10, True), (5, 10, False), (0, 9, False), (0, 10, True)])
def test_fewer_than_half_of_at_least_ten(now: int, before: int, said: bool) -> None:
    assert bool(list(fewer(0, now, before))) is said
