"""What a column that nobody asked for may say all the same: that amounts are turned, of another kind or in another unit.

Such a column is told by its cells, whatever it is called, for its name may be anybody's (`Type`, `Kode`, `Enhed`).
A heading may also tell by itself why the column is not used: amounts of the year to date, a budget beside the accounts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from dashboard.importers import codes
from dashboard.importers.report import Bad, Remark, shown
from dashboard.importers.template import Template

_SIGNS = frozenset(word for words in codes.SIGNS.values() for word in words)
_CREDIT = frozenset(codes.SIGNS["credit"])
_KINDS = {word: kind for kind, words in codes.AMOUNT_KINDS.items() for word in words} | {
    "actual": "actual", "actuals": "actual", "ist": "actual", "plan": "original", "opr. budget": "original",
    "oprindelig budget": "original", "korr. budget": "corrected", "forventning": "expected", "estimat": "expected",
}  # fmt: skip
_KRONER = frozenset({"kr", "kr.", "dkk", "kroner", "danske kroner"})
_UNITS = _KRONER | frozenset(
    {"t.kr", "t.kr.", "tkr", "tkr.", "t. kr.", "tdkk", "t.dkk", "1000 kr", "1000 kr.", "1.000 kr", "1.000 kr.", "1000 dkk",
     "1.000 dkk", "tusinde kr.", "tusinde", "tusind", "mio", "mio.", "mio. kr.", "mio.kr.", "mio kr", "mdkk", "mkr", "mkr.",
     "eur", "euro", "€", "usd", "$", "sek", "nok", "gbp", "isk", "chf", "pln"}
)  # fmt: skip
TELLING = _SIGNS | frozenset(_KINDS) | _UNITS
CUMULATED = re.compile(
    r"\b(?:år[- ]til[- ]dato|å\.?t\.?d\b\.?|ytd\b|year[- ]to[- ]date|(?:ak)?kumul\w*|akk\b\.?|kum\b\.?|saldo\b"
    r"|(?:til og med|t\.o\.m\.|tom\.)(?: \w+)?)",
    re.IGNORECASE,
)


def verdict(words: Collection[str], others: bool) -> str:
    """The code of a fault, or ''. words: what stands in the column of TELLING, in small letters; others: anything else."""
    said = set(words)
    if others or not said:
        return ""
    if said <= _SIGNS and said & _CREDIT and said - _CREDIT:
        return "sign_unused"
    if said <= _KINDS.keys() and any(_KINDS[word] != "actual" for word in said):
        return "kind_unused"
    return "unit_unused" if said <= _UNITS and said - _KRONER else ""


def told(cells: Collection[Any]) -> str:
    """The same of cells as they stand."""
    said = {str(cell).strip().casefold() for cell in cells if cell is not None}
    return verdict(said & TELLING, bool(said - TELLING))


def reasons(template: Template, there: Collection[str], headings: Sequence[Any]) -> Iterator[Remark]:
    """Why columns are not used that look as if they should be. there: the keys that headings were found for."""
    amounts = [column for column in template.columns if column.key in ("amount", "original")]
    for heading in headings if amounts else ():
        if is_cumulated(str(heading)):
            yield Remark("cumulated_unused", {"column": shown(heading)})
        elif "amount" in there and "kind" not in there and is_budget(heading):
            yield Remark("budget_unused", {"column": shown(heading)})


def is_cumulated(text: str) -> bool:
    """Whether a text speaks of amounts of the year to date."""
    return CUMULATED.search(text) is not None


def is_budget(heading: Any) -> bool:
    """Whether a heading names amounts of a budget."""
    if "%" in str(heading):
        return False
    try:
        return codes.amount_kind(re.sub(r"\(.*?\)|\b(19|20)\d\d\b|\bkr\b\.?|\bDKK\b", "", str(heading), flags=re.I)) != "actual"
    except Bad:
        return "budget" in str(heading).casefold()
