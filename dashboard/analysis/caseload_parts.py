"""What each team and each coordinator carried, as means over the delivered days of their municipality.

In arrays until the frame of a part is made, once: as steps from frame to frame the two parts of a municipality took
20 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.caseload_days import DAYS, MEANS, PER_UNIT
from dashboard.database.frames import Array

NAN = float("nan")
KEYS = ("municipality_code", "team_id", "coordinator_id")


@dataclass(frozen=True)
class Part:
    """Columns of one length by name: KEYS, MEANS, value, children_per_fte, state, newly_hired_until."""

    columns: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    @property
    def estimable(self) -> Array:
        found: Array = self.columns["state"] == "ok"
        return found

    def frame(self, without: tuple[str, ...], **more: Array) -> pd.DataFrame:
        """All but some columns and with others, in the order of the names of municipality, team and coordinator."""
        columns = {name: values for name, values in self.columns.items() if name not in without} | more
        keys = list(zip(*(self.columns[name].tolist() for name in KEYS), strict=True))
        order = sorted(range(len(keys)), key=keys.__getitem__)
        return pd.DataFrame({name: _typed(values[order]) for name, values in columns.items()}, copy=False)


def part(counts: pd.DataFrame, level: str, delivered: dict[str, int], *, counted_alone: bool) -> Part:
    """The rows of one level. delivered: days by municipality. counted_alone: positions are not split."""
    at = np.flatnonzero(counts["level"].to_numpy() == level)
    columns: dict[str, Any] = {name: counts[name].to_numpy(object)[at] for name in KEYS}
    days = np.array([delivered[code] for code in columns["municipality_code"].tolist()], "float64")
    for name, counted, unit in zip(MEANS, DAYS, PER_UNIT.tolist(), strict=True):
        columns[name] = counts[counted].to_numpy()[at] / days / unit
    estimable = (columns["fte"] > 0) & (not counted_alone)
    if counted_alone:
        columns["fte"] = np.full(len(at), NAN)
    for name, of in (("value", "cases"), ("children_per_fte", "children")):
        columns[name] = np.divide(columns[of], columns["fte"], out=np.full(len(at), NAN), where=estimable)
    columns["state"] = np.where(estimable, "ok", "not_estimable").astype(object)
    columns["newly_hired_until"] = counts["newly_hired_until"].to_numpy()[at]
    return Part(columns)


def _typed(values: Array) -> Any:
    return pd.array(values, dtype="str") if values.dtype == object else values
