"""Which letters are meant: the encoding of a text file, and whether a text has lost its æ, ø and å on the way.

UTF-8 proves itself. Of the older encodings of a byte for each sign, one is taken where every sign that it gives can
stand where it stands: `Første` is Danish, `F›rste` and `RÕdgiver` are not. Where none fits, nothing is guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator

from dashboard.importers.report import Refused, Remark

END_OF_FILE = "\x1a"  # of DOS
DANISH = frozenset("æøåÆØÅ")
_NEIGHBOURS = DANISH | frozenset("éÉüÜöÖäÄ")  # what a Danish text of DOS or an old Macintosh holds beside them
_THEIR_SIGNS = frozenset("–—’“”…§°½\xa0")
# What Windows' letters show where DOS or a Macintosh had æ, ø or å: L‘rke, F›rste, R†dgiver; L¾rke, F¿rste, ¯konomi.
_MISTAKEN = frozenset("†›¿¯")
_MISTAKEN_BEFORE, _MISTAKEN_AFTER = frozenset("¾®"), frozenset("‘")
# And what the others show for each other's: no name has them within a word.
_NEVER_AT_LETTERS = _MISTAKEN | frozenset("‡ƒˆ˜‹¡¸¬¦¥¢≈∆√∏∂∫Ωπ¶¤")
_NEVER_BETWEEN = frozenset("°µ·«»±¾¼½®‘„‚£")
# UTF-8 taken for Windows' letters: Ã¸ for ø, â€“ for a dash. The second sign is what a following byte looks like.
_FOLLOWING = "".join(
    {
        *(chr(n) for n in range(0x80, 0xC0)),
        *bytes(n for n in range(0x80, 0xC0) if n not in (129, 141, 143, 144, 157)).decode("cp1252"),
    }
)
_DOUBLE = re.compile(f"[ÃÂ][{re.escape(_FOLLOWING)}]|â[€‚„†‡ˆ][{re.escape(_FOLLOWING)}]|ï»¿")
_LOST = re.compile(r"(?<![?!.=&/])\?(?=[^\W\d_])")  # a question mark before a letter: there was a letter
_BOXES = re.compile("[\u2500-\u259f\ufffd\x80-\x9f]")  # DOS' lines, the sign for none, signs that nothing shows
_ABOVE = re.compile(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?")
_OLD = {"cp1252": "Windows-1252", "cp850": "DOS (CP850)", "mac_roman": "Macintosh (MacRoman)"}


def decoded(content: bytes) -> tuple[str, tuple[Remark, ...]]:
    """The text, and what had to be done to read it. Raises Refused with the row where its letters are uncertain."""
    text, remarks = _marked(content) or _unmarked(content.removeprefix(codecs.BOM_UTF8))
    text = text.rstrip(END_OF_FILE)
    if "\0" in text:
        raise Refused("stray_nul", row=_row(text, text.index("\0")))
    return text, remarks


def broken(text: str) -> bool:
    """Whether letters of a name or heading were lost or taken for others before it came here."""
    if _LOST.search(text):
        return True
    if text.isascii():
        return False
    return bool(_BOXES.search(text) or _DOUBLE.search(text)) or not all(_is_whole(*place) for place in _places(text))


def lost_from(text: str, words: Iterable[str]) -> str:
    """The one of the words that this is with other signs for its æ, ø or å (F›rste, F_rste, F??rste); '' for none."""
    pattern = re.sub(r"[^A-Za-z0-9 .,()/%-]+", "[æøå]", text.casefold())
    if pattern == text.casefold() or DANISH & set(text):
        return ""
    return next((word for word in words if re.fullmatch(_quoted(pattern), word.casefold())), "")


def _quoted(pattern: str) -> str:
    return "[æøå]".join(re.escape(part) for part in pattern.split("[æøå]"))


def contexts(chunk: bytes) -> set[bytes]:
    """The signs above ASCII with the letters beside them: all that old_encoding asks for of a file."""
    return set(_ABOVE.findall(chunk))


def old_encoding(found: Iterable[bytes]) -> str:
    """The one encoding of a byte for each sign in which all of them can be Danish; '' where there is none."""
    found = list(found)
    if all(_fits(some, "cp1252", _is_windows) for some in found):
        return "cp1252"
    others = [name for name in ("cp850", "mac_roman") if all(_fits(some, name, _is_danish) for some in found)]
    return others[0] if len(others) == 1 else ""


def _marked(content: bytes) -> tuple[str, tuple[Remark, ...]] | None:
    """What says its own encoding: by a mark in front, or by every second byte being nought."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _strictly(content, "utf-32"), ()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16"), ()  # what Excel calls "Unicode text"
    beginning = content[:4_000]
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    if max(even, odd) * 4 > len(beginning) and min(even, odd) * 10 < max(even, odd):
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return _strictly(content, encoding), (Remark("encoding_read", {"encoding": "UTF-16"}),)
    return None


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("unreadable") from error


