"""Which letters are meant: the encoding of a text file, and whether a text has lost its æ, ø and å on the way.

UTF-8 proves itself. Of the older encodings of a byte for each sign, one is taken where every sign that it gives can
stand where it stands: `Første` is Danish, `F›rste` and `RÕdgiver` are not. Where none fits, nothing is guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from dashboard.importers.report import Refused, Remark

DANISH = frozenset("æøåÆØÅ")
_NEIGHBOURS = DANISH | frozenset("éÉüÜöÖäÄ–—’“”…§°½\xa0")  # what a Danish text of DOS or an old Macintosh holds
_LATIN = frozenset(chr(n) for n in range(0xC0, 0x100)) - frozenset("×÷") | frozenset("ŠšŽžŒœŸ")
_WITHIN = frozenset("’´·–—\xa0\xad‑")  # signs that may stand between two letters
_NEVER_AT_LETTERS = frozenset("†‡ƒˆ˜‹›¿¡¸¯¬¦¥¢≈∆√∏∂∫Ωπµ¶¤")
_SIGNS = frozenset("–—‘’“”„…€•™®©§°ºª²³¹½¼¾±·´«»£‰\xa0\xad") | _NEVER_AT_LETTERS
_BEFORE_NO_LETTER = frozenset("¼½¾®°²³¹…‰±£€")
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
    if "\0" in text:
        raise Refused("stray_nul", row=_row(text, text.index("\0")))
    return text, remarks


def broken(text: str) -> bool:
    """Whether letters were lost or taken for others before the text came here."""
    if _LOST.search(text):
        return True
    if text.isascii():
        return False
    return bool(_BOXES.search(text) or _DOUBLE.search(text)) or not _fits(text, _LATIN | _SIGNS, anything=True)


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
    if _fits_all(found, "cp1252", _LATIN | _SIGNS):
        return "cp1252"
    others = [name for name in ("cp850", "mac_roman") if _fits_all(found, name, _NEIGHBOURS)]
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
        at = next(hit.start() for hit in _ABOVE.finditer(content) if not _fits_all([hit[0]], "cp1252", _LATIN | _SIGNS))
        raise Refused("encoding", row=_row(content[:at].decode("latin-1"), at))
    said = () if encoding == "cp1252" else (Remark("encoding_read", {"encoding": _OLD[encoding]}),)
    return content.decode(encoding), said


def _row(text: str, at: int) -> str:
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    return str(before.count("\n") + 1)


def _fits_all(found: Iterable[bytes], encoding: str, allowed: frozenset[str]) -> bool:
    for some in found:
        try:
            text = some.decode(encoding)
        except UnicodeDecodeError:
            return False
        if _DOUBLE.search(text) or not _fits(text, allowed):
            return False
    return True


def _fits(text: str, allowed: frozenset[str], anything: bool = False) -> bool:
    """Whether each sign above ASCII can stand where it stands. anything: also signs that no such encoding has."""
    for at, sign in enumerate(text):
        if sign.isascii():
            continue
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if sign not in allowed:
            if anything:
                continue
            return False
        if not (_letter_fits(before, sign, after) if sign in _LATIN else _sign_fits(before, sign, after)):
            return False
    return True


def _letter_fits(before: str, sign: str, after: str) -> bool:
    """Capitals begin a word or stand among capitals; of the Danish ones a name may be made of two words (TeamØst)."""
    if sign in DANISH or not sign.isupper():
        return not (sign.islower() and before.isupper() and after.isupper())
    return not before.islower() and not (before.isalpha() and after.islower())


def _sign_fits(before: str, sign: str, after: str) -> bool:
    if sign in _NEVER_AT_LETTERS and (before.isalpha() or after.isalpha()):
        return False
    if sign == "‘" and before.isalpha():
        return False
    if sign in _BEFORE_NO_LETTER and after.isalpha():
        return False
    return sign in _WITHIN or not (before.isalpha() and after.isalpha())
