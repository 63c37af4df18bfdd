"""Put sample data where the dashboard reads them: the facts, and a few made-up decisions beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.database.operational import operational_engine
from dashboard.demo.building import make
from dashboard.demo.places import Size
from dashboard.demo.prices import SAMPLE_PRICE_INDEX
from dashboard.records.targets import forget_sample, set_price_index, set_target

# kind, municipality, value: only these have decided something, so that "mål ikke fastsat" is seen as well.
SAMPLE_TARGETS = (
    ("first_contact", "0657", 14.0),
    ("first_contact", "0730", 14.0),
    ("caseload", "0657", 30.0),
    ("caseload_new", "0657", 20.0),
    ("caseload", "0219", 25.0),
)
DECIDED_BY = "Eksempeludvalget (eksempel)"
DECIDED_ON = dt.date(2025, 2, 3)


def install(
    data_folder: Path,
    *,
    size: Size = "ordinary",
    seed: int = 1,
    progress: Callable[[str, float], None] | None = None,
    municipalities: Sequence[str] = tuple(MUNICIPALITIES),
) -> str:
    """Make the sample version and its decisions; earlier sample decisions go. Returns the version's name."""
    name = make(data_folder, size, seed, progress, municipalities)
    with operational_engine(data_folder).begin() as connection:
        forget_sample(connection)
        for kind, code, value in SAMPLE_TARGETS:
            set_target(connection, kind, code, value, decided_by=DECIDED_BY, decided_on=DECIDED_ON, origin="sample")
        set_price_index(connection, SAMPLE_PRICE_INDEX, source="Eksempelindeks", origin="sample")
    return name
