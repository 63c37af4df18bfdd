"""Which values a property of a control or of the address can have in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SEARCH_LENGTH = 4000
PATH_LENGTH = 2000
TEXT_LENGTH = 4000
CHOICE_LENGTH = 200
MOST_CHOICES = 200  # 98 municipalities, and room
MOST_CLICKS = 1_000_000


def fits(prop: str, value: Any) -> bool:
    """Whether a browser could have sent this value of that property. What has no rule here fits nothing."""
    rule = RULES.get(prop)
    return value is None or (rule is not None and rule(value))


def _text(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= most and _whole(value)


def _whole(text: str) -> bool:
    """Half a character has no bytes: it would stop whatever writes it."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _clicks(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_CLICKS  # True is an int to Python


def _choice(value: Any) -> bool:
    return _short(value) or (type(value) in (int, float) and abs(value) < 1e15)


def _value(value: Any) -> bool:
    """One choice, several, or what somebody has written."""
    if isinstance(value, list):
        return len(value) <= MOST_CHOICES and all(_choice(one) for one in value)
    return type(value) is bool or _choice(value) or _written(value)


_short, _written = _text(CHOICE_LENGTH), _text(TEXT_LENGTH)
RULES: dict[str, Callable[[Any], bool]] = {
    "search": _text(SEARCH_LENGTH),
    "pathname": _text(PATH_LENGTH),
    "href": _text(SEARCH_LENGTH + PATH_LENGTH),
    "hash": _text(PATH_LENGTH),
    "n_clicks": _clicks,
    "n_submit": _clicks,
    "value": _value,
}
