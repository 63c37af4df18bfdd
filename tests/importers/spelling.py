"""One known content of each template, spelt as people spell files: headings, order, what stands around, and cells.

Each spelling is the same content to whoever made it. A program that reads one of them as something else has misread it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

Cell = Any
Way = Callable[[random.Random, Any], str]

NAMED_ALONE = "Team"  # no number hangs on it: far from its name it is not used, and that is said
SHORTEST_TYPO = 8  # letters: in a shorter word one letter more or less may make another word
EXTRA = (
    "Bemærkning", "Alder", "Postnr.", "Skole", "Status", "Sagstype", "Køn", "Diagnose", "Seneste kontakt", "Kontaktperson",
    "Forventet lukning", "Næste opfølgning", "Oprettet", "Leverandør", "Bilagsnr.", "Posteringstekst", "Afvigelse %", "Prioritet",
    "Sagsbehandlingstid", "Henvendelsestype", "Område", "Notat",
)  # fmt: skip
TITLES = (
    "Udtræk", "Sagsliste, Børn og Unge, Familieafdelingen, side 1", "Parameter 1: x; Parameter 2: y", "", "Fortroligt",
    "Udtrukket af bruger abc", "Version 3, kun til intern brug, ja, tak",
)  # fmt: skip
ENGLISH = {
    "Sagsnr.": "Case number", "Modtaget": "Received", "Første kontakt": "First contact", "Lukket": "Closed",
    "Rådgiver": "Coordinator", "Timer om ugen på sager": "Hours a week", "Fra": "From", "Til": "Until", "Måned": "Month",
    "Funktion": "Function", "Beløb": "Amount", "År": "Year", "Besvaret": "Answered", "Udsendt": "Sent", "Nøgle": "Key",
    "Målgruppe": "Target group", "Gruppering": "Grouping", "Oprindeligt budget": "Original budget",
}  # fmt: skip


@dataclass(frozen=True)
class Content:
    """headings of the template, in order, and rows of values."""

    source: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    ways: dict[str, Way] = field(default_factory=dict)  # how the cells under a heading may be written


def day(lot: random.Random, value: dt.date | None) -> str:
    """As a Danish day, an ISO day, or a moment of that day in Denmark."""
    if value is None:
        return ""
    moment = dt.datetime.combine(value, dt.time(lot.choice([0, 1, 9, 23]), 30), ZoneInfo("Europe/Copenhagen"))
    utc = moment.astimezone(dt.UTC)
    return lot.choice(
        [f"{value:%d-%m-%Y}", f"{value:%d.%m.%Y}", f"{value:%Y-%m-%d}", f"{moment:%d-%m-%Y %H:%M}", f"{utc:%Y-%m-%dT%H:%M:%SZ}",
         f"{utc:%Y-%m-%d %H:%M} UTC", f"{utc:%Y-%m-%dT%H:%M:%S.000+00:00}", f"{moment:%Y-%m-%dT%H:%M:%S}"]
    )  # fmt: skip


def month(lot: random.Random, value: str) -> str:
    year, number = value.split("-")
    names = ("januar", "februar", "marts", "april", "maj", "juni")
    return lot.choice([value, f"{number}-{year}", f"{names[int(number) - 1]} {year}", f"01-{number}-{year}", f"{year}{number}"])


def answer(lot: random.Random, value: int | None) -> str:
    """A number of the parents' form, its words, or both."""
    words = ("Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig")
    if value is None:
        return lot.choice(["", "ved ikke", "9 - Ved ikke"])
    said = words[value - 1]
    return lot.choice([str(value), said, said.upper(), f"{value} - {said}", f"{value}: {said}", f"{said} ({value})"])


def plain(lot: random.Random, value: Any) -> str:
    return "" if value is None else str(value)


def spelt_heading(lot: random.Random, heading: str) -> str:
    """The heading as somebody writes it, as near or far from the template's as people come."""
    ways: list[Callable[[], str]] = [
        lambda: heading, heading.upper, heading.lower, heading.title, lambda: f" {heading} ", lambda: f"{heading}:",
        lambda: heading.replace("å", "aa").replace("ø", "oe").replace("æ", "ae"), lambda: heading.replace(" ", "_"),
        lambda: heading.replace(" ", "\n"), lambda: f"{heading} dato", lambda: f"Dato for {heading.lower()}",
        lambda: f"{heading} (udfyldes)", lambda: f"Sagens {heading.lower()}", lambda: f"{heading}*",
        lambda: f"{heading.rstrip('.')}nr.", lambda: f"{heading.rstrip('.')}er", lambda: ENGLISH.get(heading, heading),
        lambda: _typo(lot, heading),
    ]  # fmt: skip
    return lot.choice(ways)()


def _typo(lot: random.Random, heading: str) -> str:
    if len(heading) < SHORTEST_TYPO:
        return heading
    at = lot.randrange(1, len(heading) - 1)
    if " " in heading[at - 1 : at + 2] or not heading[at].isalpha():
        return heading
    return lot.choice([heading[:at] + heading[at + 1 :], heading[:at] + heading[at] + heading[at:],
                       heading[: at - 1] + heading[at] + heading[at - 1] + heading[at + 1 :] if at > 1 else heading])  # fmt: skip


