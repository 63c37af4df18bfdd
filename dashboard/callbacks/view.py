"""The one way from an address to filters, shared by every callback."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dashboard import answers
from dashboard.access.scope import settled
from dashboard.access.viewer import Viewer, current_viewer
from dashboard.filters import Choices, Filters, Notice
from dashboard.measures import MeasureId
from dashboard.shapes import Answer


@dataclass(frozen=True)
class View:
    """One address, read: what is asked for, by whom, out of what."""

    filters: Filters
    notices: tuple[Notice, ...]
    choices: Choices
    viewer: Viewer

    @cached_property
    def query(self) -> str:
        """The canonical address of this view."""
        return self.filters.to_query_string(self.choices)

    def answer(self, measure: MeasureId) -> Answer:
        return answers.answer(measure, self.filters, self.viewer)


def read_view(search: object) -> View:
    """The view of an address' query string; anything at all may come from outside."""
    viewer = current_viewer()
    choices = answers.options(viewer)
    filters, notices = Filters.from_query_string(search if isinstance(search, str) else "", choices)
    filters = settled(viewer, filters, choices)
    return View(filters, notices, choices, viewer)
