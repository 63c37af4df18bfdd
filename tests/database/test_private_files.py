"""Nothing that Trinvis writes can be read by another account on the machine, and a looser folder is said."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.database.private_files import open_to_others
from dashboard.settings import PROJECT, settings
from dashboard.web.app import create_app
from tests.importers.files import csv_file
from tests.typed import trinvis


def modes(folder: Path) -> set[tuple[str, int]]:
    found = {path: path.lstat().st_mode for path in (folder, *folder.rglob("*"))}
    return {("folder" if path.is_dir() else "file", stat.S_IMODE(mode)) for path, mode in found.items()}


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A data folder as commands leave it under the usual umask: facts, log, decisions, a report and an export."""
    folder = tmp_path / "data"
    cases = csv_file(tmp_path / "sager.csv", ["Sagsnr.", "Modtaget"], [["S-1", "01-02-2025"]])
    report = folder / "rapport.txt"
    for words in (
        ("import", str(cases), "--kommune", "657"),
        ("check", str(cases), "--kommune", "657", "--rapport", str(report)),
        ("target", "first_contact", "657", "14", "--besluttet-af", "Udvalget", "--dato", "2026-02-03"),
        ("export", "sager", "--mappe", str(folder)),
    ):
        done = trinvis(folder, *words)
        assert done.returncode == 0, (words, done)
    return folder


def test_what_commands_write_is_for_their_own_account_alone(filled: Path) -> None:
    assert (filled / "rapport.txt").exists()
    assert modes(filled) == {("folder", 0o700), ("file", 0o600)}


def test_so_is_what_a_web_server_writes(tmp_path: Path) -> None:
    write = "import app, os; os.mkdir('mappe'); open('mappe/fil', 'w').close()"
    environment = {**os.environ, "TRINVIS_DATA_FOLDER": str(tmp_path / "data"), "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "-c", write], env=environment, cwd=tmp_path, check=True, umask=0o022)
    assert modes(tmp_path / "mappe") == {("folder", 0o700), ("file", 0o600)}


def test_a_looser_folder_is_said_when_the_server_starts(
    filled: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(filled))
    settings.cache_clear()
    with caplog.at_level(logging.WARNING, "trinvis"):
        create_app()
        assert caplog.messages == []
        filled.chmod(0o755)
        create_app()
    assert caplog.messages == [
        f"Andre konti på maskinen kan læse {filled}. Luk datamappen med: chmod -R go-rwx {filled}"
    ]
    settings.cache_clear()


def test_a_closed_folder_guards_what_lies_in_it(filled: Path) -> None:
    next(filled.glob("*.sqlite")).chmod(0o644)
    assert open_to_others(filled) is None
    filled.chmod(0o711)
    assert open_to_others(filled) == filled
    assert open_to_others(filled / "missing") is None
