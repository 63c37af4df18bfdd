"""The gate: every number that reaches a person comes through here, narrowed to what that person may see.

scope → query → analysis → disclosure, in that order. Exports, pages and the terminal show what they get from
here and have never seen a row about a child; the one exception is the department head's lists (`cases`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from dashboard import analysis_of
from dashboard.access import audit_asked
from dashboard.access.scope import narrowed, scope
from dashboard.access.viewer import Refused, Viewer
from dashboard.answer_cache import AnswerCache
from dashboard.database import per_version, versions
from dashboard.database.operational import operational_engine
from dashboard.database.versions import DamagedData as DamagedData  # named again for those above the gate
from dashboard.database.versions import DatabaseAway as DatabaseAway
from dashboard.database.versions import NoData as NoData
from dashboard.database.versions import NotReadable as NotReadable
from dashboard.database.versions import OlderLayout as OlderLayout
from dashboard.database.versions import OtherInstallation as OtherInstallation
from dashboard.filters import Choices, Filters, honoured
from dashboard.measures import MEASURES, MeasureId
from dashboard.publication import reading as published
from dashboard.queries import lookups
from dashboard.queries.deliveries import missing_count, missing_deliveries
from dashboard.queries.quality import CADENCE_DAYS as CADENCE_DAYS
from dashboard.queries.quality import Delivered as Delivered
from dashboard.queries.quality import Found as Found
from dashboard.queries.quality import Tried as Tried
from dashboard.queries.quality import deleted_before, delivered, findings, tried
from dashboard.queries.targets import Decided
from dashboard.queries.work_lists import LISTS as LISTS
from dashboard.queries.work_lists import ListName as ListName
from dashboard.queries.work_lists import list_counts, work_list
from dashboard.settings import settings
from dashboard.shapes import COUNTRY, Answer
from dashboard.standing import Standing as Standing
from dashboard.standing import current_version as current_version
from dashboard.standing import decisions_on, facts
from dashboard.standing import pin_version as pin_version
from dashboard.standing import standing as standing
from dashboard.standing import state as state
from dashboard.standing import unpin_version as unpin_version


@dataclass(frozen=True)
class WorkList:
    """Cases that somebody should look at. rows: municipality_code, case_id, team_id, since, first_contact_on, days."""

    name: ListName
    rows: pd.DataFrame


@dataclass(frozen=True)
class CaseCount:
    """How many cases stand on a list, and how many days the longest has stood there (None: there is none)."""

    count: int
    longest_days: int | None


def _bytes(answer: Answer) -> int:
    # An estimate: to measure every text took longer than most queries, and some parts are not made yet.
    return 20_000 + 1_000 * len(answer.table)


_answers: AnswerCache[Answer] = AnswerCache(settings().cache_megabytes * 1_000_000, _bytes)
_choices: AnswerCache[Choices] = AnswerCache(8_000_000, lambda choices: 100_000)


def options(viewer: Viewer) -> Choices:
    """What this viewer may choose between."""
    if viewer.shared:
        held = published.held(settings().data_folder)
        key = (held.made.publication, viewer)
        return _choices.get(key, lambda: narrowed(viewer, published.choices_of(held, settings().municipality)))
    version = current_version()

    def look_up() -> Choices:
        with version.reading(viewer.municipalities) as connection:
            return narrowed(viewer, lookups.choices(connection, settings().municipality, version.as_of))

    return _choices.get((version.name, viewer), look_up)


def answer(measure: MeasureId, filters: Filters, viewer: Viewer) -> Answer:
    """The answer to one measure. Raises Refused, NoData or DamagedData."""
    audit_asked.note(measure, filters)
    if measure not in viewer.rights.measures:
        raise Refused
    choices = options(viewer)
    asked = audit_asked.note(
        measure, scope(viewer, filters, choices).narrowed(honoured(MEASURES[measure], filters, choices))
    )
    if viewer.shared:
        return _published(measure, asked, viewer)
    version = current_version()
    decisions = decisions_on(version)
    key = (version.name, decisions.key, measure, asked, viewer)
    return _answers.get(key, lambda: _work_out(measure, asked, viewer, choices, version, decisions))


def _published(measure: MeasureId, filters: Filters, viewer: Viewer) -> Answer:
    """The same out of the publication: looked up, never worked out."""
    held = published.held(settings().data_folder)
    made, together = held.made, viewer.role == "national" or bool(filters.programme and viewer.role == "project_lead")
    return Answer(
        measure=measure,
        filters=filters,
        table=published.table_of(held, measure, filters, nation=together),
        now={},
        before={},
        parts={},
        notes=(),
        target=None,
        municipality_names=made.municipalities,
        data_version=made.data_version,
        as_of=made.as_of,
        origin="sample" if made.origin == "sample" else "real",
        mapping_version=made.mapping_version,
        publication=made.publication,
    )


def _work_out(  # noqa: PLR0913 - what comes out depends on each
    measure: MeasureId,
    filters: Filters,
    viewer: Viewer,
    choices: Choices,
    version: versions.Version,
    decisions: Decided,
) -> Answer:
    with version.reading(viewer.municipalities) as connection:
        found = analysis_of.ANALYSES[measure](connection, filters, version, decisions)
        lacking = _lacking(connection, measure, filters) if set(found.table["state"]) <= {"missing"} else ()
    kind = analysis_of.TARGET_KINDS.get(measure)
    return Answer(
        measure=measure,
        filters=filters,
        table=found.table,
        now=found.now,
        before=found.before,
        parts=found.parts,
        notes=found.notes,
        target=decisions.common(kind, filters.municipalities) if kind else None,
        municipality_names={**choices.municipalities, COUNTRY: "Hele landet"},
        data_version=version.name,
        as_of=version.as_of,
        origin="sample" if version.origin == "sample" else "real",
        team_names=choices.teams.get(filters.municipalities[0], {}) if filters.one_municipality else {},
        mapping_version=version.mapping_version,
        lacking=lacking,
    )


def _lacking(connection: sa.Connection, measure: MeasureId, filters: Filters) -> tuple[str, ...]:
    """The sources of the measure of which somebody has months missing."""
    missing = set(missing_deliveries(connection, filters)["source"])
    return tuple(source for source in MEASURES[measure].sources if source in missing)


def cases(name: ListName, filters: Filters, viewer: Viewer) -> WorkList:
    """One of the head's lists on the as-of date. Raises Refused for anybody else, and for an unknown list."""
    audit_asked.note(f"cases {name}", filters)
    if not viewer.sees_case_lists or name not in LISTS:
        raise Refused
    asked = audit_asked.note(f"cases {name}", scope(viewer, filters, options(viewer)))
    with facts(viewer) as (_version, connection):
        rows = work_list(connection, name, asked)
    audit_asked.name("case", zip(rows["municipality_code"], rows["case_id"], strict=True))
    return WorkList(name, rows.assign(days=(rows["as_of"] - rows["since"]).dt.days).drop(columns="as_of"))


