"""Which account is meant: function, dranst and grouping out of the strings that ledgers write.

`528211003` is function 5.28.21, dranst 1, grouping 003 (domain.md 3.1). The same account stands as one part of
longer strings (`01005-528211003-060601-109---`), or is written with dots or dashes between its parts.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Account(NamedTuple):
    function: str  # 5.28.21
    dranst: int  # 1 operation, 2 state refund, 3 capital …; 8 and 9 are the balance sheet's
    grouping: str  # 003


_PARTS = re.compile(r"([0-9])[.\- ]([0-9][0-9])[.\- ]([0-9][0-9])[.\- ]([0-9])[.\- ]([0-9]{3})")
# A code may have its name behind it, but no more digits: 5.28.21-003 says more than the function.
_NAMED = r"(?:[\s:–-]+[^\W\d_].*|[\s:–-]+\d+-?[^\W\d_].*|\s*\(.*\))?"
_FUNCTION = re.compile(rf"([0-9])[.\- ]([0-9][0-9])[.\- ]([0-9][0-9]){_NAMED}", re.DOTALL)


def parse_account(text: str) -> Account:
    """The account in the string. Raises ValueError where there is none, or more than one."""
    parts = _PARTS.fullmatch(text)
    if parts:
        return _account("".join(parts.groups()))
    nine = [part for part in re.split(r"[-. ]", text) if re.fullmatch(r"[0-9]{9}", part)]
    if len(nine) != 1:
        raise ValueError(f"not an account: {text!r}")
    return _account(nine[0])


def _account(digits: str) -> Account:
    main, dranst = int(digits[0]), int(digits[5])
    # The authorised chart: dranst 1-7, and 8-9 on the balance sheet (main account 9) alone.
    if dranst == 0 or (dranst > 7 and main != 9):
        raise ValueError(f"no such dranst: {dranst}")
    return Account(_dotted(digits[:5]), dranst, digits[6:])


def parse_function(text: str) -> str:
    """`5.28.21`, `5.28.21 Forebyggende …`, `52821`, or `2201` for 0.22.01. Raises ValueError."""
    found = _FUNCTION.fullmatch(text)
    if found:
        return ".".join(found.groups())
    code = re.fullmatch(rf"([0-9]{{4,5}}){_NAMED}", text, re.DOTALL)
    if not code:
        raise ValueError(f"not a function: {text!r}")
    return _dotted(code[1].zfill(5))


def _dotted(five: str) -> str:
    return f"{five[0]}.{five[1:3]}.{five[3:]}"


def parse_grouping(text: str) -> str:
    """`3`, `003` or `003 Familiebehandling` as `003`. Raises ValueError."""
    found = re.fullmatch(rf"([0-9]{{1,3}}){_NAMED}", text, re.DOTALL)
    if not found:
        raise ValueError(f"not a grouping: {text!r}")
    return found[1].zfill(3)


def parse_dranst(text: str) -> int:
    """`1`, `1 Drift` or `2 Statsrefusion`. Raises ValueError."""
    found = re.fullmatch(rf"([1-9]){_NAMED}", text, re.DOTALL)
    if not found:
        raise ValueError(f"not a dranst: {text!r}")
    return int(found[1])