def spelt(lot: random.Random, content: Content, *, odd_headings: int = 1) -> bytes:
    """A CSV file of the content: columns in any order, others among them, lines above and headings again between.

    odd_headings: how many headings are not written as the template writes them.
    """
    named = dict(zip(content.headings, content.headings, strict=True))
    for heading in lot.sample([h for h in content.headings if h != NAMED_ALONE], odd_headings):
        named[heading] = spelt_heading(lot, heading)
    order: list[tuple[str, str]] = [(named[heading], heading) for heading in content.headings]
    others = [extra for extra in EXTRA if content.source != "budget" or extra != "Bemærkning"]  # which is an explanation there
    order += [(extra, "") for extra in lot.sample(others, lot.choice([0, 0, 1, 3]))]
    lot.shuffle(order)
    lines: list[Sequence[str]] = [[lot.choice(TITLES)] for _ in range(lot.choice([0, 0, 1, 4, 40]))]
    headings = [shown for shown, _ in order]
    lines.append(headings)
    again = lot.random() < 0.2
    for number, row in enumerate(content.rows):
        if again and number == len(content.rows) // 2:
            lines.append(headings)
        cells = dict(zip(content.headings, row, strict=True))
        lines.append([content.ways.get(h, plain)(lot, cells[h]) if h else lot.choice(["", "x", "12", "noget"]) for _, h in order])
    return written(lines, lot.choice(";;;\t"))


def across(lot: random.Random, content: Content, month_heading: str, amount: str) -> bytes:
    """The same with a column for each month."""
    months = sorted({row[content.headings.index(month_heading)] for row in content.rows})
    others = [h for h in content.headings if h not in (month_heading, amount)]
    keyed: dict[tuple[str, ...], dict[str, str]] = {}
    for row in content.rows:
        cells = dict(zip(content.headings, row, strict=True))
        keyed.setdefault(tuple(plain(lot, cells[h]) for h in others), {})[cells[month_heading]] = plain(lot, cells[amount])
    names = ("Januar", "Februar", "Marts", "April", "Maj", "Juni")
    form = lot.choice(["year", "name year", "name", "period"])
    labels = {
        "year": list(months),
        "name year": [f"{names[int(m[-2:]) - 1][:3]} {m[:4]}" for m in months],
        "name": [names[int(m[-2:]) - 1] for m in months],
        "period": [f"Periode {int(m[-2:])}" for m in months],
    }[form]
    title = [["Regnskab 2026"]] if form in ("name", "period") and lot.random() < 0.8 else []
    lines: list[Sequence[str]] = [*title, [*others, *labels]]
    lines += [[*key, *(by.get(m, "") for m in months)] for key, by in keyed.items()]
    return written(lines, ";")


def written(lines: Sequence[Sequence[str]], sign: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=sign, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


DAY = dt.date
CASES = Content(
    "cases",
    ("Sagsnr.", "Modtaget", "Første kontakt", "Rådgiver", "Team", "Lukket", "Målgruppe"),
    (
        ("S-1", DAY(2026, 2, 1), DAY(2026, 2, 5), "R1", "Nord", None, "handicap"),
        ("S-2", DAY(2026, 2, 2), DAY(2026, 2, 28), "R2", "Nord", DAY(2026, 3, 20), "familie"),
        ("S-3", DAY(2026, 3, 31), None, "R1", "Syd", None, "familie"),
        ("S-4", DAY(2026, 1, 31), DAY(2026, 2, 1), "R2", "Syd", DAY(2026, 3, 31), "handicap"),
    ),
    {"Modtaget": day, "Første kontakt": day, "Lukket": day},
)
COORDINATORS = Content(
    "coordinators",
    ("Rådgiver", "Team", "Timer om ugen på sager", "Fra", "Til"),
    (
        ("R1", "Nord", "37", DAY(2025, 1, 1), DAY(2026, 2, 28)),
        ("R1", "Nord", "18,5", DAY(2026, 3, 1), None),
        ("R2", "Syd", "30", DAY(2025, 6, 1), None),
    ),
    {"Fra": day, "Til": day},
)
BUDGET = Content(
    "budget",
    ("År", "Funktion", "Gruppering", "Oprindeligt budget", "Tillæg", "Forventet regnskab", "Opgjort pr."),
    (
        ("2026", "5.28.21", "003", "1250000", "-50000", "1190000", DAY(2026, 3, 31)),
        ("2026", "5.57.72", "009", "75000", "0", "75000", DAY(2026, 3, 31)),
    ),
    {"Opgjort pr.": day},
)
LEDGER = Content(
    "ledger",
    ("Måned", "Funktion", "Gruppering", "Omkostningssted", "Beløb"),
    (
        ("2026-01", "5.28.21", "003", "C1", "100"),
        ("2026-02", "5.28.21", "003", "C1", "-40,5"),
        ("2026-03", "5.28.21", "003", "C1", "300"),
        ("2026-01", "5.28.22", "004", "C2", "7,25"),
        ("2026-03", "5.28.22", "004", "C2", "80"),
    ),
    {"Måned": month},
)
SURVEY = Content(
    "surveys",
    ("Nøgle", "Udsendt", "Besvaret", "Sp1", "Sp2", "Sp3", "Sp4", "Sp5", "Sp6"),
    (
        ("N1", DAY(2026, 2, 1), DAY(2026, 2, 5), 5, 4, 4, 5, 1, 3),
        ("N2", DAY(2026, 2, 1), DAY(2026, 2, 28), 1, None, 3, 2, 2, 3),
        ("N3", DAY(2026, 2, 1), None, None, None, None, None, None, None),
    ),
    {"Udsendt": day, "Besvaret": day} | {f"Sp{number}": answer for number in range(1, 7)},
)
CONTENTS = {"sager": CASES, "raadgivere": COORDINATORS, "budget": BUDGET, "regnskab": LEDGER, "spoergeskema": SURVEY}
