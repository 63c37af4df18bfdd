"""The controller's spot checks of the audit log: entries drawn by chance, ticked off, with a remark, and kept.

Source: Datatilsynet's catalogue of measures wants samples taken regularly, not on suspicion alone (safety.md section 4).
The seed and the span are kept, so that anybody can draw the same entries again. An administrator draws among the entries
about their own municipality, and sees its checks alone; the one who runs the installation, among all.
"""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.access.audit_log import Entry, record
from dashboard.access.audit_read import Logged, numbered, numbers_within
from dashboard.access.viewer import Refused, Viewer
from dashboard.database.operational import operational_engine
from dashboard.database.operational_tables import spot_check
from dashboard.importers import cpr
from dashboard.language import _
from dashboard.records.targets import Invalid

DRAWN = 20
LONGEST_REMARK = 2000
_c = spot_check.c


@dataclass(frozen=True)
class Check:
    """saved_at: None while it is open. in_order: the entries that were ticked off."""

    check_id: int
    at: dt.datetime
    subject: str
    drawn: tuple[int, ...]
    in_order: tuple[int, ...]
    remark: str
    saved_at: dt.datetime | None


def draw(data_folder: Path, viewer: Viewer) -> None:
    """Open a check on entries drawn from all in scope; one that is open goes on. Raises Refused and NotWritten."""
    _may(viewer)
    there = numbers_within(data_folder, viewer.municipalities)
    if not there or open_check(data_folder, viewer):
        return
    seed, first, last = secrets.randbits(31), there[0], there[-1]
    drawn = sorted(random.Random(seed).sample(there, min(DRAWN, len(there))))  # noqa: S311 - to be drawn again
    detail = {"seed": seed, "first": first, "last": last, "drawn": len(drawn)}
    _log(data_folder, viewer, detail)
    with operational_engine(data_folder).begin() as connection:
        connection.execute(
            sa.insert(spot_check).values(
                at=_now(), subject=viewer.subject, seed=seed, first_entry=first, last_entry=last, drawn=drawn,
                scope=_scope(viewer), in_order=[], remark="", saved_at="",
            )
        )  # fmt: skip


def save(data_folder: Path, viewer: Viewer, in_order: Sequence[int], remark: str) -> None:
    """Close the viewer's open check. Raises Refused, Invalid and NotWritten."""
    _may(viewer)
    check = open_check(data_folder, viewer)
    if check is None:
        raise Invalid(_("There is no open check. Draw entries first."))
    ticked = [number for number in check.drawn if number in in_order]
    remark = remark.strip()[:LONGEST_REMARK]
    if len(ticked) < len(check.drawn) and not remark:
        raise Invalid(_("Write a remark about the entries that are not ticked off."))
    if cpr.found_in(remark):
        raise Invalid(_("The remark may hold a CPR number. Write the case's number, or nothing about the person."))
    detail = {"check": check.check_id, "in_order": len(ticked), "drawn": len(check.drawn)}
    _log(data_folder, viewer, detail)
    with operational_engine(data_folder).begin() as connection:
        closed = {"in_order": ticked, "remark": remark, "saved_at": _now()}
        connection.execute(sa.update(spot_check).where(_c.check_id == check.check_id).values(**closed))


def open_check(data_folder: Path, viewer: Viewer) -> Check | None:
    """The one that the viewer has begun and not saved. Raises Refused."""
    _may(viewer)
    mine = _of_scope(viewer).where(_c.subject == viewer.subject, _c.saved_at == "").order_by(_c.check_id.desc())
    return next(iter(_read(data_folder, mine.limit(1))), None)


def earlier(data_folder: Path, viewer: Viewer) -> list[Check]:
    """Every saved check of the viewer's scope, newest first. Raises Refused."""
    _may(viewer)
    return _read(data_folder, _of_scope(viewer).where(_c.saved_at != "").order_by(_c.check_id.desc()))


def drawn_entries(data_folder: Path, viewer: Viewer, check: Check) -> list[Logged]:
    """What the check is about; an entry deleted by age meanwhile is not there. Raises Refused."""
    _may(viewer)
    return numbered(data_folder, check.drawn, viewer.municipalities)


def _may(viewer: Viewer) -> None:
    if not viewer.rights.audit:
        raise Refused


def _log(data_folder: Path, viewer: Viewer, detail: dict[str, int]) -> None:
    places = tuple(sorted(viewer.municipalities or ()))
    record(data_folder, Entry(viewer.subject, viewer.role, "spot_check", municipalities=places, detail=detail))


def _scope(viewer: Viewer) -> str:
    """As spot_check.scope holds it: codes with commas; '' is the whole installation."""
    return ",".join(sorted(viewer.municipalities or ()))


def _of_scope(viewer: Viewer) -> sa.Select[Any]:
    wanted = sa.select(spot_check)
    return wanted if viewer.municipalities is None else wanted.where(_c.scope == _scope(viewer))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _read(data_folder: Path, wanted: sa.Select[Any]) -> list[Check]:
    with operational_engine(data_folder).connect() as connection:
        return [
            Check(
                row.check_id, dt.datetime.fromisoformat(row.at), row.subject, tuple(row.drawn), tuple(row.in_order),
                row.remark, dt.datetime.fromisoformat(row.saved_at) if row.saved_at else None,
            )
            for row in connection.execute(wanted)
        ]  # fmt: skip
