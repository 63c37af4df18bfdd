"""What every command shares: the application it belongs to, the two consoles, and how a command stops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

from dashboard.settings import settings

if TYPE_CHECKING:
    from dashboard.database.versions import Version

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)


def stop(text: str) -> NoReturn:
    """End the command with one sentence and the exit code 1."""
    err.print(text, style="bold")
    raise SystemExit(1)


def current_version() -> Version:
    """The data that a command works on. Raises NoData or DamagedData."""
    from dashboard.database import versions

    return versions.current(settings().data_folder, settings().facts_url)


@contextmanager
def in_both(*, take_over: bool = False) -> Iterator[None]:
    """What the block lets count here counts in the shared database too, where one is set, or in neither.

    Raises DatabaseAway, and what publishing.in_both does.
    """
    from dashboard.database import publishing

    where = settings().data_folder, settings().facts_url, settings().facts_owner_url
    with publishing.in_both(*where, take_over=take_over):
        yield
    say_wall()


@contextmanager
def settled() -> Iterator[None]:
    """As publishing.settled."""
    from dashboard.database import publishing

    with publishing.settled(settings().data_folder, settings().facts_url, settings().facts_owner_url):
        yield


def follow() -> None:
    """The data folder has what other machines of the installation have made, where PostgreSQL answers."""
    from dashboard.database import following
    from dashboard.database.errors import DatabaseAway

    with suppress(DatabaseAway):
        following.follow(settings().data_folder)


def publish() -> None:
    """Let the version that counts here count in the shared database too, where one is set."""
    if settings().facts_url:
        from dashboard.database.postgres import publish_current

        with settled():
            publish_current(settings().data_folder, settings().facts_url, settings().facts_owner_url)
        say_wall()


def say_wall() -> None:
    """Where PostgreSQL does not hold back others' rows, or could be made to stop."""
    from dashboard.access.second_wall import fault

    if found := fault(settings()):
        err.print(found.sentence)


def bring_up_to_date() -> None:
    """Data that an earlier landing wrote, rebuilt before a command works on them; and copied, where that was cut short."""
    from dashboard.database.publishing import finish
    from dashboard.database.upgrade import bring_up_to_date as rebuild

    where = settings().data_folder, settings().facts_url, settings().facts_owner_url
    rebuild(*where)
    finish(*where)
