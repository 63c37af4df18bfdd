"""`trinvis audit verify | show | who`: is the log of look-ups whole, what stands in it, and who has seen somebody."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.common import cli, out, stop
from dashboard.cli.logged import logged, user
from dashboard.cli.sentences import moment
from dashboard.database.errors import UnusableOperational
from dashboard.language import _, formats, plural
from dashboard.settings import settings

if TYPE_CHECKING:
    from dashboard.access.audit_check import Broken
    from dashboard.access.audit_read import Logged

audit = typer.Typer(
    no_args_is_help=True, help="Loggen over opslag: efterprøv den, læs den, find hvem der har set hvad."
)
cli.add_typer(audit, name="audit")
Day = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d", "%d-%m-%Y"])]


@audit.command()
def verify(
    mod: Annotated[
        Path | None, typer.Option("--mod", exists=True, dir_okay=False, help="En fil med kontroltal, der er skrevet uden for datamappen")
    ] = None,
) -> None:
    """Efterprøv, at loggen er, som den blev skrevet; også mod kontroltallene i filen i TRINVIS_AUDIT_TO."""
    from dashboard.access.audit_check import verify as check

    found = check(settings().data_folder, _elsewhere(mod))
    if found.broken:
        stop(_("The log is not as it was written.") + " " + broken_text(found.broken, found.at))
    out.print(
        plural(
            "The log is whole: {n} entry.",
            "The log is whole: {n} entries.",
            found.entries,
            n=formats.number(found.entries),
        )
    )
    if found.purged:
        out.print(_("Deleted by age: entries 1 to {n}.", n=formats.number(found.purged)))


@audit.command()
def begin(begrundelse: Annotated[str, typer.Option("--begrundelse", help="Hvad der er sket med den gamle")]) -> None:
    """Begynd en ny log, når den gamle er gået tabt; den nyes første indførsel siger det, og hvad der er tilbage, gemmes."""
    from dashboard.access import audit_log
    from dashboard.access.audit_log import Entry, NotWritten
    from dashboard.importers import cpr

    folder = settings().data_folder
    if cpr.found_in(begrundelse):
        stop(_("This may be a CPR number. Write it without."))
    try:
        audit_log.check(folder)
    except NotWritten as error:
        lost = error
    else:
        stop(_("The log is the one it was. Nothing has been changed."))
    before = max(audit_log.newest_heads(folder).items(), default=(0, ""))
    if isinstance(lost.__cause__, UnusableOperational):
        _set_aside(lost.__cause__.path)
    audit_log.forget(folder)
    detail = {"reason": begrundelse[:200], "entries_before": before[0], "hash_before": before[1]}
    audit_log.record(folder, Entry(user(), "terminal", "log_begun", detail=detail))
    out.print(_("A new log has begun. What was left of the old one is kept beside it."))


def _set_aside(path: Path) -> None:
    """The damaged file and what belongs to it, under another name."""
    at = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
    for part in path.parent.glob(f"{path.name}*"):
        part.replace(part.with_name(f"lost-{at}-{part.name}"))


def _elsewhere(given: Path | None) -> list[str]:
    place = given or Path(settings().audit_to)
    return place.read_text(encoding="utf-8", errors="replace").splitlines() if place.is_file() else []


def broken_text(broken: Broken, at: int) -> str:
    """What is wrong, and where."""
    match broken:
        case "changed":
            return _("Entry {n} has been changed.", n=at)
        case "gap":
            return _("Before entry {n} an entry is missing or stands elsewhere.", n=at)
        case "start":
            return _("The entries before {n} are gone, and no deletion by age tells of it.", n=at)
        case "end":
            return _("Entry {n} was written but is gone: the end has been cut off, or a power cut took it.", n=at)
        case "elsewhere":
            return _("Outside the data folder stands another checksum of entry {n}: the log has been written anew.", n=at)
        case "heads":
            return _("The file audit-heads.log, which tells the newest entry, is missing.")


@audit.command()
def show(fra: Day = None, til: Day = None, subjekt: Annotated[str, typer.Option("--subjekt")] = "") -> None:
    """Vis loggen, ældste først."""
    from dashboard.access.audit_read import entries

    with logged("read_log"):
        found = entries(settings().data_folder, fra and fra.date(), til and til.date(), subjekt)
    _print(found)


@audit.command()
def who(
    kommune: Annotated[str, typer.Option("--kommune", help="Kommunekode, fx 657")],
    sag: Annotated[str, typer.Option("--sag", help="Sagens nummer")] = "",
    raadgiver: Annotated[str, typer.Option("--raadgiver", help="Rådgiverens kode")] = "",
) -> None:
    """Vis, hvem der har set en sag eller en rådgiver ved navn, og hvornår: til anmodninger om indsigt."""
    from dashboard.access.audit_asked import id_hash
    from dashboard.access.audit_read import who_saw

    if bool(sag) == bool(raadgiver):
        stop(_("Give either --sag or --raadgiver."))
    kind, code = ("case", kommune.zfill(4)) if sag else ("coordinator", kommune.zfill(4))
    with logged("who", municipalities=(code,)) as entry:
        found = who_saw(settings().data_folder, kind, code, sag or raadgiver)
        entry.named.add(id_hash(kind, code, sag or raadgiver))
    _print(found)


def _print(found: list[Logged]) -> None:
    from dashboard.access.audit_words import action_name, outcome_name

    if not found:
        out.print(_("There are no such entries."))
    for one in found:
        parts = (
            str(one.entry_id), moment(one.at), one.subject, one.role, action_name(one.action),
            outcome_name(one.outcome), one.municipalities, one.what(),
        )  # fmt: skip
        out.print(" · ".join(part for part in parts if part), markup=False)
