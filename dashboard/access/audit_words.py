"""What the log's words are called where people read it."""

from __future__ import annotations

from dashboard.language import _

# English message ids.
ACTIONS = {
    "view": "Page seen",
    "list": "Page seen, with names",
    "export": "File fetched",
    "export_source": "All rows of a source fetched",
    "import": "Files loaded or tried",
    "answer": "Answer in the terminal",
    "backup": "Backup taken",
    "restore": "Backup read back",
    "rollback": "Went back to an earlier version",
    "erase": "Case erased",
    "retention": "Old personal data deleted",
    "held": "Everything held about a person fetched",
    "who": "Looked up who has seen somebody",
    "read_log": "Log read",
    "spot_check": "Spot check",
    "purge": "Old entries deleted",
    "login": "Login",
    "logout": "Logout",
}
OUTCOMES = {"given": "answered", "refused": "denied", "failed": "failed"}


def action_name(action: str) -> str:
    return _(ACTIONS[action]) if action in ACTIONS else action


def outcome_name(outcome: str) -> str:
    return _(OUTCOMES[outcome]) if outcome in OUTCOMES else outcome
