"""`trinvis answer`: a page's table as CSV."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from dashboard.cli.common import cli, err, stop
from dashboard.cli.logged import logged
from dashboard.cli.sample_roles import AS_OPTION, PLACE_OPTION, viewer_as
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
    # With all that measures and pages need: other commands start without it.
    from dashboard.callbacks.view import NotThere, view_for
    from dashboard.exports.csv import csv_text
    from dashboard.layouts.filter_bar import notice_sentences

    if lang:
        set_language(lang)
    view = view_for(viewer_as(role, kommune or ()), query)
    try:
        with logged("answer"):
            text = csv_text(view.exactly(_measure(measure).id))
    except NotThere as error:
        stop(" ".join(notice_sentences(error.notices, view.choices)))
    for sentence in notice_sentences(view.notices, view.choices):
        err.print(sentence, markup=False)
    sys.stdout.write(text)


def _measure(name: str) -> Measure:
    known = {**BY_PATH, **{str(m.id): m for m in MEASURES.values()}}
    found = known.get(name)
    if found is None:
        stop(_("There is no measure {name}. There are: {names}.", name=name, names=", ".join(known)))
    return found
