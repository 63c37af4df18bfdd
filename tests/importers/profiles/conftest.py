"""A data folder that the answers are given from, and a terminal wide enough for a table of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.language import set_language
from dashboard.settings import settings


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    set_language("da")
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "160")
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()
