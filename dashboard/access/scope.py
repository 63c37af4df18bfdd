"""The narrowing of choices and questions to what a viewer may see. Default deny: what fits no rule is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboard.access.viewer import Refused, Viewer
from dashboard.filters import Choices, Filters
from dashboard.periods import Interval, Period


def narrowed(viewer: Viewer, choices: Choices) -> Choices:
    """Of everything there is to choose between, what this viewer may choose."""
    codes = [code for code in choices.municipalities if viewer.municipalities is None or code in viewer.municipalities]
    deep = viewer.rights.depth
    programmes = choices.programmes
    if viewer.role == "project_lead":
        programmes = {one: name for one, name in programmes.items() if one in viewer.programmes}
    if deep in ("own_cases", "none") or viewer.role == "national":
        programmes = {}
    divided = deep not in ("own_cases", "none") and viewer.role not in ("project_lead", "national")
    # A project lead and the country look at many side by side; the others at home first.
    all_at_once = viewer.role in ("project_lead", "national")
    groups = {name: tuple(code for code in of if code in codes) for name, of in choices.groups.items()}
    return replace(
        choices,
        municipalities={code: choices.municipalities[code] for code in codes},
        home=tuple(codes) if all_at_once else tuple(code for code in choices.home if code in codes) or tuple(codes[:1]),
        groups={name: of for name, of in groups.items() if of},
        teams={code: _teams(viewer, of) for code, of in choices.teams.items() if code in codes},
        programmes=programmes,
        target_groups=choices.target_groups if divided else (),
        intervals=("year",) if viewer.role == "national" else choices.intervals,
    )


def settled(viewer: Viewer, filters: Filters, choices: Choices) -> Filters:
    """The nearest filters on the lattice that a publication declares; anybody else's stay as they are.

    Whole quarters or years, one category, nothing of a team; a project lead's own programmes, and the country by year.
    """
    if not viewer.shared:
        return filters
    programme = filters.programme if filters.programme in choices.programmes else ""
    target_group = filters.target_group if filters.target_group in choices.target_groups else ""
    interval: Interval = "year" if filters.interval == "year" or viewer.role == "national" else "quarter"
    if viewer.role == "project_lead":
        programme = programme or next(iter(choices.programmes), "")  # narrowed to their own already
    return replace(
        filters,
        period=_on_lattice(filters.period, choices.period, interval),
        interval=interval,
        team="",
        programme=programme,
        target_group="" if programme else target_group,
        prices="current",
    )


def _on_lattice(period: Period, whole: Period, interval: Interval) -> Period:
    """The quarters or years that the period touches, within what is published."""
    first, last = (Period.containing(month, interval) for month in (period.first, period.last))
    return Period(max(first.first, whole.first), max(min(last.last, whole.last), whole.first + 2))


def _teams(viewer: Viewer, teams: Mapping[str, str]) -> Mapping[str, str]:
    match viewer.rights.depth:
        case "exact":
            return teams
        case "own_team":
            return {team: name for team, name in teams.items() if team in viewer.teams}
        case _:
            return {}


def scope(viewer: Viewer, filters: Filters, choices: Choices) -> Filters:
    """The filters as this viewer may ask them. Raises Refused for anything outside the scope.

    choices: what answers.options gives this viewer, which is their scope within the data.
    """
    if not filters.municipalities or not set(filters.municipalities) <= set(choices.municipalities):
        raise Refused
    # A coordinator is set here alone; whoever asks for one by themselves has forged the question.
    if filters.coordinator or settled(viewer, filters, choices) != filters:
        raise Refused
    if viewer.role == "project_lead" and not filters.programme:
        raise Refused
    teams = choices.teams.get(filters.municipalities[0], {})
    if filters.team and filters.team not in teams:
        raise Refused
    if viewer.rights.depth == "own_team" and not filters.team:
        if not teams or not filters.one_municipality:
            raise Refused
        return replace(filters, team=next(iter(teams)))
    if viewer.rights.depth == "own_cases":
        if not viewer.coordinator or not filters.one_municipality or filters.programme or filters.target_group:
            raise Refused
        return replace(filters, coordinator=viewer.coordinator)
    return filters
