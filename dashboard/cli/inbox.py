"""`trinvis inbox`: what is dropped in a folder is checked, loaded and moved."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli import sentences
from dashboard.cli.common import bring_up_to_date, cli, err, out, say_wall, stop
from dashboard.cli.logged import logged
from dashboard.language import _
from dashboard.settings import settings


@cli.command()
def inbox(
    folder: Annotated[Path, typer.Argument(help="Mappen, som filer lægges i", show_default=False)],
    once: Annotated[bool, typer.Option("--en-gang", help="Se i mappen én gang, og stop")] = False,
    pause: Annotated[float, typer.Option("--pause", min=1, help="Sekunder mellem hver gang")] = 30,
    kommune: Annotated[
        str | None, typer.Option("--kommune", help="Kommunekode, når filerne ikke selv siger den")
    ] = None,
) -> None:
    """Indlæs det, der lægges i en mappe: flyttes til indlaest/ eller afvist/ med en rapport ved siden af."""
    from dashboard.importers import Report
    from dashboard.importers.apart import load_apart
    from dashboard.importers.inbox import watch

    if not folder.is_dir():
        stop(_("There is no folder {folder}.", folder=folder))

    waiting = _HeldUp()

    def take_in(paths: Sequence[Path]) -> Report:
        bring_up_to_date()
        with logged("import") as entry:
            report = load_apart(paths, data_folder=settings().data_folder, municipality=kommune)
            entry.outcome = "given" if report.ok else "refused"
        say_wall()
        waiting.said = ""
        return report

    ended = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):  # a file under way is finished first
        signal.signal(sign, lambda *_: ended.set())
    if not once:
        out.print(_("Looking into {folder} every {n} seconds. Stop with Ctrl+C.", folder=folder, n=f"{pause:g}"))
    watch(folder, take_in, _tell, stopped=lambda: once or ended.wait(pause), held_up=waiting.say)
    if once and waiting.said:
        raise SystemExit(1)


class _HeldUp:
    """Says what stands in the way of a round, once until it is something else; the files wait where they lie."""

    said = ""

    def say(self, error: Exception) -> None:
        sentence = sentences.of_error(error) or str(error)
        if sentence != self.said:
            err.print(f"{sentence} {_('The files in the inbox wait.')}", markup=False)
        self.said = sentence


def _tell(handled: object) -> None:
    from dashboard.importers.inbox import Handled

    assert isinstance(handled, Handled)
    what = _("loaded") if handled.fate == "loaded" else _("refused")
    out.print(f"{what}: {handled.moved_to.name}", markup=False)
    if handled.fate == "refused" and settings().mail_server:
        _mail(handled)


def _mail(handled: object) -> None:
    from dashboard.importers.inbox import Handled
    from dashboard.importers.inbox_mail import NotSent, Post, send_refusal

    assert isinstance(handled, Handled)
    recipients = tuple(address.strip() for address in settings().mail_to.split(",") if address.strip())
    try:
        send_refusal(handled, Post(settings().mail_server, settings().mail_from, recipients))
    except NotSent:
        err.print(
            _("The mail could not be sent: {server} does not answer or refuses it.", server=settings().mail_server)
        )
