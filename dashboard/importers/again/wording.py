"""What a report says of months and years that are delivered again: what would disappear, and what was done."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.language import _, formats

LISTED = 5  # months or years that are named in one sentence

FAULTS: dict[str, str] = {
    "would_disappear": (
        "{place}: what is held would disappear, for it is not in this delivery: {changes}. Is the delivery whole, and "
        "is that gone? Say --leveret-foer erstat (on the page: Replace it). Is it a part? Say --leveret-foer suppler "
        "(on the page: Add to it)."
    ),
    "same_day_other": (
        "{place}: the same day, {described_on}, was delivered before with other numbers: {changes}. Is this the right one? Say "
        "--leveret-foer erstat (on the page: Replace it), or give the day that it describes with --pr."
    ),
    "comes_to_nothing": (
        "{place}: everything that is held would come to nothing: {changes}. Is that right? Say --leveret-foer erstat (on "
        "the page: Replace it)."
    ),
    "older_has_more": (
        "{place}: this delivery is of {described_on}, and a newer one lacks what is in it: {changes}. Is the newer one whole? Say "
        "--leveret-foer erstat (on the page: Replace it); this one then changes nothing. Is it to be added to the newer "
        "one? Say --leveret-foer suppler (on the page: Add to it)."
    ),
    "files_disagree": (
        "{place}: {files} hold the same accounts with different amounts: {changes}. Are they parts of one extract, put "
        "them into one file or say the cost centre; else deliver the right one alone."
    ),
    "cases_would_go": (
        "{place}: the last case list had {held} cases, this one has {count}; {unlisted} open cases are gone from it without "
        "having been closed. Is it whole, and is that right? Say --leveret-foer erstat (on the page: Replace it)."
    ),
    "hours_would_go": (
        "{place}: the last list of hours had {held} rows, this one has {count}. Is it whole, and is that right? Say "
        "--leveret-foer erstat (on the page: Replace it)."
    ),
    "wave_would_go": (
        "{place}: of the round sent on {sent_on}, {invitations} invitations and {answers} answers that are held would "
        "disappear. Is the delivery whole, and are they gone? Say --leveret-foer erstat (on the page: Replace it). Is it a "
        "part? Say --leveret-foer suppler (on the page: Add to it)."
    ),
    "persons_would_go": (
        "{place}: the population of {year} was {before} and would be {after}. Is that right? Say --leveret-foer erstat (on "
        "the page: Replace it)."
    ),
    "services_would_go": (
        "{place}: {count} services of {system} that are held would disappear. Is the delivery whole, and are they gone? Say "
        "--leveret-foer erstat (on the page: Replace it). Is it a part? Say --leveret-foer suppler (on the page: Add to it)."
    ),
}

REMARKS: dict[str, str] = {
    "delivered_again": "{place}: delivered before and changed now: {changes}.",
    "now_gone": "{place}: replaced, and therefore no longer there: {changes}.",
    "added_to": "{place}: added to what was delivered before: {changes}.",
    "older_left": "{place}: a newer delivery stands, and this one of {described_on} does not change it: {changes}.",
    "counted_once": "{place}: stands alike in {files}, and is counted once: {changes}.",
    "already_loaded_as_of": (
        "Already loaded as of {described_on}: nothing is changed. Is it to count again, give the day that it describes with --pr."
    ),
    "wave_replaced": (
        "{place}: the round sent on {sent_on} is delivered again; {invitations} of the invitations held and {answers} of the "
        "answers held are not in it and disappear."
    ),
    "services_gone": "{place}: {count} services of {system} that are held are not in this delivery and disappear.",
    "persons_changed": "{place}: the population of {year} was {before} and is now {after}.",
}


def encoded(changes: Iterable[Sequence[Any]]) -> str:
    """Changes as a report carries them; each: month or year, then one of the forms that `written` knows."""
    return json.dumps([list(one) for one in changes])


def written(text: str) -> str:
    """`jan. 2026: 5.28.22 004 (1.234,00 kr.)`, or `jan. 2026 fra 100,00 kr. til 80,00 kr.`: the first LISTED of them."""
    changes = json.loads(text)
    words = "; ".join(_one(*change) for change in changes[:LISTED])
    left = len(changes) - LISTED
    return words + (" " + _("and {n} more", n=formats.number(left)) if left > 0 else "")


def _one(period: int, before: int | None, after: int | None, lines: Sequence[Sequence[Any]], more: int) -> str:
    words = formats.month(period) if period > 9999 else str(period)
    if lines:
        words += ": " + ", ".join(_line(*line) for line in lines)
        words += " " + _("and {n} more", n=formats.number(more)) if more else ""
    if before is not None and after is not None:
        words += " " + _("(the sum goes from {before} to {after})", before=_money(before), after=_money(after))
    return words


def _line(label: str, held: int | None, new: int | None) -> str:
    if held is not None and new is not None:
        return _("{label} {before} and {after}", label=label, before=_money(held), after=_money(new))
    return f"{label} ({_money(held if new is None else new)})"


def _money(ore: int | None) -> str:
    return "–" if ore is None else formats.kroner(ore, 2)


def day_words(iso: str) -> str:
    return formats.short_date(dt.date.fromisoformat(iso))
