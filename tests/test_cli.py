"""The terminal gives the page's table, refuses in words, and never a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.database.versions import import_lock
from tests.sample import sample_of
from tests.typed import trinvis

QUERY = "?kommune=657&fra=2025-01&til=2025-12"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


def test_the_installed_command_answers_as_it_does_in_this_process(sample: Path) -> None:
    command = [str(Path(sys.executable).parent / "trinvis"), "answer", "sager", QUERY]
    environment = {"TRINVIS_DATA_FOLDER": str(sample), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == trinvis(sample, "answer", "sager", QUERY).stdout


@pytest.mark.parametrize("measure", ["sager", "foerste-kontakt", "oekonomi", "tillid", "caseload", "spending"])
def test_an_answer_is_the_table_as_csv(sample: Path, measure: str) -> None:
    done = trinvis(sample, "answer", measure, QUERY)
    assert done.returncode == 0, done.stderr
    heading, *rows = done.stdout.splitlines()
    assert heading.startswith("Kommune;Periode;")
    assert heading.endswith(";Kilde")
    assert rows
    assert all(row.startswith("Herning;") and row.endswith(";Eksempeldata (opdigtede)") for row in rows)
    assert {row.split(";")[1] for row in rows} == {f"{n}. kvt. 2025" for n in (1, 2, 3, 4)}


def test_two_ends_that_changed_places_are_said_and_answered(sample: Path) -> None:
    done = trinvis(sample, "answer", "sager", "?kommune=657&fra=2025-12&til=2025-01")
    assert done.stdout == trinvis(sample, "answer", "sager", QUERY).stdout
    assert "de to har byttet plads" in done.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("answer", "vejr"), "Der er intet nøgletal vejr"),
        (("template", "vejr"), "Der er ingen skabelon vejr"),
        (("target", "fart", "657", "3", "--besluttet-af", "x", "--dato", "2026-01-01"), "Ukendt slags mål"),
        (("price-index", "2027", "dyrt", "--kilde", "KL"), "Indekset er et tal"),
        (("check", "findes-ikke.csv"), "findes-ikke.csv"),
    ],
)
def test_a_mistake_gets_one_sentence(sample: Path, words: tuple[str, ...], sentence: str) -> None:
    done = trinvis(sample, *words)
    assert done.returncode == 1
    assert sentence in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_without_data_it_says_how_to_get_them(tmp_path: Path) -> None:
    done = trinvis(tmp_path, "answer", "sager")
    assert done.returncode == 1
    assert "Der er ingen data endnu" in done.stderr


def test_sample_data_never_take_the_place_of_real_ones(tmp_path: Path) -> None:
    cases = tmp_path / "sager.csv"
    cases.write_text("Sagsnr.;Modtaget;Første kontakt\nS-1;05-01-2026;12-01-2026\n", encoding="utf-8")
    folder = tmp_path / "data"
    assert trinvis(folder, "import", str(cases), "--kommune", "657", "--pr", "2026-03-31").returncode == 0
    refused = trinvis(folder, "demo")
    assert refused.returncode == 1
    assert "Der er allerede rigtige data" in refused.stderr
    assert trinvis(folder, "demo", "--if-missing").returncode == 0
    assert "Egne data" in trinvis(folder, "answer", "foerste-kontakt").stdout


def test_a_target_is_recorded_and_shown(sample: Path) -> None:
    done = trinvis(sample, "target", "first_contact", "657", "21", "--besluttet-af", "Udvalget", "--dato", "2026-01-01")
    assert done.returncode == 0, done.stderr
    assert "Kontakt inden 21 dage" in trinvis(sample, "answer", "foerste-kontakt", QUERY).stdout


def test_an_interrupted_import_says_that_nothing_has_been_changed(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "sager.csv"
    file.write_text("Sagsnr.;Modtaget\nS-1;05-01-2026\n", encoding="utf-8-sig")
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "import", str(file), "--kommune", "657"]
    environment = {**os.environ, "TRINVIS_DATA_FOLDER": str(data)}
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it: inherited
    with import_lock(data):  # it has looked at the file, and waits for its turn to write
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        while process.poll() is None and not waits_for(process.pid, data / "import.lock"):
            pass
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
    signal.signal(signal.SIGINT, handler)
    assert process.returncode == 1
    assert "Afbrudt. Intet er ændret." in said
    assert not list(data.glob("facts-*"))


def waits_for(pid: int, lock: Path) -> bool:
    """Has the process opened the file? It may end while we look."""
    try:
        return any(link.readlink() == lock for link in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False
