"""Sample data of three municipalities with a publication: made once for all processes of a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.database import versions
from dashboard.demo import install
from dashboard.publication.command import publish
from dashboard.settings import Settings, settings
from tests.sample import made_once

MUNICIPALITIES = ("0219", "0657", "0730")  # Hillerød is small; all three take part in Mestringsstøtte
PROGRAMME = "mestringsstoette"


def published_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder; to be read, not changed."""
    return made_once(tmp_path_factory, "published-sample", _make)


def _make(folder: Path) -> None:
    install(folder, municipalities=MUNICIPALITIES)
    publish(Settings(data_folder=folder), versions.current(folder, ""), lambda name, share: None)


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Let the gate read from a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRINVIS_DATA_FOLDER", str(folder))
        settings.cache_clear()
        yield
    settings.cache_clear()
