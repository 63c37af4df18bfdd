"""The tables of one version of the facts, the same on DuckDB and PostgreSQL.

Rules that hold for all of them (design.md, "Shapes"):
* municipality_code is text of four digits; a local id is only unique together with it, so every join is on both.
* Money is whole øre, a full-time position is 1000 thousandths, a month is 12·year + month − 1: whole numbers,
  so that sums are exact and equal on both engines.
* A span of time is half-open, [valid_from, valid_to); a missing end means "still".
* A text that may be missing is '' in facts that are filtered on (team, programme, target group), so that a
  filter is one comparison and no NULL logic.

Facts are written once, by an import or by the sample data, and never changed afterwards (versions.py).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, SmallInteger, Table, Text

from dashboard.database import history_tables, provenance_tables, published_tables  # noqa: F401 - they are tables of a version too
from dashboard.database.metadata import facts, municipality_column

# One row: which version this is, what it is made of, and the day the data describe.
version_info = Table(
    "version_info",
    facts,
    Column("version", Text, nullable=False, info={"when": True}),
    Column("origin", Text, nullable=False),  # sample | real; never both in one version
    Column("as_of", Date),  # the last day that the case data describe; NULL while there are none
    Column("mapping_version", Text, nullable=False),  # which translation of accounts to classes was used
    Column("created_at", Text, nullable=False, info={"when": True}),  # ISO 8601, for people to read
)

municipality = Table(
    "municipality",
    facts,
    municipality_column(),
    Column("name", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("group_name", Text, nullable=False),  # Danmarks Statistik's municipality group
)

# Which months a source has been delivered for. A month that is not here is missing, never zero.
coverage = Table(
    "coverage",
    facts,
    municipality_column(),
    Column("source", Text, nullable=False),  # cases | coordinators | ledger | budget | surveys | population | services
    Column("month", Integer, nullable=False),
)

population = Table(
    "population",
    facts,
    municipality_column(),
    Column("year", Integer, nullable=False),  # on 1 January
    Column("persons", Integer, nullable=False),  # 0-22 years
)

team = Table(
    "team", facts, municipality_column(), Column("team_id", Text, nullable=False), Column("name", Text, nullable=False)
)

programme = Table(
    "programme",
    facts,
    Column("programme_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("adults", Boolean, nullable=False),  # Mit liv – min plan: 17-30 years, outside the four measures
)

programme_municipality = Table(
    "programme_municipality",
    facts,
    Column("programme_id", Text, nullable=False),
    municipality_column(),
    Column("joined_on", Date, nullable=False),
    Column("left_on", Date),
)

coordinator = Table(
    "coordinator",
    facts,
    municipality_column(),
    Column("coordinator_id", Text, nullable=False),  # a code, never a name
    Column("team_id", Text, nullable=False),
    Column("newly_hired_until", Date),  # the first day with the ordinary ceiling; NULL: not newly hired
)

# Full-time positions on cases. Sick leave is a span with 0; a day without a span is unknown, not 0.
coordinator_fte = Table(
    "coordinator_fte",
    facts,
    municipality_column(),
    Column("coordinator_id", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("fte_milli", Integer, nullable=False),
)

# What the newest case list that has the case says of it. Open on day d: opened_on <= d, and d is before closed_on and
# unlisted_on. opened_on is the day received; where that is not known, the first day that anything is known of who has it.
case_file = Table(
    "case_file",
    facts,
    municipality_column(),  # the municipality that acts (handlekommune)
    Column("case_id", Text, nullable=False),  # the case system's own number
    Column("pay_municipality_code", Text, nullable=False),
    Column("child_id", Text, nullable=False),
    Column("family_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("target_group", Text, nullable=False),
    Column("received_on", Date),  # null: left out of the waiting time, and of the caseload without a coordinator
    Column("first_contact_on", Date),  # first two-way contact with the family
    Column("closed_on", Date),
    Column("close_reason", Text, nullable=False),  # '' while open; see measures.CLOSE_REASONS
    # The as-of days of the first case list without the case, which was not closed, and of the last one with it.
    Column("unlisted_on", Date),
    Column("last_listed_on", Date),
)

# unknown: nobody has told who had the case then; coordinator_id is ''. A day of an open case without a row of either is a
# day without a coordinator.
case_assignment = Table(
    "case_assignment",
    facts,
    municipality_column(),
    Column("case_id", Text, nullable=False),
    Column("coordinator_id", Text, nullable=False),
    Column("role", Text, nullable=False),  # primary | cover | unknown
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

# A grant of help to a child, as a case system or Danmarks Statistik's delivery names it.
service = Table(
    "service",
    facts,
    municipality_column(),
    Column("system", Text, nullable=False),  # what delivered it: dst-handicap, dst-preventive, else '' or its name
    Column("service_id", Text, nullable=False),  # the delivering system's own number
    Column("case_id", Text, nullable=False),  # '' where the system does not say
    Column("child_id", Text, nullable=False),  # the municipality's own key or a keyed hash, never a CPR number
    Column("service_code", Text, nullable=False),  # service_types.SERVICE_TYPES; '' where what was delivered is unknown
    Column("source_code", Text, nullable=False),  # as delivered: three digits or a paragraph
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

# The newest report of each service in the deliveries to Danmarks Statistik, cancelled ones too: a delivery that comes
# late must not bring back what a newer one has taken away. `service` is what they say together.
service_report = Table(
    "service_report",
    facts,
    municipality_column(),
    Column("system", Text, nullable=False),
    Column("service_id", Text, nullable=False),
    Column("origin_service_id", Text, nullable=False),  # the number it was reported under before; '' none
    Column("cancelled", Boolean, nullable=False),
    Column("child_id", Text, nullable=False),
    Column("origin_child_id", Text, nullable=False),  # the child as it was reported before; '' none
    Column("source_code", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("delivered", Text, nullable=False),  # period, time and place in the delivery: the greater is the newer
)

# Which key the hashes of children were made with. Another key would make every child a new one.
pseudonym_key = Table("pseudonym_key", facts, municipality_column(), Column("fingerprint", Text, nullable=False))

# Dated translation of accounts to classes and steps of the ladder. grouping '' means every grouping without a row of its own.
account_class = Table(
    "account_class",
    facts,
    Column("account_function", Text, nullable=False),  # 5.28.21
    Column("grouping", Text, nullable=False),  # 003
    Column("dranst", Integer, nullable=False),  # 1 operation, 2 state refund
    Column("spending_class", Text, nullable=False),  # measures.SPENDING_CLASSES
    Column("from_month", Integer, nullable=False),
    Column("to_month", Integer),  # the last month, included; NULL: still
    Column("ladder_step", Integer),  # accounts.LADDER_STEPS; NULL: not placed on the ladder
)

ledger = Table(
    "ledger",
    facts,
    municipality_column(),  # the municipality that pays
    Column("month", Integer, nullable=False),
    Column("account_function", Text, nullable=False),
    Column("dranst", Integer, nullable=False),
    Column("grouping", Text, nullable=False),
    Column("cost_centre", Text, nullable=False),
    Column("amount_ore", BigInteger, nullable=False),
    Column("as_of", Date, info={"origin": True}),  # the day its delivery describes; NULL before it was recorded
)

# The municipality's own translation of its cost centres to target groups, dated and named: the only thing that can
# divide accounts, which hold the whole specialised children's area (domain.md 3.0).
cost_centre_group = Table(
    "cost_centre_group",
    facts,
    municipality_column(),
    Column("cost_centre", Text, nullable=False),
    Column("target_group", Text, nullable=False),  # measures.TARGET_GROUPS; '' shared by them
    Column("from_month", Integer, nullable=False),
    Column("to_month", Integer),  # the last month, included; NULL: still
    Column("mapping_version", Text, nullable=False),  # what the municipality calls this edition of its mapping
)

budget_line = Table(
    "budget_line",
    facts,
    municipality_column(),
    Column("year", Integer, nullable=False),
    Column("account_function", Text, nullable=False),
    Column("grouping", Text, nullable=False),
    Column("original_ore", BigInteger, nullable=False),
    Column("supplement_ore", BigInteger, nullable=False),
    Column("expected_ore", BigInteger),  # NULL: nobody has said yet
    Column("as_of", Date, nullable=False),
    Column("reason", Text, nullable=False),
)

# Of each month of the ledger and year of the budget: what deliveries of all of it say of those that come late. A month
# or year that is not here was only ever added to. Lines and postings say their own day.
whole_delivery = Table(
    "whole_delivery",
    facts,
    municipality_column(),
    Column("source", Text, nullable=False),  # ledger | budget
    Column("period", Integer, nullable=False),  # the month, or the year
    Column("whole_on", Date, nullable=False),  # the newest day that one describes
    Column("replaced_on", Date),  # the newest day of one that was said to take the place of everything before it
)

survey_invitation = Table(
    "survey_invitation",
    facts,
    municipality_column(),
    Column("invitation_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("target_group", Text, nullable=False),
    Column("instrument", Text, nullable=False),  # the form's id (dashboard/instruments)
    Column("wave", Text, nullable=False),  # T0 | T1 | T2: before, during, after; '' not said
    Column("respondent", Text, nullable=False),  # mother | father | other | child | staff; '' not said
    Column("invited_on", Date, nullable=False),
    Column("reminded_on", Date),
    Column("answered_on", Date),
)

survey_answer = Table(
    "survey_answer",
    facts,
    municipality_column(),
    Column("invitation_id", Text, nullable=False),
    Column("item", SmallInteger, nullable=False),  # the question's number in the form
    Column("value", SmallInteger),  # on the form's scale, as given; NULL is "ved ikke" or left out: missing
)

SOURCES = tuple(facts.sorted_tables)
