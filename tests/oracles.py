"""The slow, obvious twin of every query: plain Python over the rows of a history, day by day and case by case.

Each twin stands in a file of its own; this is where to look them up. tests/queries compares every query with its twin
on DuckDB and PostgreSQL.
"""

from tests.oracle_caseload import caseload
from tests.oracle_first_contact import counts as time_to_first_contact
from tests.oracle_spending import SpendingOracle as spending
from tests.oracle_trust import oracle_trust as trust

TWINS = {
    "caseload": caseload,
    "time_to_first_contact": time_to_first_contact,
    "spending": spending,
    "trust": trust,
}
