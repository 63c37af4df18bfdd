"""Data that several tests begin with: built once and copied, the sample for all processes of a run."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.database import versions
from dashboard.demo import install
from tests.histories import History, load

TWO = ("0657", "0825")  # Herning has everything, Læsø next to nothing


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name, made by whoever comes first; the others wait. To be read, not changed."""
    root = tmp_path_factory.getbasetemp()
    shared = (root.parent if root.name.startswith("popen-") else root) / name
    with (root.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            making = shared.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            make(making)
            making.rename(shared)
    return shared


def sample_of(tmp_path_factory: pytest.TempPathFactory, municipalities: tuple[str, ...] = TWO) -> Path:
    """A data folder of the caller's own, with the sample of these municipalities."""
    name = "sample-" + "-".join(municipalities)
    shared = made_once(tmp_path_factory, name, lambda folder: install(folder, municipalities=municipalities))
    return Path(shutil.copytree(shared, tmp_path_factory.mktemp("sample") / "data"))


def versions_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`built(folder, history, times=1)`: the folder with so many versions of the history, each built only the first time."""
    known: dict[tuple[str, int], Path] = {}

    def built(folder: Path, history: History, times: int = 1) -> Path:
        key = (repr(history), times)
        if key not in known:
            made = tmp_path_factory.mktemp("built") / "data"
            for _ in range(times):
                versions.build(made, lambda connection: load(connection, history))
            known[key] = made
        return Path(shutil.copytree(known[key], folder, dirs_exist_ok=True))

    return built
