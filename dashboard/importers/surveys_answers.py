"""What a cell means in a form: which question it answers, and which number of the scale it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from dashboard.importers.codes import folded
from dashboard.importers.report import Bad, shown
from dashboard.importers.surveys_forms import Form
from dashboard.importers.values import answer, coded
from dashboard.instruments import MOST_ITEMS, Instrument, Scale, shipped

ITEMS = tuple(f"item_{number}" for number in range(1, MOST_ITEMS + 1))
NUMBERS = {key: number for number, key in enumerate(ITEMS, start=1)}
_NUMBERED = re.compile(r"(?:sp|s|q|item|spoergsmaal)?0*(\d{1,2})")


def texts_of(number: int) -> tuple[str, ...]:
    """The question of that number in each of our forms, in both languages: it may stand as a heading."""
    asked = [form.questions[number - 1] for form in shipped().values() if number <= len(form.questions)]
    return tuple(text for item in asked for text in (item.da, item.en))


def question_text(said: str) -> str:
    """The question in a heading that numbers it or stands it in a grid: `3. Jeg har …`, `Hvor enig er du? [Jeg har …]`."""
    grid = re.fullmatch(r".*\[(.+)\]", said, re.DOTALL)
    numbered = re.fullmatch(r"\(?(?:sp|spørgsmål|q)?[ _.]?\d{1,2}[.):]? *[-–—:]? +(.+)", grid[1] if grid else said, re.DOTALL | re.I)
    return (numbered[1] if numbered else grid[1] if grid else said).strip()


@lru_cache(maxsize=1000)
def owners(number: int, heading: str) -> frozenset[str]:
    """The forms whose question of that number is the heading as a report shows it; none for a heading like `Sp3`."""
    return frozenset(
        form.id
        for form in shipped().values()
        if number <= len(form.questions)
        and heading.casefold() in {shown(text).casefold() for text in _both(form, number)}
    )


def scaled(forms: Iterable[Form]) -> Iterator[tuple[Form, Scale]]:
    """The forms whose scale is known."""
    return ((form, form.instrument.scale) for form in forms if form.instrument is not None)


class Known:
    """The forms there are, as cells name them: what is worked out of a text is worked out once."""

    def __init__(self, instruments: Mapping[str, Instrument]) -> None:
        titled = ((text, one) for one in instruments.values() for text in (one.title.en, one.title.da, one.id))
        self._called = {folded(text): one for text, one in titled}
        self._words = {one.id: _words(one) for one in instruments.values()}
        self._questions: dict[tuple[str, str], int | None] = {}

    def called(self, name: str) -> Instrument | None:
        """By id or title."""
        return self._called.get(folded(name))

    def question(self, form: Instrument, said: str) -> int | None:
        """The number of the question: `3`, `Sp3`, `s_3`, `Spørgsmål 3`, or its text; None where the form has none such."""
        if (form.id, said) not in self._questions:
            found = _question(form, folded(said))
            self._questions[form.id, said] = found or _question(form, folded(question_text(said)))
        return self._questions[form.id, said]

    def on_scale(self, form: Instrument, said: int | str) -> int | None:
        """The number on the form's scale; None for a number beside it, and for words that are none of its own."""
        if isinstance(said, int):
            return said if form.scale.low <= said <= form.scale.high else None
        number, words = coded(said)
        meant = self._words[form.id].get(_plain(words))
        return meant if number in (None, meant) else None

    def is_missing(self, form: Instrument, said: int | str | None) -> bool:
        """Whether it says that there is no answer, by words beside a number that is none of the scale."""
        number, words = coded(said) if isinstance(said, str) else (None, "")
        return number is not None and reads_missing(words) and not form.scale.low <= number <= form.scale.high


def _question(form: Instrument, said: str) -> int | None:
    numbered = _NUMBERED.fullmatch(said)
    if numbered:
        return int(numbered[1]) if 1 <= int(numbered[1]) <= form.count else None
    numbers = range(1, len(form.questions) + 1)
    return next((n for n in numbers if said in {folded(text) for text in _both(form, n)}), None)


def disagreement(form: Instrument, said: int | str | None) -> tuple[int, int] | None:
    """The number that stands beside words, and the other one that the form gives those words."""
    number, words = coded(said) if isinstance(said, str) else (None, "")
    meant = _words(form).get(_plain(words)) if number is not None else None
    return (number, meant) if number is not None and meant not in (None, number) and meant is not None else None


def are_answers(cells: Iterable[Any]) -> bool:
    """Whether every cell is one of the answers in words of one of our forms, with or without its number."""
    said = [coded(str(cell))[1] for cell in cells]
    told = [words for words in said if not reads_missing(words)]
    return bool(told) and any({_plain(words) for words in told} <= _words(form).keys() for form in shipped().values())


def reads_missing(words: str) -> bool:
    """Whether the words say that there is no answer."""
    try:
        return answer(words) is None
    except Bad:
        return False


def _both(form: Instrument, number: int) -> tuple[str, str]:
    item = form.questions[number - 1]
    return item.da, item.en


def _words(form: Instrument) -> Mapping[str, int]:
    labels = {
        _plain(text): number
        for number, label in enumerate(form.scale.labels, start=form.scale.low)
        for text in (label.da, label.en)
    }
    return labels | {_plain(word): number for word, number in form.scale.words.items()}


def _plain(text: str) -> str:
    """Smileys have no letters to fold; the sign that makes them coloured is dropped."""
    return folded(text) or text.replace("\ufe0f", "").strip()
