"""`trinvis held`: everything that is held about one case or one child, for requests for access."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.common import cli, current_version, out, stop
from dashboard.cli.logged import logged
from dashboard.language import _


@cli.command()
def held(
    kommune: Annotated[str, typer.Option("--kommune", help="Kommunekode, fx 657")],
    sag: Annotated[str, typer.Option("--sag", help="Sagens nummer")] = "",
    barn: Annotated[str, typer.Option("--barn", help="Barnets nøgle")] = "",
    til: Annotated[Path, typer.Option("--til", help="Filen, der skrives")] = Path("indsigt.zip"),
) -> None:
    """Skriv alt, hvad der er gemt om en sag eller et barn, i en zip-fil: til anmodninger om indsigt."""
    from dashboard.access.audit_asked import id_hash
    from dashboard.queries.held import held_about_case, held_about_child
    from dashboard.records.held import packed

    if bool(sag) == bool(barn):
        stop(_("Give either --sag or --barn."))
    code = kommune.zfill(4)
    version = current_version()
    with version.reading((code,)) as connection, logged("held", municipalities=(code,)) as entry:
        found = held_about_case(connection, code, sag) if sag else held_about_child(connection, code, barn)
        cases = {row["case_id"] for rows in found.values() for row in rows if row.get("case_id")}
        entry.named |= {id_hash("case", code, case) for case in cases}
    if not found:
        stop(_("Nothing is held about that number."))
    about = {"kommune": code, "sag": sag, "barn": barn, "version": version.name, "pr": str(version.as_of or "")}
    til.write_bytes(packed(about, found))
    out.print(str(til), markup=False)
    out.print(json.dumps({name: len(rows) for name, rows in found.items()}), markup=False)
