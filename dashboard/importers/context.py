"""What a rule may know beside the rows: which day it is, and what the data already hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    """as_of: the day the case list describes, where the caller has said it; else the latest day in the list."""

    today: dt.date
    as_of: dt.date | None
    municipality: str | None  # of rows that do not name one
    functions: frozenset[str]  # account functions with a class of spending
    coordinators: frozenset[tuple[str, str]]  # (municipality, coordinator) with hours in the data
