"""`trinvis sessions`: who is logged in, and how an administrator ends it at once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from dashboard.access.roles import ROLE_WORDS, Role
from dashboard.cli import sentences
from dashboard.cli.common import cli, out
from dashboard.language import _
from dashboard.settings import settings

sessions = typer.Typer(no_args_is_help=True)
cli.add_typer(sessions, name="sessions", help="Hvem der er logget ind; log ud, spær og luk op.")

Subject = Annotated[str, typer.Argument(help="Brugeren, som listen skriver den", metavar="BRUGER")]


@sessions.command("list")
def list_sessions() -> None:
    """Vis, hvem der er logget ind nu."""
    from dashboard.access.sessions import sessions_of

    found = sessions_of(settings()).current()
    if not found:
        out.print(_("Nobody is logged in."))
    for one in found:
        seen = sentences.moment(dt.datetime.fromtimestamp(one.seen_at, dt.UTC))
        places = ", ".join(sorted(one.viewer.municipalities or {_("all municipalities")}))
        out.print(f"{one.viewer.subject}\t{one.name}\t{_word(one.viewer.role)}\t{places}\t{seen}", markup=False)


@sessions.command()
def end(subject: Subject) -> None:
    """Log en bruger ud nu. Ved næste login gælder den rolle, kommunens login giver."""
    from dashboard.access.sessions import sessions_of

    ended = sessions_of(settings()).end_all(subject)
    out.print(_("The user is logged out.") if ended else _("The user was not logged in."))


@sessions.command()
def bar(subject: Subject) -> None:
    """Log en bruger ud nu, og luk ikke brugeren ind igen."""
    from dashboard.access.sessions import sessions_of

    sessions_of(settings()).bar(subject)
    out.print(_("The user is barred."))


@sessions.command()
def allow(subject: Subject) -> None:
    """Luk en spærret bruger ind igen."""
    from dashboard.access.sessions import sessions_of

    was_barred = sessions_of(settings()).allow(subject)
    out.print(_("The user can log in again.") if was_barred else _("The user was not barred."))


def _word(role: Role) -> str:
    return next(word for word, meaning in ROLE_WORDS.items() if meaning == role)
