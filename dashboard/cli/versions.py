"""`trinvis versions`, `trinvis rollback` and `trinvis verify`: the versions of the data that are kept."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from dashboard.cli.common import cli, out, publish, stop
from dashboard.cli.logged import logged
from dashboard.cli.sentences import moment
from dashboard.language import _, formats
from dashboard.settings import settings


@cli.command("versions")
def versions() -> None:
    """Vis de versioner af data, der er gemt: nyeste først."""
    from dashboard.database.kept import kept

    for version in kept(settings().data_folder):
        out.print(" · ".join([version.name, *_described(version)]), markup=False)


def _described(version: object) -> list[str]:
    from dashboard.database.kept import Kept

    assert isinstance(version, Kept)
    if not version.origin:
        return [_("cannot be read")]
    parts = [
        _("made {when}", when=moment(dt.datetime.fromisoformat(version.created_at))),
        _("sample data") if version.origin == "sample" else _("own data"),
        _("no case data") if version.as_of is None else _("as of {day}", day=formats.date(version.as_of)),
    ]
    return [*parts, _("counts now")] if version.counts else parts


@cli.command()
def rollback(
    version: Annotated[str | None, typer.Argument(help="Versionens navn fra trinvis versions")] = None,
) -> None:
    """Gå tilbage til en tidligere version af data: uden navn den forrige."""
    from dashboard.database import kept
    from dashboard.database.errors import UnknownVersion

    try:
        with logged("rollback"):
            name = kept.rollback(settings().data_folder, version)
    except UnknownVersion as error:
        names = ", ".join(error.args)
        if version is None:
            stop(_("There is no version before the one that counts. There are: {names}.", names=names))
        stop(_("There is no version {name}. There are: {names}.", name=version, names=names))
    publish()
    out.print(_("Version {name} counts now.", name=name), markup=False)


@cli.command()
def verify(
    everything: Annotated[bool, typer.Option("--alle", help="Alle gemte versioner, ikke kun den gældende")] = False,
) -> None:
    """Efterprøv, at data er, som de blev skrevet."""
    from dashboard.database import kept

    wrong = False
    for version in kept.kept(settings().data_folder):
        if version.counts or everything:
            differences = kept.verify(settings().data_folder, version.name)
            wrong = wrong or bool(differences)
            for difference in differences:
                out.print(_sentence(version.name, difference), markup=False)
            if not differences:
                out.print(_("Version {name} is as it was written.", name=version.name), markup=False)
            wrong = _is_wrong_in_postgresql(version.name, version.counts) or wrong
    if wrong:
        stop(_("The data have been changed or damaged. Go back with trinvis rollback, or import the files again."))


def _is_wrong_in_postgresql(name: str, counts: bool) -> bool:
    """Says how the shared database holds the version, where one is set. One that does not count need not be there."""
    if not settings().facts_url:
        return False
    from dashboard.database.published_check import verify_published

    found = verify_published(settings().data_folder, name, settings().facts_owner_url or settings().facts_url)
    if found is None:
        out.print(_("PostgreSQL does not have version {name}.", name=name), markup=False)
        return counts
    for sentence in [_sentence(name, one) for one in found] or [_("Version {name} is as it was written.", name=name)]:
        out.print(_("PostgreSQL: {sentence}", sentence=sentence), markup=False)
    return bool(found)


def _sentence(version: str, difference: object) -> str:
    from dashboard.database.kept import Difference

    assert isinstance(difference, Difference)
    values = {"version": version, "table": difference.table, "written": difference.rows_written, "now": difference.rows}
    if difference.municipality_code:
        return _(
            "Version {version}: table {table}, municipality {code}, is not as it was written ({written} rows then, {now} now).",
            code=difference.municipality_code, **values,
        )  # fmt: skip
    return _("Version {version}: table {table} is not as it was written ({written} rows then, {now} now).", **values)
