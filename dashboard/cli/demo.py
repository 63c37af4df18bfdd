"""`trinvis demo`: sample data, every figure made up."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.cli.common import bring_up_to_date, cli, current_version, err, in_both, out, stop
from dashboard.database.errors import NoData
from dashboard.language import _
from dashboard.settings import settings


@cli.command()
def demo(
    size: Annotated[
        Literal["ordinary", "national"], typer.Option("--size", help="national: 1 mio. sager")
    ] = "ordinary",
    seed: Annotated[int, typer.Option("--seed")] = 1,
    if_missing: Annotated[bool, typer.Option("--if-missing", help="Kun når der ingen data er")] = False,
    force: Annotated[bool, typer.Option("--force", help="Også når der er rigtige data")] = False,
) -> None:
    """Lav eksempeldata: alle 98 kommuner, ti år, alt opdigtet."""
    from dashboard.demo import install

    bring_up_to_date()
    try:
        existing: str | None = current_version().origin
    except NoData:
        existing = None
    if if_missing and existing:
        return
    if existing == "real" and not force:
        stop(_("There are real data already. Sample data would take their place: add --force if that is meant."))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with in_both(), Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(_("Making sample data"), total=1.0)
        install(
            settings().data_folder,
            size=size,
            seed=seed,
            progress=lambda text, share: progress.update(task, description=text, completed=share),
        )
    out.print(_("Sample data are ready. Every figure in them is made up."))
