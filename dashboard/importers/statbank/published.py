"""What a StatBank file gave: rows for one of the two tables of published figures, and what was seen on the way."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.importers.report import Remark
from dashboard.importers.table import Cell


@dataclass(frozen=True)
class Published:
    """frame: rows of `table` without source_file. key: the columns that a corrected figure is found by."""

    table_id: str  # StatBank's name of the table: REGK31
    table: str  # ours: published_stat | published_figure
    key: tuple[str, ...]
    frame: pd.DataFrame
    rows_in: int
    faults: list[Cell]
    remarks: list[Remark]
    beside: str = ""  # what the figures mean beyond the file's content: its table, and a year that was given
