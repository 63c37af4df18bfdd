"""Without room on the disk an import is refused in a sentence; the old version counts, and nothing is left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.importers import load
from tests.importers.files import csv_file, table

# A limit on the size of files stands for the disk: the system answers a write beyond it as it does on a full one.
IMPORT = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["trinvis", "import", sys.argv[2], "--kommune", "657"]
from dashboard.cli import main
main()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data, and with a case list that is not loaded yet."""
    made = tmp_path_factory.mktemp("loaded")
    persons = csv_file(made / "a.csv", ["År", "Antal"], [[2025, 20_000]])
    assert load([persons], data_folder=made / "data", municipality="Herning").ok
    rows = [[f"S-{number}", f"B{number}", f"R{number % 90}", "01-02-2025"] for number in range(20_000)]
    csv_file(made / "b.csv", ["Sagsnr.", "Barn", "Rådgiver", "Modtaget"], rows)
    return made


@pytest.mark.parametrize("room", [1_000, 300_000, 1_000_000])
def test_the_old_version_counts_and_the_reason_is_said(tmp_path: Path, loaded: Path, room: int) -> None:
    folder, cases = Path(shutil.copytree(loaded / "data", tmp_path / "data")), loaded / "b.csv"
    before = sorted(path.name for path in folder.glob("*facts*"))
    environment = os.environ | {"TRINVIS_DATA_FOLDER": str(folder), "TRINVIS_LANGUAGE": "da"}
    command = [sys.executable, "-c", IMPORT, str(room), str(cases)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Der er ikke plads på disken" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in folder.glob("*facts*")) == before
    assert not (folder / "current.new").exists()
    assert [row["persons"] for row in table(folder, "population")] == [20_000]
