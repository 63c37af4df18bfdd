"""The one way from an address to filters and to their answer, shared by every callback, file and command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from dashboard import answers
from dashboard.access.scope import settled
from dashboard.access.viewer import Viewer, current_viewer
from dashboard.disclosure.surveys import survey_view
from dashboard.filters import Choices, Filters, Notice, asked, honoured
from dashboard.measures import MEASURES, MeasureId
from dashboard.periods import Period
from dashboard.shapes import Answer

# Which field of the filters a word of the address sets.
FIELDS = {
    "fra": "period",
    "til": "period",
    "interval": "interval",
    "team": "team",
    "projekt": "programme",
    "maalgruppe": "target_group",
    "enhed": "unit",
    "priser": "prices",
}


class NotThere(Exception):
    """What is asked for is not there, or cannot be answered as it is asked: nothing else is answered in its place."""

    def __init__(self, notices: tuple[Notice, ...]) -> None:
        super().__init__(", ".join(f"{one.word} {one.reason}" for one in notices))
        self.notices = notices


@dataclass(frozen=True)
class View:
    """One address, read: what is asked for, by whom, out of what. words: those it names, with their values."""

    filters: Filters
    notices: tuple[Notice, ...]
    choices: Choices
    viewer: Viewer
    words: Mapping[str, str]

    @cached_property
    def query(self) -> str:
        """The canonical address of this view."""
        return self.filters.to_query_string(self.choices)

    @cached_property
    def not_there(self) -> tuple[Notice, ...]:
        """What stands in the way of any numbers."""
        return tuple(one for one in self.notices if one.refuses)

    def answer(self, measure: MeasureId) -> Answer:
        """As a page shows it, whose bar says what the measure is not divided by. Raises NotThere, and as the gate."""
        if self.not_there:
            raise NotThere(self.not_there)
        return answers.answer(measure, self.filters, self.viewer)

    def exactly(self, measure: MeasureId) -> Answer:
        """As a file holds it, beside which nobody says anything: to all that is asked for, or NotThere."""
        found = self.answer(measure)
        if left := changed(self.words, self.filters, self._answered(measure), "not_divided"):
            raise NotThere(left)
        return found

    def file_query(self, measure: MeasureId) -> str:
        """The address of the file of what the page shows of this measure."""
        return self._answered(measure).to_query_string(self.choices)

    def _answered(self, measure: MeasureId) -> Filters:
        """The filters that the measure's numbers are really of."""
        narrowed = self.filters.narrowed(honoured(MEASURES[measure], self.filters, self.choices))
        if measure != "trust" or self.viewer.shared:
            return narrowed
        view, whole = survey_view(narrowed)[0], self.choices.period
        within = Period(max(view.period.first, whole.first), min(view.period.last, whole.last))
        return replace(view, period=within if within.first <= within.last else narrowed.period)


def changed(
    words: Mapping[str, str], before: Filters, after: Filters, reason: Literal["not_published", "not_divided"]
) -> tuple[Notice, ...]:
    """A notice for each word of the address whose choice is another afterwards."""
    found = []
    for word, field in FIELDS.items():
        if word in words and getattr(before, field) != getattr(after, field):
            whole = field == "period" and reason == "not_divided"  # trust alone, by whole quarters
            found.append(Notice(word, words[word][:40], "quarters" if whole else reason))
    return tuple(found)


def read_view(search: object) -> View:
    """The view of an address' query string; anything at all may come from outside."""
    return view_for(current_viewer(), search if isinstance(search, str) else "")


def view_for(viewer: Viewer, query: str) -> View:
    """What somebody asks for with an address."""
    choices, words = answers.options(viewer), dict(reversed(asked(query)))
    read, notices = Filters.from_query_string(query, choices)
    filters, said = settled(viewer, read, choices), {notice.word for notice in notices}
    more = (one for one in changed(words, read, filters, "not_published") if one.word not in said)
    return View(filters, (*notices, *more), choices, viewer, words)
