"""Nothing but the gate reaches the data on the way to a person: read from the code itself."""

from __future__ import annotations

import ast
from pathlib import Path

import dashboard

ROOT = Path(dashboard.__file__).parent
# What may know the facts: the layers below the gate, the gate, and what takes data in or keeps it.
BELOW = ("queries", "analysis", "database", "publication", "importers", "records", "demo", "access")
GATE = ("answers.py", "standing.py", "analysis_of.py")
DATA = ("dashboard.queries", "dashboard.analysis", "dashboard.publication")
# The gate's functions that take no viewer say nothing of the data but which they are.
WITHOUT_VIEWER = {"current_version", "pin_version", "unpin_version", "decisions_on", "forget"}
REFUSES = {"scope", "rights", "shared", "sees_case_lists", "_of_the_facts", "options", "answer", "reading"}


def above_the_gate() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] not in (*BELOW, *GATE)]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_what_shows_numbers_gets_them_from_the_gate() -> None:
    # The terminal makes and exchanges publications and shows nothing out of them; on sample data it picks a coordinator.
    # What is held about somebody is handed over to them: rows, no figures, and a line in the audit log.
    allowed = {ROOT / "cli" / name for name in ("publication.py", "sample_roles.py", "held.py")}
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in above_the_gate()
        if path not in allowed
        for name in imports(path)
        if name.startswith(DATA) and name not in SHAPES
    }
    assert not found, sorted(found)


# Names without data in them.
SHAPES = {"dashboard.queries.targets.KINDS"}


def test_every_road_through_the_gate_looks_at_the_viewer() -> None:
    trees = [ast.parse((ROOT / name).read_text("utf-8")) for name in ("answers.py", "standing.py")]
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    public = [node for node in functions if not node.name.startswith("_")]
    assert len(public) > 8
    for function in public:
        takes = {argument.arg for argument in function.args.args}
        if function.name in WITHOUT_VIEWER:
            continue
        assert "viewer" in takes, function.name
        names = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
        names |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        assert names & REFUSES, function.name


def test_there_is_one_call_site_of_each_analysis() -> None:
    calls = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(ROOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "ANALYSES"
    ]
    assert calls == ["answers.py"]


def test_facts_are_opened_with_a_scope_wherever_they_may_be_in_postgresql() -> None:
    # An import works in the data folder, whose files know no roles; the modules of the database are what opens them.
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(ROOT.rglob("*.py"))
        if path.relative_to(ROOT).parts[0] not in ("database", "importers") and "version.engine" in path.read_text("utf-8")
    ]
    assert found == []
