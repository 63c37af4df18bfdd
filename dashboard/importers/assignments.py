"""Who has had which case when (`tildelinger`): the true history, from a system that keeps it; optional.

Without it the case lists tell whose each case is from the day of the first list on. With it the months before are known
too, and who covers for whom.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.importers import codes, listed, values
from dashboard.importers.context import Context
from dashboard.importers.template import Column, Rows, Template

TEMPLATE = Template(
    name="tildelinger",
    source="assignments",
    title="History of assignments",
    who="the superuser of the case system",
    columns=(
        Column("case", "Sagsnr.", codes.key, "The case system's own number, never a CPR number", required=True,
               aliases=("Sagsnummer", "Sag", "Sags-id", "Sagsid")),
        Column("coordinator", "Rådgiver", codes.key, "The same code as in the case list, never a name", required=True,
               blanks_pass=True, aliases=("Rådgiverkode", "Sagsbehandler", "Sagsbehandlerkode", "Myndighedsrådgiver")),
        Column("role", "Rolle", codes.role, "primær, dækning or ukendt; where it is empty, primær",
               aliases=("Tildelingsrolle",)),
        Column("start", "Fra", values.date, "The first day that the coordinator had the case", required=True,
               aliases=("Fra dato", "Startdato", "Gælder fra")),
        Column("end", "Til", values.date, "The last day; empty while it lasts",
               aliases=("Til dato", "Til og med", "Slutdato", "Gælder til")),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Kommunekode",)),
        *listed.COLUMNS,
    ),
)  # fmt: skip


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    """The rows of assignment_said. `Til` is the last day, valid_to the day after."""
    roles = [role or "primary" for role in rows["role"]]
    return {
        "assignment_said": pd.DataFrame(
            {
                "municipality_code": rows["municipality"],
                "case_id": rows["case"],
                "coordinator_id": ["" if role == "unknown" else who for role, who in zip(roles, rows["coordinator"], strict=True)],
                "role": roles,
                "valid_from": rows["start"],
                "valid_to": [end and end + dt.timedelta(days=1) for end in rows["end"]],
                **listed.days(rows, context.as_of or context.today),
            }
        )
    }
