"""Which data count now: the version that every number of a request comes from, and what people have decided on it.

Part of the gate (answers.py), which gives these names on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import sqlalchemy as sa

from dashboard.access.viewer import Viewer
from dashboard.answer_cache import AnswerCache
from dashboard.database import versions
from dashboard.database.operational import operational_engine, operational_stamp
from dashboard.publication import reading as published
from dashboard.queries.targets import Decided, decided
from dashboard.settings import settings

_decisions: AnswerCache[Decided] = AnswerCache(1_000_000, lambda decisions: 10_000)
_pinned: ContextVar[versions.Version | None] = ContextVar("version", default=None)
_pinned_decisions: ContextVar[Decided | None] = ContextVar("decisions", default=None)


@contextmanager
def facts(viewer: Viewer) -> Iterator[tuple[versions.Version, sa.Connection]]:
    """The version that counts now as the viewer may read it, pinned for as long as the block lasts."""
    version = current_version()
    with version.reading(viewer.municipalities) as connection:
        yield version, connection


def current_version() -> versions.Version:
    """Which data every number of a request comes from. Raises NoData or DamagedData."""
    return _pinned.get() or versions.current(settings().data_folder, settings().facts_url)


def pin_version() -> None:
    """From here on the version and the decisions that count now, until unpin: a page asks for them twenty times.

    What is pinned already stays. Raises NoData or DamagedData.
    """
    if _pinned.get() is not None:
        return
    version = current_version()
    _pinned.set(version)
    _pinned_decisions.set(decisions_on(version))


def unpin_version() -> None:
    _pinned.set(None)
    _pinned_decisions.set(None)


def state(viewer: Viewer) -> tuple[str, int]:
    """What every answer depends on besides the question and the viewer: equal states give equal answers."""
    if viewer.shared:
        return published.held(settings().data_folder).made.publication, 0
    version = current_version()
    return version.name, decisions_on(version).key


@dataclass(frozen=True)
class Standing:
    """What a viewer's numbers are of. published: a publication's name, else a data version's."""

    name: str
    as_of: dt.date | None
    origin: str
    published: bool


def standing(viewer: Viewer) -> Standing:
    """Raises NoData or DamagedData."""
    if viewer.shared:
        made = published.held(settings().data_folder).made
        return Standing(made.publication, made.as_of, made.origin, published=True)
    version = current_version()
    return Standing(version.name, version.as_of, version.origin, published=False)


def decisions_on(version: versions.Version) -> Decided:
    """Targets and ceilings that people have set, of the version's origin."""
    pinned = _pinned_decisions.get()
    return _decisions_now(version) if pinned is None else pinned


def _decisions_now(version: versions.Version) -> Decided:
    engine = operational_engine(settings().data_folder)

    def read() -> Decided:
        with engine.connect() as connection:
            return decided(connection, version.origin)

    return _decisions.get((operational_stamp(settings().data_folder), version.origin), read)
