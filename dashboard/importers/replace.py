"""One source's rows in place of those that it delivers anew, and the months that it now covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import sqlalchemy as sa

from dashboard.database.tables import coverage, programme, programme_municipality, survey_invitation, team
from dashboard.importers import told
from dashboard.importers.context import Context
from dashboard.importers.sources import SOURCES
from dashboard.importers.surveys import months as asked_in
from dashboard.importers.surveys import waves
from dashboard.importers.template import Rows
from dashboard.importers.write import Relation, content_of, delete_matching, insert_frame, table_named
from dashboard.periods import month_key

# What a delivery takes the place of where it is said to be a part: its own rows alone.
ADDED_TO = {
    "services": (("municipality", "system", "service"), ("municipality_code", "system", "service_id")),
    "cost_centres": (("municipality", "cost_centre"), ("municipality_code", "cost_centre")),
}
NAMED = (team, programme, programme_municipality)  # filled from what the rows name, added to and never replaced


def write_source(
    connection: sa.Connection, source: str, rows: Rows, context: Context, earlier: Rows | None = None
) -> tuple[int, str]:
    """Returns how many rows of earlier deliveries were replaced, and the content hash of this one.

    earlier: what only the earlier deliveries in the file said, where it is of several.
    """
    frames = _facts(source, rows, context)
    for name, frame in _facts(source, earlier, context).items() if earlier is not None else ():
        frames[name] = pd.concat([frames[name], frame], ignore_index=True)
    replaced = 0
    if SOURCES[source].replaces != "days":
        for name in SOURCES[source].tables:
            replaced += _delete_anew(connection, source, table_named(name), rows, context)
    replaced += write_frames(connection, source, frames, adding=context.again == "suppler")
    _cover(connection, source, rows, context)
    return replaced, content_of(connection, {name: frames[name] for name in SOURCES[source].tables})


def write_frames(
    connection: sa.Connection, source: str, frames: Mapping[str, pd.DataFrame | Relation], *, adding: bool = False
) -> int:
    """The rows of a source's tables, by table; returns how many rows of the same day's delivery were replaced.

    The one way into the tables, for files and for the sample alike.
    """
    replaced = 0
    for name in SOURCES[source].tables:
        if SOURCES[source].replaces == "days":
            replaced += told.tell_frame(connection, table_named(name), frames[name], adding=adding)
        else:
            insert_frame(connection, table_named(name), frames[name])
    for table in NAMED:
        found = frames.get(table.name)
        if isinstance(found, pd.DataFrame):
            add_named(connection, table, found)
    return replaced


def _facts(source: str, rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    return SOURCES[source].facts(rows, context)


def _delete_anew(connection: sa.Connection, source: str, table: sa.Table, rows: Rows, context: Context) -> int:
    """Take away the rows of earlier deliveries that this one takes the place of; returns how many."""
    keys, match = {
        "all": (("municipality",), ("municipality_code",)),
        "systems": (("municipality", "system"), ("municipality_code", "system")),
        "years": (("municipality", "year"), ("municipality_code", "year")),
        "invitations": (("municipality", "invitation"), ("municipality_code", "invitation_id")),
    }[SOURCES[source].replaces]
    adds = context.choices.again == "suppler"
    if adds and source in ADDED_TO:
        keys, match = ADDED_TO[source]
    scope = pd.DataFrame([[value or "" for value in values] for values in set(rows.together(*keys))], columns=match)
    replaced = delete_matching(connection, table, scope)
    if source == "surveys" and not adds:
        replaced += delete_matching(connection, table, _same_waves(connection, context))
    return replaced


def _same_waves(connection: sa.Connection, context: Context) -> pd.DataFrame:
    """Every invitation to a form sent on a day of the delivery: a wave that is delivered again is delivered whole."""
    i = survey_invitation.c
    wave = sa.tuple_(i.municipality_code, i.instrument, i.invited_on)
    sent = sa.select(i.municipality_code, i.invitation_id).where(wave.in_(sorted(waves(context))))
    return pd.DataFrame(connection.execute(sent).all(), columns=["municipality_code", "invitation_id"], dtype="str")


def add_named(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    """Names that are not there yet. Of two spellings, or two first days, the lesser stands, whichever came first."""
    key = [name for name in ("programme_id", "municipality_code", "team_id") if name in table.c]
    least = "joined_on" if "joined_on" in table.c else "name"
    frame = frame.sort_values(least).drop_duplicates(key)
    there = {tuple(row): known for *row, known in connection.execute(sa.select(*(table.c[n] for n in (*key, least))))}
    rows = list(zip(frame[key].itertuples(index=False), frame[least], strict=True))
    for row, said in rows:
        same = sa.and_(*(table.c[name] == value for name, value in zip(key, row, strict=True)))
        if tuple(row) in there and said is not None and said < there[tuple(row)]:
            connection.execute(sa.update(table).where(same).values({least: said}))
    insert_frame(connection, table, frame[[tuple(row) not in there for row, _said in rows]])


def _cover(connection: sa.Connection, source: str, rows: Rows, context: Context) -> None:
    """What is told by day is covered when it has been worked out; a mapping is of no month, for the ledger's are divided."""
    if SOURCES[source].replaces != "days" and source != "cost_centres":
        places = sorted(set(rows["municipality"]))
        covered(connection, source, {code: _months(source, code, rows, context) for code in places})


def _months(source: str, code: str, rows: Rows, context: Context) -> set[int]:
    """The months that the rows of one municipality speak for."""
    if source == "services":
        return _served(code, rows, context)
    if source == "surveys":
        return asked_in(code, context)
    years = {year for owner, year in rows.together("municipality", "year") if owner == code}
    return {12 * year + month for year in years for month in range(12)}


def _served(code: str, rows: Rows, context: Context) -> set[int]:
    """From the first service on, until the day of the list."""
    first = min(day for owner, day in rows.together("municipality", "start") if owner == code)
    last = context.as_of or context.today
    return set(range(month_key(first), month_key(last) + 1))


def covered(connection: sa.Connection, source: str, months: Mapping[str, Iterable[int]]) -> None:
    """Add the months, by municipality."""
    c = coverage.c
    held = connection.execute(sa.select(c.municipality_code, c.month).where(c.source == source))
    there = {(code, month) for code, month in held}
    new = sorted({(code, month) for code, found in months.items() for month in found} - there)
    insert_frame(connection, coverage, pd.DataFrame(new, columns=["municipality_code", "month"]).assign(source=source))
