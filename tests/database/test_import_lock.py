"""A second importer waits, and is then told who the first one is; a dead importer's words mislead nobody."""

from __future__ import annotations

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.database.errors import ImportRunning
from dashboard.database.import_lock import import_lock
from dashboard.settings import Settings, settings

HOLD = """
import sys
from pathlib import Path
from dashboard.database.import_lock import import_lock
with import_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_by_another(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock until its input ends or it is killed."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_is_told_who_the_first_is(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as first:
        with pytest.raises(ImportRunning) as told, import_lock(tmp_path, wait=0.2):
            pass
        assert (told.value.pid, told.value.user) == (first.pid, getpass.getuser())
        assert told.value.started.startswith("20")


def test_the_second_goes_on_when_the_first_has_ended(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as first:
        assert first.stdin is not None
        first.stdin.close()
        with import_lock(tmp_path, wait=60):
            assert json.loads((tmp_path / "import.lock").read_text())["pid"] == os.getpid()


def test_a_killed_importer_holds_nothing(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as first:
        first.kill()
        first.wait()
        assert json.loads((tmp_path / "import.lock").read_text())["pid"] == first.pid
        with import_lock(tmp_path, wait=0):
            pass


def test_who_has_the_lock_may_take_it_again(tmp_path: Path) -> None:
    with import_lock(tmp_path, wait=0), import_lock(tmp_path, wait=0):
        pass
    with held_by_another(tmp_path):
        pass


def test_without_a_wait_of_its_own_it_waits_as_long_as_the_setting_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings.model_fields["import_wait_seconds"].default == 10
    monkeypatch.setattr(settings(), "import_wait_seconds", 0.0)
    with held_by_another(tmp_path) as first:
        with pytest.raises(ImportRunning) as told, import_lock(tmp_path):
            pass  # with the default it would still be waiting
        assert (told.value.pid, told.value.user) == (first.pid, getpass.getuser())
        assert told.value.started.startswith("20")
