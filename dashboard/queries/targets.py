"""Which targets, ceilings and price index have been decided?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from dashboard.database.operational_tables import price_index, target
from dashboard.shapes import Target

# caseload: cases per full-time coordinator; caseload_new: the same for the newly hired;
# first_contact: days from received to first contact.
KINDS = ("caseload", "caseload_new", "first_contact")


@dataclass(frozen=True)
class Decided:
    """All that has been decided for facts of one origin: kind → municipality → Target, and year → index."""

    targets: Mapping[str, Mapping[str, Target]]
    price_index: Mapping[int, Decimal]
    key: int  # equal for equal contents: part of the cache's key

    def values(self, kind: str) -> dict[str, float]:
        return {code: found.value for code, found in self.targets.get(kind, {}).items()}

    def common(self, kind: str, municipalities: tuple[str, ...]) -> Target | None:
        """The target that all of these municipalities share, if they do."""
        found = [self.targets.get(kind, {}).get(code) for code in municipalities]
        first = found[0] if found else None
        return first if first and all(f and f.value == first.value for f in found) else None


def decided(connection: sa.Connection, origin: str) -> Decided:
    """The newest target of each kind and municipality, and the price index."""
    select = sa.select(target).where(target.c.origin == origin).order_by(target.c.target_id)
    targets: dict[str, dict[str, Target]] = {}
    for row in connection.execute(select):
        targets.setdefault(row.kind, {})[row.municipality_code] = Target(row.value, row.decided_by, row.decided_on)
    index = {
        row.year: Decimal(row.index_milli) / 1000
        for row in connection.execute(sa.select(price_index).where(price_index.c.origin == origin))
    }
    contents = (tuple((k, tuple(sorted(v.items()))) for k, v in sorted(targets.items())), tuple(sorted(index.items())))
    return Decided(targets, index, hash(repr(contents)))
