"""`trinvis answer`: a page's table as CSV."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from dashboard.cli.common import cli, err, stop
from dashboard.cli.logged import logged
from dashboard.cli.sample_roles import AS_OPTION, PLACE_OPTION, viewer_as
from dashboard.filters import Filters
from dashboard.language import _, set_language
from dashboard.measures import BY_PATH, MEASURES, Measure


@cli.command()
def answer(
    measure: Annotated[str, typer.Argument(help="sager, foerste-kontakt, oekonomi, tillid")],
    query: Annotated[str, typer.Argument(help="'?kommune=657&fra=2025-01&til=2025-12'")] = "",
    lang: Annotated[Literal["da", "en"] | None, typer.Option("--lang")] = None,
    role: Annotated[str | None, AS_OPTION] = None,
    kommune: Annotated[list[str] | None, PLACE_OPTION] = None,
) -> None:
    """Skriv sidens tabel som CSV."""
    from dashboard import answers  # with all that measures and pages need: other commands start without it
    from dashboard.access.scope import settled
    from dashboard.exports.csv import csv_text
    from dashboard.layouts.filter_bar import notices_text

    if lang:
        set_language(lang)
    viewer = viewer_as(role, kommune or ())
    filters, notices = Filters.from_query_string(query, answers.options(viewer))
    filters = settled(viewer, filters, answers.options(viewer))
    for notice in notices_text(notices):
        err.print(str(notice["props"]["children"]), markup=False)
    with logged("answer"):
        text = csv_text(answers.answer(_measure(measure).id, filters, viewer))
    sys.stdout.write(text)


def _measure(name: str) -> Measure:
    known = {**BY_PATH, **{str(m.id): m for m in MEASURES.values()}}
    found = known.get(name)
    if found is None:
        stop(_("There is no measure {name}. There are: {names}.", name=name, names=", ".join(known)))
    return found
