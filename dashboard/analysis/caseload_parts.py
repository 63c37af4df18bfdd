"""What each team and each coordinator carried, as means over the delivered days of their municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.analysis.caseload_days import MEANS, PER_UNIT, Carried
from dashboard.database.frames import Array
from dashboard.shapes import Table

NAN = float("nan")


@dataclass(frozen=True)
class Part:
    """carried: who; columns of the same length by name: MEANS, value, children_per_fte; estimable: whether there are any."""

    carried: Carried
    columns: dict[str, Array]
    estimable: Array

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def table(self, keys: dict[str, Array], **more: Array) -> Table:
        """keys and more beside the columns, in the order of municipality, team and coordinator."""

        def make() -> dict[str, Any]:
            state = np.where(self.estimable, "ok", "not_estimable")
            who = self.carried
            names = list(zip(who.place.tolist(), who.team.tolist(), who.who.tolist(), strict=True))
            order = sorted(range(len(names)), key=names.__getitem__)
            return {name: values[order] for name, values in (keys | self.columns | {"state": state} | more).items()}

        return Table(make)


def part(carried: Carried, delivered: Array, *, counted_alone: bool) -> Part:
    """The means of one level. delivered: days by municipality. counted_alone: positions are not split."""
    days = delivered[carried.place]
    means = carried.days / days / PER_UNIT[:, None]
    columns = dict(zip(MEANS, means, strict=True))
    estimable = (columns["fte"] > 0) & (not counted_alone)
    nothing = np.full(len(days), NAN)
    if counted_alone:
        columns["fte"] = nothing
    for name, of in (("value", "cases"), ("children_per_fte", "children")):
        columns[name] = np.divide(columns[of], columns["fte"], out=nothing.copy(), where=estimable)
    return Part(carried, columns, estimable)
