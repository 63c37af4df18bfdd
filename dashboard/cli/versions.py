"""`trinvis versions`, `trinvis rollback` and `trinvis verify`: the versions of the data that are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from dashboard.cli.common import bring_up_to_date, cli, follow, in_both, out, publish, stop
from dashboard.cli.logged import logged
from dashboard.cli.sentences import moment
from dashboard.language import _, formats
from dashboard.settings import settings


@cli.command("versions")
def versions() -> None:
    """Vis de versioner af data, der er gemt: nyeste først."""
    from dashboard.database.kept import kept

    follow()
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
def upgrade() -> None:
    """Skriv data, som en ældre Trinvis har skrevet, om til denne; de gamle gælder, til det er gjort."""
    bring_up_to_date()
    publish()
    out.print(_("The data are those of this version of Trinvis."))


@cli.command()
def rollback(
    version: Annotated[str | None, typer.Argument(help="Versionens navn fra trinvis versions")] = None,
    take_over: Annotated[
        bool, typer.Option("--overtag", help="Også hvor PostgreSQL holder en anden datamappes data: de gælder så ikke mere")
    ] = False,
) -> None:
    """Gå tilbage til en tidligere version af data: uden navn den forrige."""
    from dashboard.database import kept
    from dashboard.database.errors import UnknownVersion

    try:
        if take_over:
            _take_over(version)
        with logged("rollback"), in_both(take_over=take_over):
            name = kept.rollback(settings().data_folder, version)
    except UnknownVersion as error:
        names = ", ".join(error.args)
        if version is None:
            stop(_("There is no version before the one that counts. There are: {names}.", names=names))
        stop(_("There is no version {name}. There are: {names}.", name=version, names=names))
    out.print(_("Version {name} counts now.", name=name), markup=False)


def _take_over(version: str | None) -> None:
    """Logins, decisions and the log first: what is done from here on stands in them. Raises UnknownVersion."""
    from dashboard.database import kept, operational_shared
    from dashboard.database.errors import UnknownVersion
    from dashboard.database.server_mode import server_url

    folder = settings().data_folder
    there = [one.name for one in kept.kept(folder)]
    if version not in (None, *there):
        raise UnknownVersion(*there)
    if url := server_url(folder):
        operational_shared.take_over(folder, url)


@cli.command()
def verify(
    everything: Annotated[bool, typer.Option("--alle", help="Alle gemte versioner, ikke kun den gældende")] = False,
) -> None:
    """Efterprøv, at data er, som de blev skrevet."""
    from dashboard.database import kept

    follow()
    found: set[Found] = set()
    for version in kept.kept(settings().data_folder):
        if version.counts or everything:
            here = _here(version.name)
            found.add(here)
            if settings().facts_url and here != "not there":
                found.add(_in_postgresql(version.name, version.counts))
    if found != {"whole"}:
        stop(_what_to_do(found))


# What `verify` can find of a version.
Found = Literal["whole", "changed", "not there", "not in PostgreSQL", "not asked"]


def _what_to_do(found: set[Found]) -> str:
    """About the worst of what was found."""
    if "changed" in found:
        return _("The data have been changed or damaged. Go back with trinvis rollback, or import the files again.")
    if "not there" in found:
        return _(
            "A version's file is not there; the others are not touched by that. Put it back from the backup, or go back "
            "with trinvis rollback."
        )
    if "not in PostgreSQL" in found:
        return _(
            "PostgreSQL does not have the version that counts; nothing is known to be changed. Write trinvis rollback "
            "with its name: then it is copied there."
        )
    return _("PostgreSQL does not answer, so what it holds has not been checked. Try again when it is back.")


def _here(name: str) -> Found:
    """Says how the data folder holds the version."""
    from dashboard.database import kept
    from dashboard.database.errors import DamagedData, MissingFile, NotReadable

    try:
        differences = kept.verify(settings().data_folder, name)
    except MissingFile:
        out.print(_("Version {name}: the file is not there.", name=name), markup=False)
        return "not there"
    except NotReadable:
        raise
    except DamagedData:
        out.print(_("Version {name}: the file is damaged and cannot be read.", name=name), markup=False)
        return "changed"
    for sentence in _sentences(name, differences):
        out.print(sentence, markup=False)
    return "changed" if differences else "whole"


def _in_postgresql(name: str, counts: bool) -> Found:
    """Says how the shared database holds the version. One that does not count need not be there."""
    import sqlalchemy as sa

    from dashboard.database.errors import is_away
    from dashboard.database.published_check import verify_published

    try:
        found = verify_published(settings().data_folder, name, settings().facts_owner_url or settings().facts_url)
    except sa.exc.SQLAlchemyError as error:
        if not is_away(error):
            raise
        return "not asked"
    if found is None:
        out.print(_("PostgreSQL does not have version {name}.", name=name), markup=False)
        return "not in PostgreSQL" if counts else "whole"
    for sentence in _sentences(name, found):
        out.print(_("PostgreSQL: {sentence}", sentence=sentence), markup=False)
    return "changed" if found else "whole"


def _sentences(name: str, differences: Sequence[object]) -> list[str]:
    return [_sentence(name, one) for one in differences] or [_("Version {name} is as it was written.", name=name)]


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
