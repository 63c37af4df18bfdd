"""Does this heading nearly say one of a template's own? It is asked about, never taken.

Headings are compared by the stems of their words, without those that say nothing (`Dato for …`, `… i kommunen`): so
`Lukkedato` is near `Lukket`, and `Seneste kontakt` is not near `Første kontakt`. A slip of the keyboard is near too.
Only columns that the file has nowhere are looked for: beside `Lukket` a `Forventet lukkedato` is somebody's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, NamedTuple

from dashboard.importers import codes
from dashboard.importers.report import shown
from dashboard.importers.template import Column, Template

ALIKE = 0.86  # of difflib's ratio: a letter too many or too few in a word of six
_SHORTEST = 7  # below this one letter makes another word: Kontor is no Konto
_MOST_LETTERS = 2  # too many or too few: what has more is another word
_PART = 6  # of a whole question one letter in so many
_SHORTEST_TURNED = 6  # two letters that changed places: Lukekt
_EMPTY_WORDS = frozenset(
    ("af", "borgerens", "d", "dag", "dato", "datoen", "de", "den", "det", "dkk", "er", "familiens", "for", "har", "i", "id", "ift", "kl", "kode",
     "koden", "kr", "med", "naar", "nr", "nummer", "og", "om", "paa", "per", "pr", "sagens", "tidspunkt", "ved", "date", "day", "of",
     "the", "no", "number", "code", "by")
)  # fmt: skip
_ENDINGS = ("datoen", "dato", "tidspunktet", "tidspunkt", "dagen", "dag", "nummer", "nr")
_YEAR = re.compile(r"(19|20)\d\d")
_STEM = re.compile(r"(?<=\w{4})(?:ernes|erne|ene|ens|ets|er|en|et|es|e|s|t)$")


class Near(NamedTuple):
    """A heading that nobody's column is, and the column that it looks like."""

    heading: str
    column: Column


def near(template: Template, there: Collection[str], unknown: Iterable[Any]) -> Iterator[Near]:
    """there: the keys that headings were found for; unknown: the headings that are no column's."""
    if not template.proposes:
        return
    lacking = [column for column in template.columns if column.key not in there]
    for heading in unknown:
        column = max(lacking, key=lambda one: _likeness(one, heading), default=None)
        if column is not None and _likeness(column, heading) > 0:
            yield Near(shown(heading), column)


def _likeness(column: Column, heading: Any) -> float:
    """0 where it is not near; else how near, 1 being the same words."""
    text = str(heading)
    if "%" in text:
        return 0.0
    names = (*column.headings, *column.hints)
    return max((_alike(words(text), words(name)) or _turned(text, name) for name in names), default=0.0)


def _turned(heading: str, name: str) -> float:
    """Letters that changed places."""
    one, other = codes.folded(heading), codes.folded(name)
    same = len(one) >= _SHORTEST_TURNED and one[0] == other[:1] and sorted(one) == sorted(other)
    return 0.9 if same else 0.0


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if not one or not other:
        return 0.0
    if one == other or set(one) == set(other):
        return 1.0
    joined, name = "".join(one), "".join(other)
    if joined == name:
        return 1.0
    if min(len(joined), len(name)) < _SHORTEST or joined[-1].isdigit() or name[-1].isdigit():
        return 0.0
    matcher = SequenceMatcher(None, joined, name)
    if abs(len(joined) - len(name)) > max(_MOST_LETTERS, len(name) // _PART) or joined[0] != name[0] or matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ALIKE else 0.0


@lru_cache(maxsize=10_000)
def words(heading: str) -> tuple[str, ...]:
    """The stems of what a heading says; all of its words where none of them says anything."""
    spelt = re.sub(r"\([^)]*\)", " ", heading)
    found = codes.slug(re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", spelt)).split("-")
    telling = [word for word in found if word not in _EMPTY_WORDS and not _YEAR.fullmatch(word)] or found
    return tuple(stem for word in telling if (stem := _stem(word)))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return _STEM.sub("", _STEM.sub("", word))
