"""`--as ROLE`: look at the sample data as somebody else. On real data only a login gives a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import typer

from dashboard.access.roles import EVERYWHERE, ROLE_WORDS
from dashboard.access.viewer import LOCAL_HEAD, Viewer
from dashboard.cli.common import current_version, out, stop
from dashboard.cli.publication import build_now
from dashboard.filters import Choices
from dashboard.language import _
from dashboard.settings import settings

AS_OPTION = typer.Option("--as", metavar="ROLLE", help="Se eksempeldata som: " + ", ".join(ROLE_WORDS))
PLACE_OPTION = typer.Option("--kommune", metavar="KODE", help="Rollens kommune; kan gentages")


def viewer_as(word: str | None, places: Sequence[str] = ()) -> Viewer:
    """The viewer of a role's word, with a scope that shows the role at work; without a word the local head.

    places: municipality codes instead of the role's own. Stops where the data are real, or a word is not known.
    """
    if word is None:
        if places:
            stop(_("--kommune goes with --as."))
        return LOCAL_HEAD
    if word not in ROLE_WORDS:
        stop(_("There is no role {name}. There are: {names}.", name=word, names=", ".join(ROLE_WORDS)))
    if current_version().origin != "sample":
        stop(_("--as only works on sample data. On real data the login decides who you are."))
    viewer = Viewer(ROLE_WORDS[word], subject="lokal")
    from dashboard.publication.store import files

    if viewer.shared and not files(settings().data_folder):
        out.print(_("Publishing the sample data first: this takes some minutes, once."))
        build_now()
    return _with_scope(viewer, tuple(place.zfill(4) for place in places))


def _with_scope(viewer: Viewer, places: tuple[str, ...]) -> Viewer:
    """Own municipality, its first team, one of its coordinators, one programme: whichever the role has."""
    from dashboard import answers

    choices = answers.options(LOCAL_HEAD)
    if unknown := [code for code in places if code not in choices.municipalities]:
        stop(_("There is no municipality {code} in the data.", code=unknown[0].lstrip("0")))
    if viewer.role in EVERYWHERE and not places:
        return replace(viewer, municipalities=None)
    programme = _largest_programme(choices)
    own = places or (_members(choices, programme) if viewer.role == "project_lead" else choices.home)
    return _narrowed(replace(viewer, municipalities=frozenset(own)), choices, own[0], programme)


def _narrowed(viewer: Viewer, choices: Choices, home: str, programme: str) -> Viewer:
    match viewer.role:
        case "team_lead":
            return replace(viewer, teams=frozenset(list(choices.teams.get(home, {}))[:1]))
        case "coordinator":
            return replace(viewer, coordinator=_a_coordinator(home))
        case "project_lead":
            return replace(viewer, programmes=frozenset({programme}))
        case _:
            return viewer


def _members(choices: Choices, programme: str) -> tuple[str, ...]:
    """A programme's municipalities, which the filter bar offers as a group under its name."""
    return choices.groups.get(choices.programmes.get(programme, ""), choices.home)


def _largest_programme(choices: Choices) -> str:
    return max(choices.programmes, key=lambda one: len(_members(choices, one)), default="")


def _a_coordinator(municipality: str) -> str:
    from dashboard.queries.lookups import busiest_coordinator

    with current_version().reading((municipality,)) as connection:
        return busiest_coordinator(connection, municipality)
