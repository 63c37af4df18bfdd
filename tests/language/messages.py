"""Every sentence the product can show: what is passed to _() and plural(), and the message ids that stand in data."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

DASHBOARD = Path(__file__).parents[2] / "dashboard"


def in_code() -> set[str]:
    """The message ids written as literals in a call of _() or plural()."""
    return {message for path in DASHBOARD.rglob("*.py") for message in _literals(path)}


def _literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        wanted = {"_": 1, "plural": 1}.get(node.func.id, 0)
        for argument in node.args[:wanted]:
            yield from _constant_texts(argument)


def _constant_texts(node: ast.expr) -> Iterator[str]:
    """The text itself, or both of `a if … else b`; anything else is a name whose data data_messages lists."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constant_texts(node.body)
        yield from _constant_texts(node.orelse)


def in_data() -> set[str]:
    """The message ids that stand in tables and catalogues and are looked up when shown."""
    from dashboard.access import audit_words
    from dashboard.database.service_types import SERVICE_TYPES
    from dashboard.importers.report import SEVERITY_NAMES
    from dashboard.importers.rules import RULES
    from dashboard.importers.statbank import wording as statbank
    from dashboard.importers.understood_words import NAMES
    from dashboard.instruments import DIMENSION_NAMES, PROBLEMS, RESPONDENT_NAMES
    from dashboard.layouts.about import CAUTIONS
    from dashboard.layouts.deliveries import SOURCES
    from dashboard.layouts.filter_bar import ACCOUNTS, INTERVAL_NAMES, PRICES_NAMES, TARGET_GROUP_NAMES, UNIT_NAMES
    from dashboard.layouts.late import SENTENCES
    from dashboard.layouts.pages import NOT_FOUND, PAGES
    from dashboard.layouts.quality import CADENCE_NAMES, OUTCOMES
    from dashboard.layouts.who import ROLE_NAMES
    from dashboard.measures import MEASURES

    found = {ACCOUNTS, NOT_FOUND.title, *(page.title for page in PAGES.values())}
    for names in (INTERVAL_NAMES, PRICES_NAMES, TARGET_GROUP_NAMES, UNIT_NAMES):
        found |= set(names.values())
    for measure in MEASURES.values():
        found |= {measure.name, measure.question, measure.numerator, measure.denominator, measure.reference}
    for group in (*CAUTIONS.values(), *SOURCES.values()):
        found |= set(group)
    found |= {*PROBLEMS.values(), *DIMENSION_NAMES.values(), *RESPONDENT_NAMES.values()}
    found |= {*statbank.FAULTS.values(), *statbank.REMARKS.values(), *statbank.PROBLEMS.values()}
    found |= {*audit_words.ACTIONS.values(), *audit_words.OUTCOMES.values()}
    found |= {kind.name for kind in SERVICE_TYPES}
    found |= {name for names in NAMES.values() for name in names.values()}
    found |= {*SENTENCES.values(), *CADENCE_NAMES.values(), *OUTCOMES.values(), *ROLE_NAMES.values()}
    found |= {*SEVERITY_NAMES.values(), *(rule.message for rule in RULES.values())}
    return found | {rule.effect.one for rule in RULES.values() if rule.effect}
