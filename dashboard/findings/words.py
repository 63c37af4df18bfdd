"""The words that stand where a number cannot, and the measures' common sentences."""

from __future__ import annotations

from dashboard.language import _, formats
from dashboard.shapes import Answer, State


def state_words(state: State | str) -> str:
    """Why there is no number; never 0 and never a blank."""
    if state == "suppressed":
        return _("– (hidden to protect persons)")
    if state == "not_estimable":
        return _("cannot be calculated")
    return _("no data")


def municipalities_words(answer: Answer) -> str:
    """`Herning`, `Herning, Randers og Hillerød`, or `98 kommuner`."""
    codes = answer.filters.municipalities
    if len(codes) > 4:
        return _("{n} municipalities", n=formats.number(len(codes)))
    names = [answer.municipality_names.get(code, code) for code in codes]
    if len(names) == 1:
        return names[0]
    return _("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])
