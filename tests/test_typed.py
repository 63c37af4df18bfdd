"""Nothing of a command stays in the process that the tests run it in, and nothing of the process reaches it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.language import current_language, set_language
from dashboard.settings import settings
from tests.typed import trinvis


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("da")


@pytest.mark.usefixtures("english")
def test_a_command_leaves_nothing_behind(tmp_path: Path) -> None:
    before = dict(os.environ), Path.cwd(), settings().data_folder, [signal.getsignal(sign) for sign in signal.Signals]
    done = trinvis(tmp_path / "data", "inbox", ".", "--en-gang", cwd=tmp_path, TRINVIS_LANGUAGE="da")
    assert done.returncode == 0, done.stderr
    after = dict(os.environ), Path.cwd(), settings().data_folder, [signal.getsignal(sign) for sign in signal.Signals]
    assert (after, current_language()) == (before, "en")


def test_nothing_set_beside_it_reaches_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRINVIS_LANGUAGE", "en")
    monkeypatch.setenv("PORT", "no number")
    assert "Der er ingen data endnu" in trinvis(tmp_path, "answer", "sager").stderr


def test_streams_and_code_are_those_of_a_process(tmp_path: Path) -> None:
    unknown, template = trinvis(tmp_path, "no-such-command"), trinvis(tmp_path, "template", "sager", cwd=tmp_path)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "no-such-command" in unknown.stderr
    assert (template.returncode, template.stderr) == (0, "")
