"""In what are amounts written: kroner, thousands, millions, øre, or another country's money?

One parser for headings, title rows, rows of units and cells. A unit is a word of its own: `t kr` is none in `alt kr.`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from dashboard.importers.report import Bad


class Unit(NamedTuple):
    """factor: kroner in one; None: another country's money. sign: before decimals, as `1.000` or `1,000` implies, or ''."""

    factor: Decimal | None
    sign: str = ""


KRONER = Unit(Decimal(1))
_CURRENCY = r"(?:danske )?(?:kroner|krone|kr\.?|dkk)"
# In capitals, for nok and sek are Danish words; so is Mia a name.
_FOREIGN = r"(?-i:[TMK]?(?:EUR|USD|SEK|NOK|GBP|CHF|ISK|PLN))|[tm]?eur|euro|(?:svenske|norske) kroner|[€$£]"
_NUMBER = r"1[., ']?000"
_LARGE = {
    9: r"mia\.?|milliard(?:er)?|mrd\.?|billions?|1[., ']000[., ']000[., ']000",
    6: r"mio\.?|mill\.?|million(?:er|s)?|1[., ']000[., ']000",
    3: rf"{_NUMBER}|tusinde?r?|thousands?",
}
# Thousands and millions that are nothing without their currency: t.kr., TDKK, mkr.
_SHORT = {3: r"[tk]\.? ?(?:kr\.?|dkk)", 6: r"m\.? ?(?:kr\.?|dkk)"}
_ZEROS = {6: r"'?000[., ']000", 3: r"'?000"}  # kr. 000, DKK '000


def _pattern() -> re.Pattern[str]:
    """Longest first: mio. kr. is no kr."""
    some = [f"(?P<foreign>(?:(?:{_LARGE[6]}|{_LARGE[3]}) ?)?(?:{_FOREIGN}))"]
    for power in (9, 6, 3):
        # `1.000` alone is a unit too: Beløb (1.000).
        forms = [rf"(?:hele )?(?:{_LARGE[power]}) ?(?:{_CURRENCY})", rf"{_CURRENCY} ?(?:i )?(?:{_LARGE[power]})"]
        if power in _SHORT:
            forms += [_SHORT[power], rf"{_CURRENCY} ?{_ZEROS[power]}", rf"'000 ?{_CURRENCY}" if power == 3 else r"mkr\.?"]
        bare = _LARGE[power].replace(r"mia\.?", r"mia\.|(?-i:mia)")
        forms.append(rf"(?:hele )?(?:{bare})")
        some.append(f"(?P<e{power}>{'|'.join(forms)})")
    some += [r"(?P<ore>øre)", f"(?P<kr>(?:hele )?{_CURRENCY})"]
    return re.compile(rf"(?<![\w.,'])(?:{'|'.join(some)})(?![\w'])(?![.,]\d)", re.IGNORECASE)


_UNIT = _pattern()
# What may stand around a unit without meaning anything.
_AROUND = re.compile(r"\b(?:i|in|er|alle|beløb|hele|angivet|opgjort|vist|tal|enhed)\b|[\s()\[\]{}:,;./–-]+", re.IGNORECASE)
# How a title says it: after a word that says so, or as all there is between two signs.
_SAYING = re.compile(
    r"\b(?:beløb(?:ene)?|tal(?:lene)?|amounts?|figures|enhed|unit|valuta|currency)\b.{0,30}?(?:\b(?:i|in)\b|:)\s*"
    r"(?:hele )?(?P<what>.+)",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(r"(?:parentes|løbende|årets|rækkefølge|alt\b|perioden|måned|året|januar|februar|marts|april|maj|juni|juli"
                      r"|august|september|oktober|november|december|kvartal|(?:19|20)\d\d|kommune)", re.IGNORECASE)  # fmt: skip
_AN_AMOUNT = re.compile(r"(?:[\d.,]+(?<!\b(?:19|20)\d\d)\s*|\b(?:over|under|mere end|mindre end|mindst|højst|på|fra|til|for|max|min)\.?\s+)$",
                        re.IGNORECASE)  # fmt: skip
_LED_TO = re.compile(r"\b(?:i|in|hele)\s+$", re.IGNORECASE)
_APART = re.compile(r"[;()\[\]|–—]|\s-\s|(?<!\d)[,:]|[,:](?!\d)|(?<=[^\W\d])\.\s+(?=[A-ZÆØÅ])")


def _of(found: re.Match[str]) -> Unit:
    kind, text = str(found.lastgroup), found[0]
    if kind == "foreign":
        return Unit(None)
    sign = {".": ",", ",": "."}.get(text[at + 1], "") if (at := text.find("1")) >= 0 and len(text) > at + 1 else ""
    powers = {"ore": -2, "kr": 0, "e3": 3, "e6": 6, "e9": 9}
    return Unit(Decimal(1).scaleb(powers[kind]), sign)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("´", "'").split())


