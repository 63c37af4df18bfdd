"""Which figures of one municipality must be hidden, so that no small one can be worked out from the others?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.disclosure.audit import Audit
from dashboard.disclosure.lines import Lines, primary
from dashboard.disclosure.linked import Array, Linked, system_of

Reason = Literal["primary", "complementary"]


@dataclass(frozen=True)
class Protected:
    """hidden: per cell. reasons: per cell, '' where it is shown; for our own records, since readers see one sign.

    audited: every hidden sensitive cell is proved to be uncertain by threshold - 1 persons, and no line gives away
    a sum of hidden cells below the threshold. Without it, nothing may be published. narrowest: the least that is
    proved, in persons. rounds: how often cells were added after the first look.
    """

    hidden: Array
    reasons: tuple[Reason | Literal[""], ...]
    audited: bool
    narrowest: float
    rounds: int


def protect(linked: Linked, threshold: int = 5, repair_rounds: int = 20) -> Protected:
    """Hide the small, then as little more as protects them, and prove it (safety.md, section 2).

    Pure, and the same from the same figures. audited=False where fixed or public cells, or too few rounds, leave a
    cell exposed: the caller publishes something coarser.
    """
    first, lines = primary(linked, threshold), Lines(linked, threshold)
    audit = audit_of(linked, lines.hide(first.copy()), threshold)
    rounds = 0
    audit.prove()
    while not finished(audit, lines) and rounds < repair_rounds:
        before = audit.hidden.copy()
        _repair(audit)
        lines.hide(audit.hidden)
        rounds += 1
        audit.prove()
        if np.array_equal(before, audit.hidden):
            break
    return protected(audit, lines, first, rounds)


def audit_of(linked: Linked, hidden: Array, threshold: int) -> Audit:
    width = (threshold - 1) * linked.scale
    return Audit(system_of(linked), hidden, linked.sensitive, linked.may_hide(), width)


def finished(audit: Audit, lines: Lines) -> bool:
    """Whether nothing that is hidden can be worked out or narrowed."""
    return not len(audit.narrow()) and not lines.exposed(audit.hidden).any()


def protected(audit: Audit, lines: Lines, first: Array, rounds: int) -> Protected:
    """What the audit has come to; first: what was hidden for its own sake."""
    reasons = np.where(audit.hidden, np.where(first, "primary", "complementary"), "")
    return Protected(audit.hidden, tuple(reasons.tolist()), finished(audit, lines), audit.narrowest(), rounds)


def _repair(audit: Audit) -> None:
    """Hide what the narrow cells need, one after another: what opens one often opens the next."""
    for cell in audit.narrow():
        if len(audit.narrow(np.array([cell]))):
            audit.open(int(cell), np.flatnonzero(audit.hidden))