def _unmarked(content: bytes) -> tuple[str, tuple[Remark, ...]]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _of_old(content)
    again = _twice(text) if _DOUBLE.search(text) else None
    return (text, ()) if again is None else (again, (Remark("encoding_twice"),))


def _twice(text: str) -> str | None:
    """The text before its UTF-8 was taken for Windows' letters; None where that is not what happened to all of it."""
    try:
        bytes_before = b"".join(_windows(sign) for sign in text)
        before = bytes_before.decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None
    return None if _DOUBLE.search(before) else before


def _windows(sign: str) -> bytes:
    return sign.encode("latin-1" if sign < "\xa0" else "cp1252")


def _of_old(content: bytes) -> tuple[str, tuple[Remark, ...]]:
    encoding = old_encoding(contexts(content))
    if not encoding:
        at = next(hit.start() for hit in _ABOVE.finditer(content) if not _fits(hit[0], "cp1252", _is_windows))
        raise Refused("encoding", row=_row(content[:at].decode("latin-1"), at))
    said = () if encoding == "cp1252" else (Remark("encoding_read", {"encoding": _OLD[encoding]}),)
    return content.decode(encoding), said


def _row(text: str, at: int) -> str:
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    return str(before.count("\n") + 1)


def _fits(some: bytes, encoding: str, can_stand: Callable[[str, str, str], bool]) -> bool:
    try:
        text = some.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not _DOUBLE.search(text) and all(can_stand(*place) for place in _places(text))


def _places(text: str) -> Iterator[tuple[str, str, str]]:
    """Each sign above ASCII with the one before and the one after it."""
    for at, sign in enumerate(text):
        if not sign.isascii():
            yield text[at - 1 : at] if at else "", sign, text[at + 1 : at + 2]


def _is_windows(before: str, sign: str, after: str) -> bool:
    """Nothing that DOS' or a Macintosh's letters look like; what could be nothing else is never questioned."""
    if sign in _MISTAKEN:
        return not (before.isalpha() or after.isalpha())
    if sign == "Œ":  # å of a Macintosh: a capital within a word
        return not before.isalpha()
    return not (sign in _MISTAKEN_BEFORE and after.isalpha()) and not (sign in _MISTAKEN_AFTER and before.isalpha())


def _is_danish(before: str, sign: str, after: str) -> bool:
    """Strictly: a letter that Danish has, capitals where a word begins or all are capitals."""
    if sign not in _NEIGHBOURS:
        return sign in _THEIR_SIGNS and not (before.isalpha() and after.isalpha() and sign != "’")
    if sign.islower():
        return not (before.isupper() and after.isupper())
    return not before.islower() and not (before.isalpha() and after.islower())


def _is_whole(before: str, sign: str, after: str) -> bool:
    """Of a name in any encoding: capitals that Danish has not begin a word, or stand among capitals."""
    if sign in _NEVER_AT_LETTERS:
        return not (before.isalpha() or after.isalpha())
    if sign in _NEVER_BETWEEN:
        return not (before.isalpha() and after.isalpha()) and not (sign == "‘" and before.isalpha())
    if sign in DANISH or not sign.isupper():
        return True
    return not before.islower() and not (before.isalpha() and after.islower())
