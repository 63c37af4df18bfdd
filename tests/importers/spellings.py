"""One known content written in many ways: signs, units, lines above and below, sums among the rows."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# How amounts are grouped and where their decimals begin.
DIALECTS = [(".", ","), ("", ","), (" ", ","), ("'", ","), ("\u202f", ","), (",", "."), ("", "."), (" ", "."), ("'", ".")]
UNITS: dict[int, tuple[str, ...]] = {
    0: ("kr.", "DKK", "hele kr.", "kroner"),
    3: ("1.000 kr.", "TDKK", "t.kr.", "tusinde kr.", "hele 1.000 kr.", "i hele tusinde", "kr. 000"),
    6: ("mio. kr.", "mio.", "MDKK", "mill. kr."),
    -2: ("øre",),
}
FOOTERS = (["Antal rækker: 7"], ["Udskrevet 31-03-2026 af systemet"], ["*** slut ***"], ["Rapport slut"], ["Side 1 af 1"], ["------"])
TITLES = (["Udtræk fra systemet"], ["Herning Kommune"], ["Dannet 31-03-2026"], ["Posteringer over 1.000 kr."], ["Til Mia"], [])


@dataclass
class Written:
    """Rows as they stand in a file, headings among them; and how they were made."""

    rows: list[list[Any]]
    how: str


def number(lot: random.Random, amount: Decimal, dialect: tuple[str, str], fixed: int | None) -> str:
    """fixed: as many decimals in each cell, where that loses nothing; None: as many as it takes."""
    group, sign = dialect
    exact = -int(amount.normalize().as_tuple().exponent)
    places = max(exact, 0) if fixed is None else max(fixed, exact)
    whole, _point, decimals = f"{abs(amount):,.{places}f}".partition(".")
    text = whole.replace(",", group) + (sign + decimals if decimals else "")
    if amount >= 0:
        return lot.choice(["", "", "", "", "+"]) + text
    return lot.choice(["-{}", "{}-", "({})", "\u2212{}", "- {}"]).format(text)


def spelt(
    lot: random.Random, headings: Sequence[str], rows: Sequence[Sequence[Any]], amounts: Sequence[int], sums: Callable[[], list[list[Any]]]
) -> Written:
    """rows hold Decimal in the columns `amounts`. sums: rows of sums that may stand among them, amounts as Decimal."""
    dialect, power = lot.choice(DIALECTS), lot.choice([0, 0, 0, 3, 3, 6, -2])
    fixed = lot.choice([None, None, 2, 3 if power > 0 else 2])
    unit, place = lot.choice(UNITS[power]), lot.choice(["heading", "title", "below", "cell", "brackets"])
    unit = unit.replace("1.000", "1,000") if dialect[1] == "." else unit
    place = "none" if power == 0 and lot.random() < 0.6 else place
    head = list(headings)
    if place in ("heading", "brackets"):
        head = [f"{h} {unit}" if place == "heading" else f"{h} ({unit})" for h in head]
        head = [named if at in amounts else h for at, (h, named) in enumerate(zip(headings, head, strict=True))]
    above = [list(lot.choice(TITLES)) for _ in range(lot.choice([0, 0, 1, 3]))]
    above += [[lot.choice(["Alle beløb i {}", "Regnskab ({})", "Enhed: {}", "{}"]).format(unit)]] if place == "title" else []
    below = [[unit if at in amounts else "" for at in range(len(head))]] if place == "below" else []
    summed = sums() if lot.random() < 0.2 else []
    body = [
        [
            number(lot, cell.scaleb(-power), dialect, fixed) + (f" {unit}" if place == "cell" else "") if isinstance(cell, Decimal) else cell
            for cell in row
        ]
        for row in [*rows, *summed]
    ]
    if lot.random() < 0.2:
        body.insert(lot.randrange(len(body) + 1), list(head))
    body += [list(lot.choice(FOOTERS)) for _ in range(lot.choice([0, 0, 0, 1, 2]))]
    how = f"{dialect} 10^{power} {unit} {place} fixed={fixed} sums={len(summed)}"
    return Written([*above, head, *below, *body], how)
