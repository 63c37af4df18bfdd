"""The rollups of one version: made from its source tables at import, additive, built only in DuckDB (rollups.py)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Integer, Table, Text

from dashboard.database import tables  # noqa: F401 - before the rollups: its SOURCES are the tables there are by then
from dashboard.database.metadata import facts, municipality_column

# Days × things in a month. Which rows there are: levels municipality and team for every combination of
# programme ('*' = all, else an id or '') and target group ('*' = all, else a value or ''), and level coordinator
# for '*' × '*' only. Children and families do not add up over teams, hence the explicit levels.
caseload_month = Table(
    "caseload_month",
    facts,
    Column("level", Text, nullable=False),  # municipality | team | coordinator
    Column("programme_id", Text, nullable=False),
    Column("target_group", Text, nullable=False),
    municipality_column(),
    Column("team_id", Text, nullable=False),  # '' at level municipality
    Column("coordinator_id", Text, nullable=False),  # '' above level coordinator
    Column("month", Integer, nullable=False),
    # Primary assignments; where programme and target group are '*', and FTE divides, on coordinators with a known FTE.
    Column("case_days", BigInteger, nullable=False),
    Column("child_days", BigInteger, nullable=False),  # the same, each child once a day within the row's level
    Column("family_days", BigInteger, nullable=False),
    Column("unknown_fte_case_days", BigInteger, nullable=False),  # assigned, no FTE known that day
    Column("unassigned_case_days", BigInteger, nullable=False),  # open without a primary coordinator; 0 for coordinator
    Column("unknown_case_days", BigInteger, nullable=False),  # open, and unknown who has it; 0 for coordinator
    Column("fte_milli_days", BigInteger, nullable=False),  # 0 unless both programme and target group are '*'
)

spending_month = Table(
    "spending_month",
    facts,
    municipality_column(),
    Column("month", Integer, nullable=False),
    Column("spending_class", Text, nullable=False),  # 'unknown' where no mapping is in force
    Column("account_function", Text, nullable=False),
    Column("target_group", Text, nullable=False),  # of the cost centres; '' shared, not in the mapping, or no mapping
    Column("amount_ore", BigInteger, nullable=False),
)

# Answers counted by the month answered, invitations by the month invited. score60 is the person's 0-100 score
# times 60: a whole number for 4, 5 or 6 answered items, so sums and squares are exact.
trust_month = Table(
    "trust_month",
    facts,
    municipality_column(),
    Column("month", Integer, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("target_group", Text, nullable=False),
    Column("invited", Integer, nullable=False),  # invitations sent in the month
    Column("invited_answered", Integer, nullable=False),  # of those, answered at any time until the as-of date
    Column("respondents", Integer, nullable=False),  # answered in the month
    Column("coordinator_valid", Integer, nullable=False),  # item 1 answered with 1-5
    Column("coordinator_agree", Integer, nullable=False),  # item 1 answered with 4-5
    Column("municipality_valid", Integer, nullable=False),  # item 2
    Column("municipality_agree", Integer, nullable=False),
    Column("scored", Integer, nullable=False),  # at least four items answered
    Column("score60_sum", BigInteger, nullable=False),
    Column("score60_square_sum", BigInteger, nullable=False),
)

# The same by quarter, only of delivered months, for everybody and by each kind of category, with the group of answers
# that the row is shown in (disclosure/partition.py): rows of one category with the same first and last quarter are one
# group; 0 where the row is in none. together: not the municipality's, but of so many municipalities together.
trust_cell = Table(
    "trust_cell",
    facts,
    municipality_column(),
    Column("month", Integer, nullable=False),  # the quarter's first
    Column("kind", Text, nullable=False),  # all | team | programme | target_group
    Column("category", Text, nullable=False),
    Column("first_quarter", Integer, nullable=False),
    Column("last_quarter", Integer, nullable=False),
    Column("together", Integer, nullable=False),
    *(Column(column.name, column.type, nullable=False) for column in list(trust_month.c)[5:]),
)

# The cases of the department head's lists on the as-of date: finding them among a million took 180 ms a page.
attention_case = Table(
    "attention_case",
    facts,
    Column("list_name", Text, nullable=False),  # queries.work_lists.LISTS
    municipality_column(),
    Column("case_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("target_group", Text, nullable=False),
    Column("since", Date, nullable=False),  # the day a reader counts from
    Column("first_contact_on", Date),
)

# Cases by days to first contact (rollup_contact.py). Level whole: every programme, target group and team together
# ('*'); level each: apart. Whole numbers instead of texts, because a view of the country reads 70,000 rows.
first_contact_count = Table(
    "first_contact_count",
    facts,
    Column("level", Text, nullable=False),  # whole | each
    Column("municipality_no", Integer, nullable=False),  # municipality_code as a number
    Column("programme_id", Text, nullable=False),
    Column("target_group", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("month", Integer, nullable=False),  # received; 0: waiting on the as-of date, whenever received
    Column("days", Integer, nullable=False),  # since receipt; of those waiting now, the longest
    Column("outcome", Integer, nullable=False),  # 0 the month is delivered · 1 contact · 2 closed · 3 waiting · 4 unlisted
    Column("name", Text),  # of closed: the reason; of waiting now: the team; else NULL
    Column("n", Integer, nullable=False),
)

ROLLUPS = (caseload_month, spending_month, trust_month, trust_cell, attention_case, first_contact_count)

# Up to which month the personal data behind the rollups have been deleted by age (retention.py), by kind: cases |
# surveys. What the rollups said of the months before it is kept beside them, for nobody can count it any more.
retained = Table(
    "retained",
    facts,
    municipality_column(),
    Column("kind", Text, nullable=False),
    Column("before_month", Integer, nullable=False),
)


def _kept(rollup: Table) -> Table:
    columns = (Column(column.name, column.type, nullable=column.nullable) for column in rollup.columns)
    return Table(f"kept_{rollup.name}", facts, *columns)


# Rollup, what is kept of it, and the kind of personal data it is made of.
KEPT = tuple(
    (rollup, _kept(rollup), kind)
    for rollup, kind in ((caseload_month, "cases"), (first_contact_count, "cases"), (trust_month, "surveys"))
)
RETAINED = (retained, *(kept for _rollup, kept, _kind in KEPT))
