"""Sample data that several modules' tests begin with: built once for all processes of a run, and copied."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.demo import install

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
