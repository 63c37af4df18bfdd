"""docs/persondata.md promises nothing without a test: each one that it names is there."""

from __future__ import annotations

import ast
import re

from dashboard.measures import MEASURES
from dashboard.queries.work_lists import LISTS
from dashboard.settings import PROJECT

PAGE = (PROJECT / "docs/persondata.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
# What would make a number about a child or a family out of the data.
FORBIDDEN = re.compile(r"sklearn|xgboost|lightgbm|torch|risk_?score|predict_proba", re.IGNORECASE)


def functions_of(path: str) -> set[str]:
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_that_a_promise_names_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) >= 20
    assert [f"{path}::{name}" for path, name in named if name not in functions_of(path)] == []


def test_every_promise_names_its_test() -> None:
    table = PAGE.split("| løfte | test |\n|---|---|\n")[1].split("\n\n")[0]
    assert [line for line in table.splitlines() if not NAMED.search(line)] == []


def test_every_setting_and_command_it_names_is_known() -> None:
    from dashboard.cli.common import cli
    from dashboard.settings import Settings

    settings = {f"TRINVIS_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"TRINVIS_[A-Z_]+", PAGE)) <= settings
    commands = {command.name or command.callback.__name__ for command in cli.registered_commands if command.callback}
    groups = {group.name for group in cli.registered_groups}
    assert set(re.findall(r"`trinvis (\w+)", PAGE)) <= {str(name) for name in commands | groups}


def test_no_measure_is_a_score_ranking_or_prediction() -> None:
    assert set(MEASURES) == {"caseload", "time_to_first_contact", "spending", "trust"}
    assert set(LISTS) == {"waiting", "unassigned", "contact_before_receipt"}  # in the order of dates, nothing else
    modules = [*(PROJECT / "dashboard").rglob("*.py"), PROJECT / "pyproject.toml"]
    assert [path.name for path in modules if FORBIDDEN.search(path.read_text(encoding="utf-8"))] == []
