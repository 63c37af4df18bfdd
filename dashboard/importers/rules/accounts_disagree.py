"""A row that names two accounts belongs to one of them, and nobody can say which."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.importers.context import Context
from dashboard.importers.rule import Rule
from dashboard.importers.template import Finding, Rows


def find(rows: Rows, context: Context) -> Iterator[Finding]:
    for index, (account, function) in enumerate(rows.together("account", "function")):
        if account is not None and function is not None and account.function != function:
            yield Finding(index, "function")


RULE = Rule(
    code="accounts_disagree",
    severity="error",
    message="The account string and the function name two different accounts.",
    fields={"ledger": ("function", "account")},
    find=find,
)
