"""The accounts in a publication: 0 kr. only where something was ever posted, and sums of the country of whole parts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.database.accounts import account_class_rows
from dashboard.filters import Filters
from dashboard.periods import Period, parse_month
from dashboard.publication.cells import Made, Publication
from dashboard.publication.protection import Protection, _add_public
from dashboard.publication.public import spending_cells
from dashboard.publication.reading import Held, table_of
from tests.conftest import Engines
from tests.histories import CODES, History, empty_history

FIRST = parse_month("2025-01")
QUARTERS = [FIRST, FIRST + 3]
ACCOUNTS = {"preventive": ("5.28.21", "003"), "placement": ("5.28.23", "004"), "compensating": ("5.57.72", "009")}


def world() -> History:
    """Hillerød posts on all three, on placements in the first quarter alone; Herning never on compensating benefits."""
    history = empty_history(dt.date(2025, 7, 15), CODES[:2])
    history["account_class"] = account_class_rows()
    for code in CODES[:2]:
        for month in range(FIRST, FIRST + 6):
            history["coverage"].append({"municipality_code": code, "source": "ledger", "month": month})
            for spending_class, (function, grouping) in ACCOUNTS.items():
                late = spending_class == "placement" and month >= FIRST + 3
                if late or (code == CODES[1] and spending_class == "compensating"):
                    continue
                account = {"account_function": function, "grouping": grouping, "dranst": 1, "cost_centre": ""}
                history["ledger"].append(
                    {"municipality_code": code, "month": month, "amount_ore": 100, "as_of": None} | account
                )
    return history


def published(cells: pd.DataFrame) -> Publication:
    found = Protection()
    _add_public(found, "spending", cells, QUARTERS)
    made: Any = dict.fromkeys(Made.__dataclass_fields__, "")
    assert found.nation["spending"] == (CODES[0],)  # Herning's part would make the country's shares wrong
    return Publication(Made(**made), pd.concat(found.cells))


@pytest.fixture
def cells(engines: Engines) -> pd.DataFrame:
    with engines(world()) as both:
        found = [spending_cells(connection, QUARTERS) for _name, connection in both]
    assert [sorted(map(tuple, frame.astype(str).values.tolist())) for frame in found[1:]] == [
        sorted(map(tuple, found[0].astype(str).values.tolist()))
    ]
    return found[0]


def test_a_delivered_quarter_without_a_posting_is_0_and_a_class_without_any_ever_is_missing(
    cells: pd.DataFrame,
) -> None:
    filters = Filters(CODES[:2], Period(FIRST, FIRST + 5), "quarter")
    table = table_of(Held(published(cells)), "spending", filters, nation=False)
    rows = {
        row[:3]: row[3:] for row in table.rows("municipality_code", "period", "spending_class", "numerator", "state")
    }
    assert rows[CODES[0], "2025K1", "placement"] == (300, "ok")
    assert rows[CODES[0], "2025K2", "placement"] == (0, "ok")
    assert rows[CODES[1], "2025K1", "compensating"][1] == "missing"
    assert rows[CODES[1], "2025K2", "compensating"][1] == "missing"
    assert rows[CODES[1], "2025K2", "preventive"] == (300, "ok")
