"""What stands below a measure's chart on its own page: one function per measure, answer → blocks."""

from dashboard.layouts.extras.caseload import caseload
from dashboard.layouts.extras.first_contact import first_contact
from dashboard.layouts.extras.latest import latest
from dashboard.layouts.extras.spending import spending
from dashboard.layouts.extras.trust import trust

__all__ = ["caseload", "first_contact", "latest", "spending", "trust"]
