"""The roles, and how deep each one sees: default deny, so what is not said here is not allowed.

Nobody sees trust or contact time per coordinator. Sources: the roles of safety.md section 1 and of Danish municipal
practice (people.md); the words of ROLE_WORDS are those of claims, settings and `--as`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboard.measures import MEASURES, MeasureId

Role = Literal[
    "head", "team_lead", "coordinator", "committee", "project_lead", "national", "importer", "administrator",
    "host_administrator",
]  # fmt: skip
# exact: the municipality's own numbers; own_team, own_cases: the same of the viewer's teams or of their own cases;
# published: only what a publication holds; none: no figures at all.
Depth = Literal["exact", "own_team", "own_cases", "published", "none"]

ROLE_WORDS: dict[str, Role] = {
    "leder": "head",
    "faglig-leder": "team_lead",
    "raadgiver": "coordinator",
    "udvalg": "committee",
    "projektleder": "project_lead",
    "national": "national",
    "importoer": "importer",
    "administrator": "administrator",
    "driftsadministrator": "host_administrator",
}

_ALL: frozenset[MeasureId] = frozenset(MEASURES)


@dataclass(frozen=True)
class Rights:
    """What a role may do. case_lists: open the lists with the case system's own numbers. imports: load files.

    reports: see what has been delivered and which rules it broke. audit: read the audit log and do spot checks.
    """

    depth: Depth
    measures: frozenset[MeasureId] = frozenset()
    case_lists: bool = False
    imports: bool = False
    reports: bool = False
    audit: bool = False


RIGHTS: dict[Role, Rights] = {
    "head": Rights("exact", _ALL, case_lists=True, imports=True, reports=True),
    "team_lead": Rights("own_team", _ALL, case_lists=True, reports=True),
    "coordinator": Rights("own_cases", frozenset({"caseload"}), case_lists=True),
    "committee": Rights("published", _ALL),
    "project_lead": Rights("published", _ALL),
    "national": Rights("published", _ALL),
    "importer": Rights("none", imports=True, reports=True),
    "administrator": Rights("none", audit=True),  # of the log, the entries about their own municipality alone
    "host_administrator": Rights("none", audit=True),  # whoever runs the installation: the whole log
}
# What belongs to no municipality: the country, and the installation itself.
EVERYWHERE: frozenset[Role] = frozenset({"national", "host_administrator"})
