"""A version counts in the data folder and in the shared database, or in neither, whatever comes between.

The folder goes first, since what PostgreSQL gets is a copy. A file beside the pointer says that the copy is not there
yet: whoever is killed in between leaves it, and the next command, or the server's start, finishes. Where PostgreSQL is
away, the folder goes back to what counted before.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from dashboard.database import pointer, postgres
from dashboard.database.errors import DamagedData, DatabaseAway, NoData, is_away
from dashboard.database.following import follow
from dashboard.database.import_lock import import_lock
from dashboard.database.operational import operational_engine
from dashboard.database.operational_tables import import_run
from dashboard.database.server_mode import server_url
from dashboard.database.versions import remove_leftovers
from dashboard.language import _

log = logging.getLogger("trinvis")

UNSAID = "refused.pending"  # in the data folder: the imports, by number, that are refused and stand as loaded


@contextmanager
def in_both(data_folder: Path, url: str, owner_url: str = "", *, take_over: bool = False) -> Iterator[None]:
    """What the block lets count in the folder counts in the database too when it ends. url: '' is no database.

    Raises DatabaseAway before the block where the database does not answer, and after it where it went away meanwhile:
    then what counted before counts again. Raises OtherInstallation before the block, unless it is to take over from it,
    and what publish_current does.
    """
    if not url:
        yield
        return
    postgres.ask(owner_url or url)
    with import_lock(data_folder):  # on all machines, until it counts on all
        if not take_over:
            postgres.refuse_others(data_folder, owner_url or url)
            finish(data_folder, url, owner_url)
        before, first = _counting(data_folder), _last_run(data_folder)
        last = first
        postgres.mark(data_folder, "" if take_over else postgres.counting_in(owner_url or url))
        try:
            yield
            last = _last_run(data_folder)
            _copy(data_folder, url, owner_url, take_over=take_over)
        except Exception as error:
            if not isinstance(error, DatabaseAway) and not is_away(error):
                raise
            undone = _undo(data_folder, before, (first, last))
            raise DatabaseAway("it went away while the data were loaded", pending=not undone) from error


def _copy(data_folder: Path, url: str, owner_url: str, *, take_over: bool = False) -> None:
    if _counting(data_folder) is None:
        postgres.unmark(data_folder)
    else:
        postgres.publish_current(data_folder, url, owner_url, take_over=take_over)


def finish(data_folder: Path, url: str, owner_url: str = "") -> None:
    """Copy what a killed process, or one without the database, has left uncopied, and follow what other machines have
    made since. Raises what publish_current and follow do.
    """
    if not url:
        return
    say_refused_later(data_folder)
    if (data_folder / postgres.PENDING).exists():
        with import_lock(data_folder):
            _settle(data_folder, url, owner_url)
    follow(data_folder)


@contextmanager
def settled(data_folder: Path, url: str, owner_url: str = "") -> Iterator[None]:
    """What the block does to the versions it does to the newest ones, and no other machine makes one meanwhile.

    The block itself lets the outcome count in the database (publish_current). Raises what finish does.
    """
    if not url:
        yield
        return
    with import_lock(data_folder):
        finish(data_folder, url, owner_url)
        yield


def _settle(data_folder: Path, url: str, owner_url: str) -> None:
    """What stands uncopied in the folder was never said to be loaded: where another machine has gone on, that counts."""
    there, mine = postgres.counting_in(owner_url or url), _counting(data_folder)
    if server_url(data_folder) and postgres.moved_on(data_folder, there) and (mine is None or mine.counting != there):
        postgres.unmark(data_folder)
        log.warning(
            "%s",
            _("An import that was cut short here is gone, for another machine has loaded data since. Load its files again."),
        )
    else:
        _copy(data_folder, url, owner_url)


def _counting(data_folder: Path) -> pointer.Pointer | None:
    try:
        return pointer.read(data_folder)
    except NoData:
        return None


def _undo(data_folder: Path, before: pointer.Pointer | None, runs: tuple[int, int]) -> bool:
    """Let the version of before count again; False where it is gone. What was deleted from has another name by now."""
    with import_lock(data_folder):
        now = _counting(data_folder)
        if now is None or now == before:
            return True
        if before is None:
            (data_folder / pointer.POINTER).unlink()
            remove_leftovers(data_folder)
            postgres.unmark(data_folder)
        else:
            back = next((name for name in now.kept if pointer.made(name) == pointer.made(before.counting)), None)
            if back is None:  # so much has come in between
                return False
            kept = (
                tuple(name for name in now.kept if name != now.counting)
                if now.counting not in before.kept
                else now.kept
            )
            pointer.write(data_folder, back, kept)
            remove_leftovers(data_folder)
            if back == before.counting:
                postgres.unmark(data_folder)
        _say_refused(data_folder, *runs)
        return True


def _last_run(data_folder: Path) -> int:
    if not data_folder.exists():
        return 0
    try:
        with operational_engine(data_folder).connect() as connection:
            return int(
                connection.execute(sa.select(sa.func.coalesce(sa.func.max(import_run.c.run_id), 0))).scalar_one()
            )
    except (OSError, sa.exc.SQLAlchemyError, DamagedData):  # what reads the log of imports says so
        return 0


def _say_refused(data_folder: Path, first: int, last: int) -> None:
    """The log of imports has the files as loaded. Where it cannot be reached, a note stays for say_refused_later."""
    (data_folder / UNSAID).write_text(f"{first} {last}\n", encoding="ascii")
    with suppress(OSError, sa.exc.SQLAlchemyError, DamagedData):
        say_refused_later(data_folder)


def say_refused_later(data_folder: Path) -> None:
    """What an import that the database fell in the middle of could not say. Raises as operational_engine does."""
    note = data_folder / UNSAID
    if note.exists():
        after, last = map(int, note.read_text(encoding="ascii").split())
        theirs = (import_run.c.run_id > after) & (import_run.c.run_id <= last) & (import_run.c.outcome == "loaded")
        with operational_engine(data_folder).begin() as connection:
            connection.execute(sa.update(import_run).where(theirs).values(outcome="refused"))
        note.unlink()
