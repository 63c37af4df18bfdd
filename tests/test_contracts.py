"""Is the house in order: does each measure have all its parts, and does importing a module do nothing else?

The import contracts themselves are in pyproject.toml and checked by lint-imports.
"""

import ast
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dashboard
from dashboard.measures import MEASURES
from dashboard.settings import PROJECT
from tests.oracles import TWINS

# What a measure consists of: file and the functions that the layers above call. {m} is the measure's id.
PARTS = {
    "dashboard/queries/{m}.py": ("select_{m}", "{m}"),
    "dashboard/analysis/{m}.py": ("analyse",),
    "dashboard/figures/{m}.py": ("{m}_figure",),
    "dashboard/findings/{m}.py": ("headline", "subtitle", "summary", "change", "card"),
    "tests/queries/test_{m}.py": (),
}

# Imports every module twice: first so that third-party packages have read their own files, then again, listening.
LISTEN = """
import importlib, sys
names = sys.argv[1:]
for name in names:
    importlib.import_module(name)
for name in [name for name in sys.modules if name.partition(".")[0] == "dashboard"]:
    del sys.modules[name]

def listen(event, arguments):
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc")) or event in {
        "socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.mkdir", "os.remove", "os.rename"
    }:
        print(event, arguments[:1])

sys.addaudithook(listen)
for name in names:
    importlib.import_module(name)
"""


def functions(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


def lacking(path: str, names: tuple[str, ...]) -> list[str]:
    if not (PROJECT / path).exists():
        return [path]
    return [f"{path}: {name}" for name in names if name not in functions(PROJECT / path)]


@pytest.mark.parametrize("measure", MEASURES)
def test_measure_has_all_its_parts(measure: str) -> None:
    parts = {path.format(m=measure): tuple(name.format(m=measure) for name in names) for path, names in PARTS.items()}
    missing = [piece for path, names in parts.items() for piece in lacking(path, names)]
    assert not missing, "missing: " + ", ".join(missing)


def test_every_measure_has_a_slow_twin() -> None:
    assert set(TWINS) == set(MEASURES)


@pytest.mark.parametrize("package", ["queries", "analysis", "figures", "findings"])
def test_no_measure_is_left_out_of_its_contract(package: str) -> None:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    listed = next(contract["modules"] for contract in contracts if contract["id"] == f"{package}-apart")
    assert sorted(listed) == sorted(f"dashboard.{package}.{measure}" for measure in MEASURES)


def test_importing_a_module_touches_no_file_and_no_network() -> None:
    modules = [module.name for module in pkgutil.walk_packages(dashboard.__path__, "dashboard.")]
    importable = [name for name in modules if ".migrations." not in name]  # alembic runs those, with its own context
    run = subprocess.run([sys.executable, "-c", LISTEN, *importable], capture_output=True, text=True, cwd=PROJECT)
    assert run.returncode == 0, run.stderr
    assert not run.stdout, run.stdout