def found_in(text: str) -> list[Unit]:
    """Every unit in a heading."""
    return [_of(found) for found in _UNIT.finditer(_plain(text))]


def written_in(text: str) -> list[tuple[str, Unit]]:
    """The same, each as it is written."""
    return [(found[0], _of(found)) for found in _UNIT.finditer(_plain(text))]


def without(text: str) -> str:
    """A heading without its units and the words that lead to them: `Forbrug i mio. kr.` is `Forbrug`."""
    bare = _UNIT.sub("\0", _plain(text))
    bare = re.sub(r"[(\[]\s*(?:(?:i|in|hele|alle|beløb|angivet|vist)\s+)*\0\s*[)\]]", " ", bare, flags=re.IGNORECASE)
    bare = re.sub(r"[-–,:/]?\s*(?:\b(?:i|in|hele|angivet|vist)\s+)*\0", " ", bare, flags=re.IGNORECASE)
    return bare.strip(" -–,:/")


def exactly(text: str) -> Unit | None:
    """The unit that is all there is in the text, but for words like `i` and `alle beløb`; else None."""
    plain = _plain(text)
    found = [*_UNIT.finditer(plain)]
    rest = _UNIT.sub(" ", plain)
    return _of(found[0]) if len(found) == 1 and not _AROUND.sub("", rest) else None


def rest(text: str) -> str:
    """What is left of a text without its units and the words that lead to them."""
    bare = without(text)
    return re.sub(r"^(?:(?:i|in|hele|alle|beløb)\s+)+|\s+(?:i|in)$", "", bare, flags=re.IGNORECASE) if _AROUND.sub("", bare) else ""


def in_cell(text: str) -> Unit:
    """The unit beside a number: `mio. kr.`. Raises Bad where it is none, or another country's money."""
    unit = _UNIT.fullmatch(_plain(text))
    if unit is None:
        raise Bad("unit_in_cell")
    if _of(unit).factor is None:
        raise Bad("foreign_currency")
    return _of(unit)


def in_title(text: str) -> list[Unit]:
    """The units that a line above the headings says its amounts are in. Raises Bad where it says one that is not known."""
    found = []
    for part in (part.strip() for part in _APART.split(_plain(text))):
        if not part:
            continue
        if (unit := exactly(part)) is not None and not part.strip("'").replace(".", "").isdigit():
            found.append(unit)
        elif (saying := _SAYING.search(part)) and not _NO_UNIT.match(saying["what"]):
            found.append(_said(saying["what"]))
        else:
            found += _at_the_end(part)
    return found


def _said(what: str) -> Unit:
    begins = _UNIT.match(what)
    if begins is None:
        raise Bad("unit_in_title")
    return _of(begins)


def _at_the_end(part: str) -> list[Unit]:
    """`Regnskab 2026 i 1.000 kr.`; an amount that is spoken of (`over 1.000 kr.`, `5 mio. kr.`) is no unit."""
    units = [unit for unit in _UNIT.finditer(part) if not _AN_AMOUNT.search(part[: unit.start()])]
    said = [unit for unit in units if _LED_TO.search(part[: unit.start()]) or not unit[0][-1].isdigit()]
    if not said:
        return []
    last, plain = said[-1], [unit for unit in said if _of(unit).factor == 1]
    if len(plain) == len(said):
        return [KRONER] if _ends(last, part) else []
    if len(said) > 1 or not _ends(last, part) or not (_LED_TO.search(part[: last.start()]) or _has_money(last[0])):
        raise Bad("unit_in_title")
    return [_of(last)]


def _ends(unit: re.Match[str], part: str) -> bool:
    return not part[unit.end() :].strip(" .")


def _has_money(text: str) -> bool:
    return re.search(f"{_CURRENCY}|{_FOREIGN}|000", text, re.IGNORECASE) is not None
