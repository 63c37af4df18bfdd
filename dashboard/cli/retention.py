"""`trinvis retention` and `trinvis erase`: personal data that are too old, and one case, out of every kept version."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.common import bring_up_to_date, cli, out, settled, stop
from dashboard.cli.logged import user
from dashboard.language import _, formats, plural
from dashboard.settings import settings


@cli.command()
def retention(
    ret: Annotated[
        bool, typer.Option("--ret", help="Slet det nu; uden det vises kun, hvad der ville blive slettet")
    ] = False,
) -> None:
    """Vis, hvilke personoplysninger der er ældre end den satte grænse; tal pr. måned bliver stående."""
    from dashboard.database.retention import too_old
    from dashboard.records.deletion import delete_old, old_limits

    bring_up_to_date()
    before = old_limits()
    names = {"cases": _("cases and coordinators"), "services": _("services"), "surveys": _("surveys")}
    for kind, day in before.items():
        out.print(_("Kept from {day}: {kind}.", kind=names[kind], day=formats.date(day)), markup=False)
    going = too_old(settings().data_folder, before)
    for version, counts in going.items():
        rows = ", ".join(f"{table}: {formats.number(n)}" for table, n in counts.items())
        out.print(_("Version {version} has rows that are older: {rows}.", version=version, rows=rows), markup=False)
    if not going:
        out.print(_("Nothing is older."))
    elif ret:
        with settled():
            name = delete_old(settings().data_folder)
        out.print(_("They have been deleted. Version {name} counts now.", name=name), markup=False)
    else:
        out.print(_("Delete them with: trinvis retention --ret. It also happens by itself at the next import."))


@cli.command()
def erase(
    kommune: Annotated[str, typer.Option("--kommune", help="Kommunekode, fx 657")],
    sag: Annotated[str, typer.Option("--sag", help="Sagens nummer")],
    ja: Annotated[bool, typer.Option("--ja", help="Spørg ikke først")] = False,
) -> None:
    """Slet en sag i alle gemte versioner. Barnets andre sager bliver stående."""
    from dashboard.database.erasure import holding
    from dashboard.database.postgres import ask
    from dashboard.records.deletion import erase as erase_case

    bring_up_to_date()
    code = kommune.zfill(4)
    there = holding(settings().data_folder, code, sag)
    if there and not ja:
        n = plural("The case is in {n} kept version.", "The case is in {n} kept versions.", len(there))
        typer.confirm(f"{n} {_('It cannot be undone. Delete it?')}", abort=True)
    if settings().facts_url:
        ask(settings().facts_owner_url or settings().facts_url)
    with settled():
        erased = erase_case(settings().data_folder, code, sag, subject=user())
    if erased is None:
        stop(_("No kept version has that case."))
    out.print(_("The case has been deleted from every kept version, and counted out of the numbers."))
    out.print(
        _(
            "Delete it in the case system too, or the next delivery brings it back; and in backups, sent files and the "
            "inbox. The child's other cases, services without a case number, and answers to surveys stay: see them with "
            "trinvis held --barn."
        )
    )
