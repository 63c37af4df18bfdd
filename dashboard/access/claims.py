"""From what a login says about a person to what that person may see. Default deny: what is missing lets nobody in.

Levels are those of NSIS, the national standard for the assurance of identities: Lav, Betydelig, Høj.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from dashboard.access.roles import EVERYWHERE, ROLE_WORDS, Role
from dashboard.access.viewer import Viewer
from dashboard.settings import Settings

Reason = Literal["no_subject", "no_role", "no_scope", "low_level", "barred"]
LEVELS = ("none", "low", "substantial", "high")
# What NSIS and OIOSAML call the levels, in a login that passes them on as they are.
_LEVEL_WORDS = {
    **{f"https://data.gov.dk/concept/core/nsis/loa/{word}": word.lower() for word in ("Low", "Substantial", "High")},
    "Low": "low",
    "Substantial": "substantial",
    "High": "high",
}
_RULES = (
    "claim_subject", "claim_role", "claim_municipality", "claim_teams", "claim_programmes", "claim_coordinator",
    "claim_level", "role_of_group", "municipality_of_cvr", "minimum_level", "level_of_value", "municipality",
)  # fmt: skip


class NotLetIn(Exception):
    """The login is genuine, and yet this person may not come in."""

    def __init__(self, reason: Reason, subject: str = "") -> None:
        super().__init__(reason)
        self.reason, self.subject = reason, subject


def viewer_of(claims: Mapping[str, Any], settings: Settings) -> Viewer:
    """Who this is and what they may see. Raises NotLetIn."""
    subject = _text(claims.get(settings.claim_subject))
    if not subject:
        raise NotLetIn("no_subject")
    if _level(claims, settings) < LEVELS.index(settings.minimum_level):
        raise NotLetIn("low_level", subject)
    role = _role(_texts(claims.get(settings.claim_role)), settings.role_of_group)
    if role is None:
        raise NotLetIn("no_role", subject)
    viewer = Viewer(
        role=role,
        municipalities=None if role in EVERYWHERE else _municipalities(claims, settings),
        teams=frozenset(_texts(claims.get(settings.claim_teams))) if role == "team_lead" else frozenset(),
        programmes=frozenset(_texts(claims.get(settings.claim_programmes))) if role == "project_lead" else frozenset(),
        coordinator=_text(claims.get(settings.claim_coordinator)) if role == "coordinator" else "",
        subject=subject,
    )
    if not _has_scope(viewer):
        raise NotLetIn("no_scope", subject)
    return viewer


def rules_hash(settings: Settings) -> str:
    """Of the settings that turn claims into roles: a session begun under others is over."""
    rules = {name: getattr(settings, name) for name in _RULES}
    return hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()


def _has_scope(viewer: Viewer) -> bool:
    needed = {"team_lead": viewer.teams, "coordinator": viewer.coordinator, "project_lead": viewer.programmes}
    return viewer.municipalities != frozenset() and bool(needed.get(viewer.role, True))


def _role(groups: Iterable[str], role_of_group: Mapping[str, str]) -> Role | None:
    held, words = set(groups), role_of_group or {word: word for word in ROLE_WORDS}
    return next((ROLE_WORDS[word] for group, word in words.items() if group in held and word in ROLE_WORDS), None)


def _municipalities(claims: Mapping[str, Any], settings: Settings) -> frozenset[str]:
    """Codes of three or four digits, or CVR numbers; without a claim for it, the installation's own."""
    if not settings.claim_municipality:
        return frozenset({settings.municipality} - {""})
    found = _texts(claims.get(settings.claim_municipality))
    codes = {settings.municipality_of_cvr.get(text, text) for text in found}
    return frozenset(code.zfill(4) for code in codes if code.isascii() and code.isdigit() and len(code) in (3, 4))


def _level(claims: Mapping[str, Any], settings: Settings) -> int:
    value = _text(claims.get(settings.claim_level))
    return LEVELS.index(settings.level_of_value.get(value) or _LEVEL_WORDS.get(value, "none"))


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    """A list of texts, or one text with commas between."""
    parts = value if isinstance(value, list) else _text(value).split(",")
    return [text for text in map(_text, parts) if text]
