"""What a rule is: what it looks for in which columns, how serious that is, and what a measure makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dashboard.importers.context import Context
from dashboard.importers.report import SEVERITY_NAMES, Severity
from dashboard.importers.template import Finding, Rows
from dashboard.language import _, formats, plural
from dashboard.measures import MeasureId


@dataclass(frozen=True)
class Effect:
    """What the rows found do to the numbers. one and many are message ids with {n}, the number of cases or rows."""

    measures: tuple[MeasureId, ...]
    one: str
    many: str

    def text(self, n: int) -> str:
        """`3 sager uden modtaget-dato er udeladt af Første kontakt.`"""
        return plural(self.one, self.many, n, n=formats.number(n))


@dataclass(frozen=True)
class Rule:
    """fields: by source, the columns that the rule reads; a finding points at one of them, or at the whole delivery.

    message is a message id; its blanks are filled from the finding's values. effect is None where a finding is
    refused, or changes no number.
    """

    code: str
    severity: Severity
    message: str
    fields: Mapping[str, tuple[str, ...]]
    find: Callable[[Rows, Context], Iterator[Finding]]
    effect: Effect | None = None

    def summary(self, n: int) -> str:
        """One sentence on all that was found, for a list without the rows."""
        return self.effect.text(n) if self.effect else f"{_(self.message)} ({formats.number(n)})"

    def severity_name(self) -> str:
        return _(SEVERITY_NAMES[self.severity])
