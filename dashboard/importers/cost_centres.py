"""Which cost centre is of which target group (`omkostningssteder`): the municipality's own mapping, dated and named.

Accounts hold the whole specialised children's area; only a local dimension of the ledger can divide them (domain.md
3.0). The translation is applied when the rollup is built, so that a mapping which comes later, or is corrected, divides
what is in the data already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.importers import codes, values
from dashboard.importers.context import Centres, Context, Posted, Unassigned
from dashboard.importers.template import Column, Rows, Template

TEMPLATE = Template(
    name="omkostningssteder",
    source="cost_centres",
    title="Cost centres by target group",
    who="the finance officer",
    columns=(
        Column("cost_centre", "Omkostningssted", codes.name, "The cost centre, as the ledger writes it", required=True,
               aliases=("Omkostningssteder", "Omkostningsstednr.", "Omk.sted"), instead=("Profitcenter",)),
        Column("target_group", "Målgruppe", codes.divided, "handicap or familie; fælles where it is of both",
               required=True),
        Column("start", "Fra", values.month, "The first month that this holds, as 2026-01", required=True,
               aliases=("Fra måned", "Fra og med", "Gyldig fra"), hints=("Start", "Startmåned")),
        Column("end", "Til", values.month, "The last month that this holds; empty: still",
               aliases=("Til måned", "Til og med", "Gyldig til"), hints=("Slut", "Slutmåned", "Ophør", "t.o.m.")),
        Column("version", "Version", codes.label, "What this edition of the mapping is called, for example 2026-1",
               required=True, aliases=("Udgave",)),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Kommunekode", "Kommunenr.", "Kommunenavn"), instead=("Betalingskommune",)),
    ),
)  # fmt: skip


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    return {
        "cost_centre_group": pd.DataFrame(
            {
                "municipality_code": rows["municipality"],
                "cost_centre": rows["cost_centre"],
                "target_group": rows["target_group"],
                "from_month": rows["start"],
                "to_month": rows["end"],
                "mapping_version": rows["version"],
            }
        )
    }


def known(rows: Rows | None, before: Centres) -> Centres:
    """The spans of every cost centre once the delivery is loaded, which takes the place of its municipalities' own."""
    if rows is None:
        return before
    delivered = set(rows["municipality"])
    found = {key: spans for key, spans in before.items() if key[0] not in delivered}
    for code, centre, start, end in rows.together("municipality", "cost_centre", "start", "end"):
        if centre is not None and start is not None:
            found[code or "", centre] = (*found.get((code or "", centre), ()), (start, end))
    return found


def unassigned(centres: Centres, posted: Iterable[Posted]) -> Unassigned:
    """What is posted, while its municipality has a mapping, on cost centres that are not in it."""
    spans: dict[str, list[tuple[int, int | None]]] = {}
    for (code, _centre), own in centres.items():
        spans.setdefault(code, []).extend(own)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for code, centre, month, n, ore in posted:
        if _in_force(spans.get(code, ()), month) and not _in_force(centres.get((code, centre), ()), month):
            so_far = found.get((code, centre), (0, 0))
            found[code, centre] = (so_far[0] + n, so_far[1] + ore)
    return found


def municipalities(centres: Mapping[tuple[str, str], object]) -> list[str]:
    return sorted({code for code, _centre in centres})


def _in_force(spans: Iterable[tuple[int, int | None]], month: int) -> bool:
    return any(start <= month and (end is None or month <= end) for start, end in spans)
