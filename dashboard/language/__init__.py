"""Danish first, English complete: `_("English sentence with {n}", n=…)` gives the reader's language.

The language is a ContextVar, set per request by web and by the command line. Strings are looked up when they are
shown, never at import: a string made at import would be frozen in one language.
Translations are the .po files in language/da, one per part of the product, read and merged at first use.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from babel.messages.pofile import read_po

from dashboard.settings import settings

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")
_language: ContextVar[Language | None] = ContextVar("language", default=None)


def current_language() -> Language:
    return _language.get() or settings().language


def set_language(language: Language) -> None:
    _language.set(language)


@lru_cache(maxsize=1)
def _danish() -> dict[str, str | tuple[str, ...]]:
    messages: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((Path(__file__).parent / "da").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="da"):
                if message.id and message.string:
                    key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
                    text = message.string
                    messages[key] = text if isinstance(text, str) else tuple(text)
    return messages


def _(message: str, /, **values: Any) -> str:
    """The message in the reader's language, with {values} filled in."""
    text = _danish().get(message, message) if current_language() == "da" else message
    if not isinstance(text, str):
        text = text[-1]
    text = _with_local_words(text)
    return text.format(**values) if values else text


def plural(one: str, many: str, n: float, /, **values: Any) -> str:
    """`one` for exactly 1, else `many`, with {n} and {values} filled in. {n} may be given already formatted."""
    text: str = one if n == 1 else many
    if current_language() == "da":
        found = _danish().get(one, (one, many))
        text = found if isinstance(found, str) else found[0 if n == 1 else -1]
    text = _with_local_words(text)
    return text.format(**({"n": n} | values))


def _with_local_words(text: str) -> str:
    """What a rådgiver is called here is a setting: all the Danish forms follow it."""
    label = settings().coordinator_label
    if label == "rådgiver" or current_language() != "da":
        return text
    return text.replace("rådgiver", label).replace("Rådgiver", label.capitalize())
