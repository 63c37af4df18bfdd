"""Which signs a key and a name may have: what is no letter, digit or ordinary mark has no business in a number of a case.

A key stands in addresses, files, mails and spreadsheets. What looks like a letter and is another (full-width `＝`, signs
that turn the direction of writing), or opens a tag, is refused where it comes in, beside what each of them escapes.
"""

from __future__ import annotations

import re
import unicodedata

KEY_MARKS = frozenset(" -_./#+&§,")
NO_NAME = frozenset("<>`{}|\\^~")
_ADDRESS = re.compile(r"[A-Za-z]:\S")
_DISGUISED = NO_NAME | frozenset("=+-@':")


def is_key(text: str) -> bool:
    """Letters as in Danish and its neighbours, digits and KEY_MARKS; a colon only between digits, as in a time."""
    return all(_is_plain(sign) or sign in KEY_MARKS or _is_colon(text, at) for at, sign in enumerate(text))


def is_name(text: str) -> bool:
    """Anything that people call a team or a project: no signs of code, no invisible ones, none that is not what it shows,
    and no address (`javascript:…`)."""
    return _ADDRESS.search(text) is None and all(sign not in NO_NAME and unicodedata.category(sign)[0] != "C" and not _is_disguised(sign) for sign in text)


def _is_plain(sign: str) -> bool:
    if sign.isascii():
        return sign.isalnum()
    return unicodedata.category(sign) == "Mn" or unicodedata.name(sign, "").startswith("LATIN ")


def _is_colon(text: str, at: int) -> bool:
    return text[at] == ":" and text[max(at - 1, 0)].isdigit() and text[at + 1 : at + 2].isdigit()


def _is_disguised(sign: str) -> bool:
    """Full-width and other forms of a sign that means something to a spreadsheet or a browser."""
    plain = unicodedata.normalize("NFKC", sign)
    return plain != sign and not _DISGUISED.isdisjoint(plain)
