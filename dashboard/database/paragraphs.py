"""What service does this paragraph mean? `SEL § 52, stk. 3, nr. 2`, `BL 32.1.2`, `SEL-52-3.7`, `§ 86`.

A paragraph without its law can stand in both, and § 86 of barnets lov changed its benefit on 1 September 2025: where
the day of the grant does not settle it, the answer is '', and whoever asked lists the paragraph.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from dashboard.database.service_types import NEW_LAW, REFERENCES, Reference

_LAWS = (
    (re.compile(r"\b(?:lov om social service|serviceloven|servicelov|sel)\b"), "SEL"),
    (re.compile(r"\b(?:barnets lov|lbl|bl)\b"), "BL"),
)
_TWO_LAWS = re.compile(r"/(?=\s*(?:SEL|BL)\b)", re.IGNORECASE)  # as Danmarks Statistik writes a label
_NUMBER = r"\d{1,3}(?:[. -]?[a-z]\b)?(?:[. ,-]+\d{1,2})*"
_ONE = re.compile(rf"\W*(?P<law>SEL|BL)?[^\w/]*(?P<number>{_NUMBER})(?P<through>[\s,-]*/\W*{_NUMBER})?")


class Paragraph(NamedTuple):
    """number is as in the catalogue: `52.3.2`, `32a`, or `44/84.1` for one section that points at another."""

    law: str  # SEL, BL, or '' where the text does not say
    number: str


@lru_cache(maxsize=4096)
def parse(text: str) -> Paragraph | None:
    """None where it is no paragraph. A name may follow it, as in `SEL-52-3.7 Anbringelse uden for hjemmet`."""
    plain = text.casefold()
    for pattern, law in _LAWS:
        plain = pattern.sub(f" {law} ", plain)
    plain = re.sub(r"(?:\bstykke\b|\bstk\b|\bnummer\b|\bnr\b)\.?", ".", plain.replace("§", " "))
    plain = re.sub(r"\bjfr?\b\.?", "/", plain)
    found = _ONE.match(plain)
    if not found or not _ends(plain[found.end() :]):
        return None
    through = f"/{_dotted(found['through'])}" if found["through"] else ""
    return Paragraph(found["law"] or "", _dotted(found["number"]) + through)


def _ends(rest: str) -> bool:
    """Nothing follows, or a name: another number would be another paragraph, and services.py writes ≠ for two of them."""
    return re.fullmatch(r"\W*", rest) is not None or re.fullmatch(r"[\s:,;–-]+[^\d§/≠]+", rest) is not None


def _dotted(number: str) -> str:
    parts = re.findall(r"\d+|[a-z]", number)
    return ".".join(parts).replace(".a", "a").replace(".b", "b")


def by_paragraph(text: str, granted_on: dt.date | None = None) -> str:
    """The service's code in the catalogue, '' where it is unknown or the text means more than one.

    granted_on: the day the service was granted, or else began.
    """
    found = {code for part in _TWO_LAWS.split(text) for code in _meanings(parse(part), granted_on)}
    return found.pop() if len(found) == 1 else ""


def _meanings(paragraph: Paragraph | None, granted_on: dt.date | None) -> set[str]:
    """Every service it can mean; '' is among them where it can also mean something else."""
    if paragraph is None:
        return {""}
    laws = (paragraph.law,) if paragraph.law else ("SEL", "BL")
    return {code for law in laws for code in _codes(law, paragraph.number, granted_on)}


def _codes(law: str, number: str, granted_on: dt.date | None) -> set[str]:
    """The services of the longest reference that holds the paragraph, and that could be granted on the day."""
    if law == "BL" and granted_on is not None and granted_on < NEW_LAW:
        return set()
    here = [r for r in REFERENCES if r.law == law]
    holding = [r for r in here if _within(number, r.paragraph)]
    longest = max((len(r.paragraph) for r in holding), default=0)
    found = {r.code for r in holding if len(r.paragraph) == longest and _granted(r, granted_on)}
    parts = any(_within(r.paragraph, number) and r.paragraph != number for r in here)
    return found | {""} if parts and not longest else found


def _within(number: str, whole: str) -> bool:
    return number == whole or number.startswith((f"{whole}.", f"{whole}/"))


def _granted(reference: Reference, day: dt.date | None) -> bool:
    """A grant under the old law goes on: only barnets lov's own changes tell two services apart by day."""
    if day is None or reference.law == "SEL":
        return True
    return (reference.granted_from is None or reference.granted_from <= day) and (
        reference.granted_to is None or day < reference.granted_to
    )
