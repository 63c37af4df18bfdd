"""What each delivery said of cases, coordinators' hours and who has which case, and what follows from all of it.

A delivery says how things are on its as-of day. What it said is kept beside what the others said, run by run: a row
said the same in every delivery of its municipality from first_day to last_day. case_file, case_assignment,
coordinator and coordinator_fte are worked out of it (case_history.py, hours_history.py), so they are the same in
whatever order the deliveries came.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, Date, Integer, Table, Text

from dashboard.database.metadata import facts, municipality_column


def _run() -> tuple[Column[dt.date], Column[dt.date]]:
    """The first and the last delivery in a row that said it; both are as-of days of delivery_day."""
    return Column("first_day", Date, nullable=False), Column("last_day", Date, nullable=False)


# The as-of day of every delivery that counts. One that is delivered again is replaced.
delivery_day = Table(
    "delivery_day",
    facts,
    municipality_column(),
    Column("source", Text, nullable=False),  # cases | assignments | coordinators
    Column("day", Date, nullable=False),
)

# A row of a case list. '' and NULL where the list did not say.
case_said = Table(
    "case_said",
    facts,
    municipality_column(),
    Column("case_id", Text, nullable=False),
    Column("pay_municipality_code", Text, nullable=False),
    Column("child_id", Text, nullable=False),
    Column("family_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("target_group", Text, nullable=False),
    Column("received_on", Date),
    Column("first_contact_on", Date),
    Column("closed_on", Date),
    Column("close_reason", Text, nullable=False),
    Column("coordinator_id", Text, nullable=False),
    Column("coordinator_since", Date),
    Column("cover_id", Text, nullable=False),  # who covers for the coordinator that day
    *_run(),
)

# A row of a delivered history of assignments. role unknown: the history itself says that nobody knows.
assignment_said = Table(
    "assignment_said",
    facts,
    municipality_column(),
    Column("case_id", Text, nullable=False),
    Column("coordinator_id", Text, nullable=False),
    Column("role", Text, nullable=False),  # primary | cover | unknown
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    *_run(),
)

# A row of a list of coordinators. fte_milli NULL: the team alone is said.
hours_said = Table(
    "hours_said",
    facts,
    municipality_column(),
    Column("coordinator_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("fte_milli", Integer),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("newly_hired_until", Date),
    *_run(),
)

# From when to when (the as-of day of the newest case list, included) it is known who has which case in a municipality.
# A day outside is missing: neither 0 nor without a coordinator.
case_horizon = Table(
    "case_horizon",
    facts,
    municipality_column(),
    Column("known_from", Date, nullable=False),
    Column("as_of", Date, nullable=False),
)

# The teams of those who have been in more than one; of all others the one in case_file or coordinator holds always.
# The spans follow each other; NULL is "from the beginning" and "still".
case_team = Table(
    "case_team",
    facts,
    municipality_column(),
    Column("case_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

coordinator_team = Table(
    "coordinator_team",
    facts,
    municipality_column(),
    Column("coordinator_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
)
