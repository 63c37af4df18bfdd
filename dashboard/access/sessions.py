"""Who is logged in. The browser holds a random id, the table its hash: ended here, a session is over at once."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dashboard.access.claims import NotLetIn, rules_hash
from dashboard.access.viewer import Viewer
from dashboard.database.operational import operational_engine
from dashboard.database.operational_tables import barred_subject, session
from dashboard.settings import Settings

# seen_at is written once a minute and not with every request: the idle limit is whole minutes.
SEEN_SECONDS = 60
_SETS = ("teams", "programmes")


@dataclass(frozen=True)
class Session:
    """One login in one browser. to_confirm: what the login said of the person is so old that it has to say it again."""

    viewer: Viewer
    name: str
    seen_at: int
    to_confirm: bool


@dataclass(frozen=True)
class Limits:
    """How long a session lasts, and what the login said of its person, in seconds.

    rules_hash: of claims.rules_hash, those of now.
    """

    idle: int
    absolute: int
    confirm: int
    rules_hash: str


class Sessions:
    """The table of sessions. clock: seconds since 1970."""

    def __init__(self, engine: sa.Engine, limits: Limits, clock: Callable[[], float]) -> None:
        self._engine, self._limits, self._clock = engine, limits, clock

    def begin(self, viewer: Viewer, name: str) -> str:
        """A new session; those that the same person had are over, for the role may be another now. Its id.

        Raises NotLetIn for one who is barred.
        """
        token, now = secrets.token_urlsafe(32), int(self._clock())
        with self._engine.begin() as connection:
            if connection.execute(sa.select(barred_subject).where(barred_subject.c.subject == viewer.subject)).first():
                raise NotLetIn("barred", viewer.subject)
            connection.execute(sa.delete(session).where(session.c.created_at < now - self._limits.absolute))
            connection.execute(_ending(now).where(session.c.subject == viewer.subject))
            values = {"subject": viewer.subject, "display_name": name, "viewer": _to_json(viewer)}
            times = {"created_at": now, "seen_at": now, "confirmed_at": now, "rules_hash": self._limits.rules_hash}
            connection.execute(sa.insert(session).values(session_hash=_hash(token), **values, **times))
        return token

    def find(self, token: str) -> Session | None:
        """The session of an id, where it still counts."""
        now, this = int(self._clock()), session.c.session_hash == _hash(token)
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(session).where(this, *self._counts(now))).one_or_none()
            if row and row.seen_at <= now - SEEN_SECONDS:
                connection.execute(sa.update(session).where(this).values(seen_at=now))
        return self._session(row, now) if row else None

    def confirm(self, token: str, viewer: Viewer) -> bool:
        """The login has said again that this is the viewer; False where the session is over or another's."""
        now = int(self._clock())
        this, theirs = session.c.session_hash == _hash(token), session.c.subject == viewer.subject
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(session).where(this, theirs, *self._counts(now))).one_or_none()
            if row is None or row.viewer != _to_json(viewer):
                return False
            connection.execute(sa.update(session).where(this).values(confirmed_at=now, seen_at=now))
        return True

    def end(self, token: str) -> None:
        """Log out."""
        with self._engine.begin() as connection:
            connection.execute(_ending(int(self._clock())).where(session.c.session_hash == _hash(token)))

    def end_all(self, subject: str) -> int:
        """Log a person out everywhere; how many sessions that ended."""
        with self._engine.begin() as connection:
            return connection.execute(_ending(int(self._clock())).where(session.c.subject == subject)).rowcount

    def bar(self, subject: str) -> int:
        """Log a person out everywhere and let them in no more; how many sessions that ended."""
        self.allow(subject)
        with self._engine.begin() as connection:
            connection.execute(sa.insert(barred_subject).values(subject=subject, barred_at=int(self._clock())))
        return self.end_all(subject)

    def allow(self, subject: str) -> bool:
        """Take a bar away; whether there was one."""
        with self._engine.begin() as connection:
            gone = connection.execute(sa.delete(barred_subject).where(barred_subject.c.subject == subject))
        return gone.rowcount > 0

    def current(self) -> list[Session]:
        """Everybody who is logged in, the last seen first."""
        now = int(self._clock())
        select = sa.select(session).where(*self._counts(now)).order_by(session.c.seen_at.desc())
        with self._engine.begin() as connection:
            return [self._session(row, now) for row in connection.execute(select)]

    def _session(self, row: Any, now: int) -> Session:
        old = row.confirmed_at <= now - self._limits.confirm
        return Session(_from_json(row.viewer, row.subject), row.display_name, row.seen_at, to_confirm=old)

    def _counts(self, now: int) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            session.c.ended_at.is_(None),
            session.c.rules_hash == self._limits.rules_hash,
            session.c.created_at > now - self._limits.absolute,
            session.c.seen_at > now - self._limits.idle,
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def sessions_of(settings: Settings, clock: Callable[[], float] = time.time) -> Sessions:
    """The sessions of this installation."""
    idle, absolute, confirm = settings.idle_minutes * 60, int(settings.session_hours * 3600), settings.confirm_minutes * 60
    limits = Limits(idle, absolute, confirm, rules_hash(settings))
    return Sessions(operational_engine(settings.data_folder), limits, clock)


def _ending(now: int) -> sa.Update:
    return sa.update(session).where(session.c.ended_at.is_(None)).values(ended_at=now)


def _to_json(viewer: Viewer) -> dict[str, Any]:
    municipalities = None if viewer.municipalities is None else sorted(viewer.municipalities)
    sets = {name: sorted(getattr(viewer, name)) for name in _SETS}
    return {"role": viewer.role, "municipalities": municipalities, "coordinator": viewer.coordinator, **sets}


def _from_json(held: dict[str, Any], subject: str) -> Viewer:
    codes = held["municipalities"]
    return Viewer(
        role=held["role"],
        municipalities=None if codes is None else frozenset(codes),
        teams=frozenset(held["teams"]),
        programmes=frozenset(held["programmes"]),
        coordinator=held["coordinator"],
        subject=subject,
    )
