"""Quarter after quarter is published: what one has settled stands, and never keeps the next from coming out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dashboard.database import versions
from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.demo import install
from dashboard.measures import MeasureId
from dashboard.publication.build import last_closed_quarter
from dashboard.publication.cells import Settled
from dashboard.publication.lattice import published_quarters
from dashboard.publication.protection import Protection, protect_all
from tests.rounds import rounds

SOME = ("0219", "0657", "0730")
TWELVE = ("0101", "0219", "0265", "0370", "0461", "0561", "0615", "0657", "0730", "0751", "0825", "0851")
EVERY = tuple(MUNICIPALITIES)
# In `make test` three of them, where a total of all has least to hide behind.
PLACES = [SOME, *([("0657",), TWELVE, EVERY] if rounds(2, 1) == 2 else [])]


@pytest.mark.parametrize("places", PLACES, ids=lambda places: str(len(places)))
def test_every_quarter_is_published_and_what_was_settled_stays(tmp_path: Path, places: tuple[str, ...]) -> None:
    install(tmp_path / "data", municipalities=places)
    version = versions.current(tmp_path / "data")
    assert version.as_of is not None
    last, settled = last_closed_quarter(version.as_of), dict[MeasureId, Settled]()
    for quarter in range(last - 3 * (rounds(12, 2) - 1), last + 1, 3):
        with version.engine.connect() as connection:
            found = protect_all(
                connection, published_quarters(quarter), threshold=5, settled=settled, progress=lambda _name, _share: None
            )
        assert found.audited, quarter
        assert not _changed(found, settled), quarter
        settled = dict(found.private)


def _changed(found: Protection, settled: Mapping[MeasureId, Settled]) -> list[object]:
    """What is shown now and was hidden, or the other way round."""
    return [
        (measure, cell)
        for measure, cells in settled.items()
        for cell, (value, hidden) in cells.items()
        if (now := found.private[measure].get(cell)) is not None and now != (value, hidden)
    ]