def case_counts(filters: Filters, viewer: Viewer) -> dict[ListName, CaseCount]:
    """How many cases stand on each of the lists. Raises Refused for anybody who may not open them."""
    if not viewer.sees_case_lists:
        raise Refused
    asked = audit_asked.note("case_counts", scope(viewer, filters, options(viewer)))
    with facts(viewer) as (version, connection):
        found = list_counts(connection, asked, version.name)
    return {name: CaseCount(*found.get(name, (0, None))) for name in LISTS}


def missing_data(filters: Filters, viewer: Viewer) -> pd.DataFrame:
    """municipality_code, source, missing (months of the period), last_month: what has not been delivered."""
    _of_the_facts(viewer)
    asked = audit_asked.note("missing_data", scope(viewer, filters, options(viewer)))
    with facts(viewer) as (_version, connection):
        return missing_deliveries(connection, asked)


def missing_data_count(filters: Filters, viewer: Viewer) -> int:
    """How many rows missing_data has. Raises Refused."""
    _of_the_facts(viewer)
    asked = scope(viewer, filters, options(viewer))
    with facts(viewer) as (version, connection):
        return missing_count(connection, asked, version.name)


@dataclass(frozen=True)
class Quality:
    """What has been delivered, what the rules found in it, and the files that were tried last.

    deleted_before: the first month of which the personal data are still there, where older ones have been deleted.
    """

    delivered: tuple[Delivered, ...]
    findings: tuple[Found, ...]
    tried: tuple[Tried, ...]
    deleted_before: int | None = None


def deliveries(filters: Filters, viewer: Viewer) -> Quality:
    """Of the chosen municipalities. Raises Refused, NoData or DamagedData."""
    if not viewer.rights.reports:
        raise Refused
    codes = audit_asked.note("deliveries", scope(viewer, filters, options(viewer))).municipalities
    with facts(viewer) as (version, connection), operational_engine(settings().data_folder).connect() as operational:
        runs = tried(operational, codes) if viewer.sees_case_lists else ()  # a file's name may say too much
        arrived, found = delivered(connection, codes, _today(version), version.name), findings(connection, codes)
        return Quality(arrived, found, runs, deleted_before(connection, codes))


def _today(version: versions.Version) -> dt.date:
    """Sample data stand still: to them it is always the as-of day."""
    return version.as_of if version.origin == "sample" and version.as_of else dt.date.today()


def late_sources(filters: Filters, viewer: Viewer) -> tuple[Delivered, ...]:
    """Deliveries older than their cadence; none for those who read a publication."""
    if viewer.shared:
        return ()
    codes = scope(viewer, filters, options(viewer)).municipalities
    with facts(viewer) as (version, connection):
        return tuple(one for one in delivered(connection, codes, _today(version), version.name) if one.late)


def _of_the_facts(viewer: Viewer) -> None:
    if viewer.shared:
        raise Refused


def warm(viewer: Viewer) -> None:
    """Hold the facts that views are made of before the first reader asks: nationally 3 s, in one municipality 0.1."""
    if settings().facts_url and settings().login != "local":  # there each scope holds its own, and nobody's is this one
        return
    try:
        filters = Filters.default(options(viewer))
        for measure in MEASURES:
            answer(measure, filters, viewer)
    except (NoData, DamagedData):
        return  # the pages say so


def forget() -> None:
    """Forget every answer and the facts held for them, so that a test can count what is asked of the database."""
    _answers.clear()
    per_version.forget()
