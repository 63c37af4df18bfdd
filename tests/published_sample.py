"""Sample data of three municipalities with a publication: made once for all processes of a run."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.database import versions
from dashboard.demo import install
from dashboard.publication.command import publish
from dashboard.settings import Settings, settings

MUNICIPALITIES = ("0219", "0657", "0730")  # Hillerød is small; all three take part in Mestringsstøtte
PROGRAMME = "mestringsstoette"


def published_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder; whoever comes while another process is making it waits."""
    root = tmp_path_factory.getbasetemp()
    shared = (root.parent if root.name.startswith("popen-") else root) / "published-sample"
    with (root.parent / "published-sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            making = shared.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            install(making, municipalities=MUNICIPALITIES)
            publish(Settings(data_folder=making), versions.current(making, ""), lambda name, share: None)
            making.rename(shared)
    return shared


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Let the gate read from a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRINVIS_DATA_FOLDER", str(folder))
        settings.cache_clear()
        yield
    settings.cache_clear()
