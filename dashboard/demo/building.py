"""How do the simulated municipalities become one version of the facts, of origin 'sample'?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database import versions
from dashboard.database.accounts import MAPPING_VERSION, account_class_rows
from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.database.tables import account_class, municipality, programme, programme_municipality, version_info
from dashboard.demo import gaps
from dashboard.demo.deliveries import deliver
from dashboard.demo.history import history
from dashboard.demo.places import SCALES, Size
from dashboard.demo.programmes import PARTICIPATIONS, PROGRAMMES
from dashboard.demo.window import AS_OF
from dashboard.demo.writing import finish, write

# So many rows of the ledger's size are held at once: a few municipalities together, or one very large one.
_ROWS_AT_ONCE = 150_000
Progress = Callable[[str, float], None]


def make(
    data_folder: Path,
    size: Size = "ordinary",
    seed: int = 1,
    progress: Progress | None = None,
    municipalities: Sequence[str] = tuple(MUNICIPALITIES),
) -> str:
    """Build one version of sample data in `data_folder` and let it count; returns its name.

    The same size and seed give the same rows, municipality by municipality, whichever `municipalities` are made.
    `progress` is told the municipality at work and the share done, 0 to 1.
    """

    def fill(connection: sa.Connection) -> None:
        _fixed_rows(connection, seed, size, municipalities)
        _histories(connection, size, seed, municipalities, progress or _silent)
        finish(connection, {code: gaps.coverage(code) for code in municipalities})
        deliver(connection)

    return versions.build(data_folder, fill)


def _silent(name: str, share: float) -> None:
    """Nobody listens."""


def _fixed_rows(connection: sa.Connection, seed: int, size: Size, codes: Sequence[str]) -> None:
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    rows: dict[sa.Table, list[dict[str, Any]]] = {
        version_info: [
            {"version": "", "origin": "sample", "as_of": AS_OF, "mapping_version": MAPPING_VERSION, "created_at": made}
        ],
        municipality: [{"municipality_code": c, **_without_code(c)} for c in codes],
        account_class: account_class_rows(),
        programme: [p._asdict() for p in PROGRAMMES],
        programme_municipality: [p._asdict() for p in PARTICIPATIONS if p.municipality_code in codes],
    }
    for table, values in rows.items():
        if values:
            connection.execute(sa.insert(table), values)


def _without_code(code: str) -> dict[str, str]:
    found = MUNICIPALITIES[code]
    return {"name": found.name, "region": found.region, "group_name": found.group_name}


def _histories(connection: sa.Connection, size: Size, seed: int, codes: Sequence[str], progress: Progress) -> None:
    waiting: dict[str, list[pd.DataFrame]] = {}
    held = 0
    for done, code in enumerate(sorted(codes)):
        progress(MUNICIPALITIES[code].name, done / len(codes))
        for table, frame in history(code, SCALES[size], seed).items():
            waiting.setdefault(table, []).append(frame)
            held += len(frame)
        if held > _ROWS_AT_ONCE:
            write(connection, waiting)
            waiting, held = {}, 0
    write(connection, waiting)
    progress("", 1.0)
