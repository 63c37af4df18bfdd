"""A name as it may be shown: signs that cannot be seen, end the line or turn the direction of writing are written out.

A file can be called so that a page shows another ending than it has. It is no fault to be called so; whoever reads a
report must see it.
"""

from __future__ import annotations

import unicodedata

from dashboard.importers import cpr

LONGEST = 255  # signs: what a file can be called; a page may be sent longer ones


def visible(text: str) -> str:
    """`sager⟨U+202E⟩gnp.csv`: control, format, private and unknown signs and ends of lines by their number in Unicode."""
    shown = "".join(f"⟨U+{ord(sign):04X}⟩" if _is_odd(sign) else sign for sign in text)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _is_odd(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind[0] == "C" or kind in ("Zl", "Zp")


def name(text: str) -> str:
    """The name of a file or sheet without any CPR number."""
    return visible(cpr.mask_name(text))
