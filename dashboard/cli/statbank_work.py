"""What `trinvis statbank tables`, `info` and `fetch` do, with the client and the tables that they need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dashboard.cli.common import err, out, stop
from dashboard.importers.statbank import wording
from dashboard.importers.statbank.api import Client
from dashboard.importers.statbank.catalogue import Table
from dashboard.importers.statbank.fetch import Order, fetch, order
from dashboard.importers.statbank.metadata import TableInfo, listed, table_info
from dashboard.importers.statbank.problem import Problem
from dashboard.importers.statbank.selection import Wish
from dashboard.importers.statbank.tables import TABLES
from dashboard.language import _
from dashboard.settings import settings

MOST_LISTED = 50


def tables(search: str) -> None:
    if not search:
        for table in TABLES.values():
            out.print(
                f"{table.table_id:9} {table.title}" + ("" if table.summable else f" · {_not_added()}"), markup=False
            )
        return
    with _in_one_sentence():
        found = listed(_client())
    words = search.casefold().split()
    hits = [t for t in found if all(word in f"{t.table_id} {t.text}".casefold() for word in words)]
    for hit in hits[:MOST_LISTED]:
        known = f" · {_('can be loaded')}" if hit.table_id.upper() in TABLES else ""
        out.print(f"{hit.table_id:9} {hit.text} ({hit.first} – {hit.last}){known}", markup=False)
    out.print(_("{shown} of {count} tables.", shown=min(len(hits), MOST_LISTED), count=len(hits)))


def info(table: str) -> None:
    known = TABLES.get(table.upper())
    if known:
        _print_known(known)
    with _in_one_sentence():
        _print_info(table_info(_client(), table))


def fetch_table(
    table: str, aar: str, kommune: list[str], kind: Literal["csv", "bulk", "jsonstat"], folder: Path, *, indlaes: bool
) -> None:
    with _in_one_sentence():
        if indlaes and table.upper() not in TABLES:
            raise Problem("not_imported", table=table, tables=", ".join(TABLES))
        client = _client()
        places = [_municipality(name) for name in kommune]
        wanted = order(client, table, kind, settings().statbank_cells, Wish(_years(aar), places))
        paths = _fetched(client, wanted, folder)
    for path in paths:
        out.print(str(path), markup=False)
    out.print(_("Source: Danmarks Statistik, StatBank {table}, CC BY 4.0.", table=wanted.info.table_id))
    if indlaes:
        from dashboard.cli.files import import_files

        import_files(paths)


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        stop(_(wording.PROBLEMS[problem.code], **problem.values))


def _client() -> Client:
    return Client(settings().statbank_url)


def _not_added() -> str:
    return _("may not be added together")


def _years(text: str) -> list[int]:
    first, _dash, last = text.partition("-")
    if not text:
        return []
    if not all(len(year) == 4 and year.isdecimal() for year in (first, last or first)):
        raise Problem("bad_years")
    return list(range(int(first), int(last or first) + 1))


def _municipality(name: str) -> str:
    from dashboard.importers.codes import municipality
    from dashboard.importers.report import Bad

    try:
        return municipality(name)
    except Bad as error:
        raise Problem("no_such_place", value=name) from error


def _fetched(client: Client, wanted: Order, folder: Path) -> list[Path]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(_("Fetching {table}", table=wanted.info.table_id), total=len(wanted.questions))
        return fetch(client, wanted, folder, lambda done, _total: progress.update(task, completed=done))


def _print_known(table: Table) -> None:
    out.print(f"{table.table_id} · {table.title}", markup=False, style="bold")
    for caution in table.cautions:
        out.print(f"  {_(wording.REMARKS[caution])}", markup=False)
    for change in table.breaks:
        said = {"table": table.table_id, "year": str(change.year)}
        codes = {"before": ", ".join(change.before), "after": " + ".join(change.after)}
        out.print(f"  {_(wording.REMARKS['series_break'], **said, **codes)}", markup=False)


def _print_info(found: TableInfo) -> None:
    out.print(f"{found.table_id} · {found.text} · {found.unit} · {found.updated[:10]}", markup=False)
    for variable in found.variables:
        first, last = variable.values[0], variable.values[-1]
        named = f"{variable.variable} ({variable.text})"
        span = _("{count} values, from {first} to {last}", count=len(variable.values), first=first[0], last=last[0])
        left = f" · {_('may be left out')}" if variable.elimination else ""
        out.print(f"  {named}: {span}{left}", markup=False)
