"""A form as it was sent to somebody and perhaps answered, however many rows and files it took to say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.importers.template import Finding
from dashboard.instruments import Instrument, score
from dashboard.measures import SURVEY_INSTRUMENT, SURVEY_RESPONDENTS

Place = tuple[str, str]  # municipality and invitation
Wave = tuple[str, str, dt.date | None]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. number: of the question, None where the form has none such. value: None for "ved ikke", and where
    `given` is nothing on the form's scale."""

    index: int
    key: str  # the column of the answer
    named: str  # the question as the file names it
    given: int | str | None
    number: int | None = None
    value: int | None = None


@dataclass
class Form:
    """values: what was said by column, and at: in which row; index: the first row that speaks of the invitation."""

    place: Place
    index: int
    values: dict[str, Any] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    instrument: Instrument | None = None
    said: list[Said] = field(default_factory=list)
    kept: Mapping[int, int | None] = field(default_factory=dict)  # answers that the data hold and nobody delivers anew
    implied: frozenset[str] = frozenset()  # the forms whose questions the headings of its answers are
    sent_here: bool = False  # the command holds the invitation itself
    answers_here: bool = False  # a file with answers speaks of it

    @property
    def finished(self) -> bool:
        return self.values.get("finished") != 0

    @property
    def answered(self) -> dt.date | None:
        day: dt.date | None = self.values.get("answered")
        return day if self.finished else None

    @property
    def answers(self) -> dict[int, int | None]:
        """By question; none of a form that was not answered."""
        if self.answered is None:
            return {}
        return {**self.kept, **{said.number: said.value for said in self.said if said.number is not None}}

    @property
    def wave(self) -> Wave:
        """What is delivered whole: a municipality's invitations to one form that were sent on one day."""
        return self.place[0], self.instrument.id if self.instrument else "", self.values.get("invited")


@dataclass(frozen=True)
class Forms:
    """All forms of a delivery; twice and disagreeing: rows that say again, or otherwise, what a row before them said."""

    forms: tuple[Form, ...] = ()
    twice: tuple[Finding, ...] = ()
    disagreeing: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Form]:
        return iter(self.forms)


def trusted(form: Form) -> bool:
    """Whether the trust measure speaks of it: a parent's, on the parents' form."""
    by_a_parent = (form.values.get("respondent") or "") in SURVEY_RESPONDENTS
    return form.instrument is not None and form.instrument.id == SURVEY_INSTRUMENT and by_a_parent


def no_score(form: Form) -> bool:
    return form.instrument is None or score(form.instrument, form.answers) is None


@dataclass(frozen=True)
class Earlier:
    """An invitation that the data hold: its values as in a Form, and its answers by question."""

    values: Mapping[str, Any]
    answers: Mapping[int, int | None]
