"""Each role gets what it may see, and everything else is refused in the same way, whatever was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import answers
from dashboard.access.roles import EVERYWHERE, RIGHTS, Role
from dashboard.access.scope import settled
from dashboard.access.viewer import Refused, Viewer, current_viewer, seen_by
from dashboard.answers import LISTS
from dashboard.filters import Filters
from dashboard.measures import MEASURES, MeasureId
from dashboard.periods import Period
from tests.published_sample import PROGRAMME, reading

HOME = frozenset({"0657"})
OTHER = "0730"


@pytest.fixture(autouse=True)
def published(published_folder: Path) -> Iterator[None]:
    with reading(published_folder):
        yield


def head() -> Viewer:
    return Viewer("head", HOME)


def teams() -> list[str]:
    return list(answers.options(head()).teams["0657"])


def coordinators(viewer: Viewer) -> list[str]:
    found = answers.answer("caseload", Filters.default(answers.options(viewer)), viewer)
    return list(found.parts["coordinators"]["coordinator_id"])


def viewer(role: Role) -> Viewer:
    return {
        "head": head(),
        "team_lead": Viewer("team_lead", HOME, teams=frozenset(teams()[:1])),
        "coordinator": Viewer("coordinator", HOME, coordinator=coordinators(head())[0]),
        "committee": Viewer("committee", HOME),
        "project_lead": Viewer("project_lead", frozenset({"0657", OTHER}), programmes=frozenset({PROGRAMME})),
        "national": Viewer("national", None),
        "importer": Viewer("importer", HOME),
        "administrator": Viewer("administrator", HOME),
        "host_administrator": Viewer("host_administrator", None),
    }[role]


def asked(one: Viewer) -> Filters:
    choices = answers.options(one)
    return settled(one, Filters.default(choices), choices)


@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("measure", MEASURES)
def test_a_role_gets_its_measures_and_no_others(role: Role, measure: MeasureId) -> None:
    one = viewer(role)
    if measure in RIGHTS[role].measures:
        found = answers.answer(measure, asked(one), one)
        assert "ok" in found.table["state"]
        assert bool(found.publication) == one.shared
    else:
        with pytest.raises(Refused):
            answers.answer(measure, asked(one), one)


@pytest.mark.parametrize("role", [role for role in RIGHTS if role not in EVERYWHERE])
@pytest.mark.parametrize("measure", MEASURES)
def test_another_municipality_is_refused_like_an_unknown_one(role: Role, measure: MeasureId) -> None:
    one = viewer(role)
    elsewhere = "0219"
    assert elsewhere not in answers.options(one).municipalities
    for code in (elsewhere, "9999"):
        for codes in ((code,), ("0657", code)):
            with pytest.raises(Refused) as error:
                answers.answer(measure, replace(asked(one), municipalities=codes), one)
            assert not error.value.args


@pytest.mark.parametrize("role", ["committee", "project_lead", "national"])
@pytest.mark.parametrize("measure", MEASURES)
def test_a_shared_role_stays_on_the_lattice(role: Role, measure: MeasureId) -> None:
    one, filters = viewer(role), asked(viewer(role))
    period = filters.period
    forged = [
        replace(filters, interval="month"),
        replace(filters, period=Period(period.first + 1, period.last)),
        replace(filters, period=Period(period.first, period.last - 1)),
        replace(filters, period=Period(period.first - 1200, period.last)),
        replace(filters, period=Period(period.first, period.last + 3)),
        replace(filters, team=teams()[0]),
        replace(filters, programme=PROGRAMME, target_group="handicap"),
        replace(filters, programme="sammen-om-familien" if role == "project_lead" else "no-such-programme"),
        replace(filters, coordinator=coordinators(head())[0]),
        replace(filters, prices="fixed"),
    ]
    if role != "committee":
        forged.append(replace(filters, target_group="handicap", programme=""))
    for one_forged in forged:
        with pytest.raises(Refused):
            answers.answer(measure, one_forged, one)


def test_a_team_lead_sees_their_own_team_alone() -> None:
    one = viewer("team_lead")
    own, other = teams()[:2]
    found = answers.answer("caseload", asked(one), one)
    assert set(found.parts["teams"]["team_id"]) == {own}
    assert set(found.parts["coordinators"]["team_id"]) == {own}
    assert set(found.team_names) == {own}
    assert found.now["cases"].value < answers.answer("caseload", asked(head()), head()).now["cases"].value
    for measure in MEASURES:
        if "team" in MEASURES[measure].honours:
            assert answers.answer(measure, asked(one), one).filters.team == own
        with pytest.raises(Refused):
            answers.answer(measure, replace(asked(one), team=other), one)
    for name in LISTS:
        assert set(answers.cases(name, asked(one), one).rows["team_id"]) <= {own}


def test_a_coordinator_sees_their_own_number_and_cases_alone() -> None:
    whole = answers.answer("caseload", asked(head()), head()).parts["coordinators"]
    for at, code in enumerate(whole["coordinator_id"][:5]):
        one = Viewer("coordinator", HOME, coordinator=code)
        found = answers.answer("caseload", asked(one), one)
        assert found.parts["coordinators"]["coordinator_id"] == [code]
        assert found.now["cases"].value == pytest.approx(whole["cases"][at])
        assert not len(found.parts["teams"])
        for name in LISTS:
            mine = set(answers.cases(name, asked(one), one).rows["case_id"])
            assert mine <= set(answers.cases(name, asked(head()), head()).rows["case_id"])


def test_the_waiting_cases_are_divided_among_the_coordinators() -> None:
    every = coordinators(head())
    lists = [
        answers.cases("waiting", asked(one), one).rows["case_id"]
        for one in (Viewer("coordinator", HOME, coordinator=code) for code in every)
    ]
    found = [case for one in lists for case in one]
    assert len(found) == len(set(found)) > 0
    waiting = set(answers.cases("waiting", asked(head()), head()).rows["case_id"])
    unassigned = set(answers.cases("unassigned", asked(head()), head()).rows["case_id"])
    assert set(found) == waiting - unassigned


@pytest.mark.parametrize("role", RIGHTS)
def test_only_those_with_the_right_open_lists_and_reports(role: Role) -> None:
    one, rights = viewer(role), RIGHTS[role]
    filters = asked(one)
    for name in LISTS:
        if rights.case_lists:
            answers.cases(name, filters, one)
        else:
            with pytest.raises(Refused):
                answers.cases(name, filters, one)
    if rights.reports:
        answers.deliveries(filters, one)
    else:
        with pytest.raises(Refused):
            answers.deliveries(filters, one)


@pytest.mark.parametrize("role", ["project_lead", "team_lead", "coordinator"])
def test_a_role_without_a_scope_gets_nothing(role: Role) -> None:
    filters = asked(head())
    for one in (Viewer(role), Viewer(role, HOME)):
        for measure in MEASURES:
            with pytest.raises(Refused):
                answers.answer(measure, filters, one)


def test_nobody_is_let_in_without_a_viewer() -> None:
    with seen_by(None), pytest.raises(Refused):
        current_viewer()


def test_two_with_the_same_scope_share_answers_and_two_with_different_scopes_never_do() -> None:
    first, second = (Viewer("head", HOME, subject=name) for name in ("a", "b"))
    assert answers.answer("trust", asked(first), first) is answers.answer("trust", asked(second), second)
    other = Viewer("head", frozenset({OTHER}))
    for _round in range(100):
        for one, code in ((first, "0657"), (other, OTHER)):
            found = answers.answer("caseload", asked(one), one)
            assert set(found.table["municipality_code"]) == {code}
