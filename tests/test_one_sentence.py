"""Whatever stands in the way is one right sentence that says what to do: no trace, and no cure for another illness."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.database import kept
from dashboard.database.engine import duckdb_engine
from dashboard.database.operational import FILE
from dashboard.settings import PROJECT
from tests.database.test_kept import population
from tests.importers.files import csv_file
from tests.rounds import rounds
from tests.typed import Done, trinvis

CASES = (["Sagsnr.", "Modtaget"], [[f"S-{n}", "01-02-2025"] for n in range(3000)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real data: two versions."""
    folder = tmp_path_factory.mktemp("made") / "data"
    population(folder, 20_000)
    cases = csv_file(folder.parent / "sager.csv", *CASES)
    assert trinvis(folder, "import", str(cases), "--kommune", "657").returncode == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def counting(folder: Path) -> Path:
    (name,) = [version.name for version in kept.kept(folder) if version.counts]
    return folder / f"facts-{name}.duckdb"


def is_one_sentence(done: Done, *words: str) -> None:
    assert done.returncode == 1
    assert all(word in done.stderr for word in words), done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_version_that_is_not_there_is_told_from_one_that_was_changed(folder: Path) -> None:
    path = counting(folder)
    content = path.read_bytes()
    path.unlink()
    gone = trinvis(folder, "verify")
    is_one_sentence(gone, "En versions fil mangler")
    assert gone.stdout.endswith("filen mangler.\n")
    is_one_sentence(trinvis(folder, "answer", "sager"), "Filen til version", "mangler", "trinvis rollback")
    path.write_bytes(content[:90_000])
    duckdb_engine(path).dispose()
    cut = trinvis(folder, "verify")
    is_one_sentence(cut, "Dataene er ændret eller beskadiget")
    assert "filen er beskadiget og kan ikke læses" in cut.stdout


@pytest.mark.parametrize("seed", range(rounds(40, quick=4)))
def test_flipped_bits_are_a_sentence_wherever_they_are_met(folder: Path, tmp_path: Path, seed: int) -> None:
    path, chance = counting(folder), random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(6):
        content[chance.randrange(12_288, len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    other = csv_file(tmp_path / "flere.csv", ["Sagsnr.", "Modtaget"], [["T-1", "01-02-2025"]])
    for words in (("answer", "sager", "?kommune=657"), ("import", str(other), "--kommune", "730"), ("verify",)):
        duckdb_engine(path).dispose()
        done = trinvis(folder, *words)
        assert done.returncode in (0, 1)
        assert len(done.stderr.splitlines()) <= 1, done.stderr


def test_a_damaged_file_of_decisions_is_a_sentence(folder: Path) -> None:
    for path in folder.glob(f"{FILE}*"):
        path.unlink()
    (folder / FILE).write_bytes(b"no database" * 1000)
    for words in (("answer", "sager"), ("import", "sager.csv"), ("sessions", "list"), ("audit", "verify")):
        is_one_sentence(trinvis(folder, *words), "operational.sqlite er beskadiget", "sikkerhedskopien")


def test_older_data_of_ones_own_are_not_called_samples(folder: Path) -> None:
    pointer = json.loads((folder / "current").read_text())
    (folder / "current").write_text(json.dumps(pointer | {"shape": "of an earlier landing"}))
    said = trinvis(folder, "answer", "sager")
    is_one_sentence(said, "ældre version", "trinvis upgrade")
    assert "demo" not in said.stderr
    done = trinvis(folder, "upgrade")
    assert (done.returncode, done.stderr) == (0, "")
    assert trinvis(folder, "verify").returncode == 0
    assert trinvis(folder, "answer", "sager").returncode == 0


def without_power(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command by an account that may read no more than its own files say, as root may not here either."""
    less = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"] if os.geteuid() == 0 else []
    command = [*less, sys.executable, "-c", "from dashboard.cli import main; main()", *words]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


@pytest.fixture
def closed(folder: Path) -> Iterator[Path]:
    yield folder
    folder.chmod(0o700)


@pytest.mark.parametrize("what", ["", "current", "facts", FILE])
def test_what_may_not_be_read_is_named_with_its_owner_and_nothing_is_called_damaged(closed: Path, what: str) -> None:
    path = {"": closed, "facts": counting(closed)}.get(what, closed / what)
    path.chmod(0)
    done = without_power("answer", "sager", TRINVIS_DATA_FOLDER=str(closed))
    path.chmod(0o700)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{path} må ikke læses af"), done.stderr
    assert "tilhører" in done.stderr
    assert "rollback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_taken_port_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        began = time.monotonic()
        done = trinvis(tmp_path / "data", "run", "--eksempel", TRINVIS_PORT=str(port))
        asked = subprocess.run(
            ["sh", str(PROJECT / "scripts/port_free.sh")],
            env={**os.environ, "PORT": str(port)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert time.monotonic() - began < 30
    is_one_sentence(done, f"Port {port} er optaget. Vælg en anden: PORT=")
    proposed = int(done.stderr.split("PORT=")[1].split()[0])
    with socket.socket() as free:
        free.bind(("127.0.0.1", proposed))
    assert not (tmp_path / "data").exists()
    assert (asked.returncode, f"Port {port} er optaget" in asked.stderr) == (1, True)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"TRINVIS_PORT": "70000"}, "Der er ingen port 70000"),
        ({"TRINVIS_HOST": "10.255.255.254", "TRINVIS_LOGIN": "oidc"}, "Denne maskine har ingen adresse"),
    ],
)
def test_a_place_that_cannot_be_is_said(tmp_path: Path, setting: dict[str, str], words: str) -> None:
    login = {
        "TRINVIS_PUBLIC_URL": "https://trinvis.example.dk",
        "TRINVIS_OIDC_DISCOVERY_URL": "https://login.example.dk/x",
        "TRINVIS_OIDC_CLIENT_ID": "x",
        "TRINVIS_OIDC_CLIENT_SECRET": "x",
        "TRINVIS_SESSION_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    }
    is_one_sentence(trinvis(tmp_path, "run", **login, **setting), words)


def test_a_free_port_lets_make_go_on() -> None:
    asked = subprocess.run(
        ["sh", str(PROJECT / "scripts/port_free.sh")],
        env={**os.environ, "PORT": "0"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (asked.returncode, asked.stderr) == (0, "")
