"""A child that reads what others send: it may use so much, it knows our settings and language, and its faults are told."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from dashboard import guarded
from dashboard.database import errors
from dashboard.guarded import Failed, Handed, Stopped, call
from dashboard.importers.apart import load_apart
from dashboard.importers.inbox import handle
from dashboard.language import current_language, set_language
from dashboard.settings import settings
from dashboard.web.in_memory import file_in_memory
from tests.importers.files import csv_file, version_name
from tests.typed import trinvis


def eats(size: int) -> int:
    return len(bytearray(size))


def turns() -> None:
    while True:
        pass


def falls() -> None:
    os.abort()


def tells() -> tuple[str, str, int]:
    return settings().municipality or "", current_language(), os.getpid()


def raises(error: Exception) -> None:
    raise error


def trips() -> None:
    raise NotMadeAgain("a", "b")


class NotMadeAgain(Exception):
    def __init__(self, one: str, _two: str) -> None:
        super().__init__(one)


def reads(file: Handed) -> bytes:
    return Path(f"/proc/self/fd/{file.fd}").read_bytes()


def test_it_may_use_so_much_memory() -> None:
    assert call(eats, 100_000_000) == 100_000_000
    with pytest.raises(Stopped):
        call(eats, 4_000_000_000)


def test_it_may_use_so_much_time() -> None:
    with pytest.raises(Stopped):
        call(turns, seconds=1)


def test_one_that_falls_over_takes_nobody_with_it() -> None:
    with pytest.raises(Stopped):
        call(falls)
    assert call(eats, 1) == 1


def test_it_knows_the_settings_and_the_language_of_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    for municipality, language in (("0657", "en"), ("0825", "da")):
        monkeypatch.setenv("TRINVIS_MUNICIPALITY", municipality)
        set_language(language)  # type: ignore[arg-type]
        *told, process = call(tells)
        assert told == [municipality, language]
        assert process != os.getpid()


@pytest.mark.parametrize(
    "error",
    [errors.ImportRunning(7, "hansen", "2026-01-01"), errors.NewerLayout(9, 8), errors.MissingFile("v1"),
     errors.DatabaseAway("it", pending=True), errors.NotReadable(Path("/x")), errors.DiskFull(),
     errors.UnusableOperational(Path("/x"), gone=True)],
)  # fmt: skip
def test_what_stands_in_the_way_is_raised_here(error: Exception) -> None:
    with pytest.raises(type(error)) as raised:
        call(raises, error)
    assert (vars(raised.value), str(raised.value)) == (vars(error), str(error))


def test_a_fault_of_ours_is_told_with_its_trace() -> None:
    with pytest.raises(Failed, match=r"NotMadeAgain[\s\S]*: a"):
        call(trips)


def test_a_file_that_lies_nowhere_is_handed_over() -> None:
    with file_in_memory() as file:
        file.write(b"S-1")
        file.flush()
        assert call(reads, Handed(file.fileno())) == b"S-1"


def test_a_file_that_takes_too_much_holds_up_no_other_in_the_inbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded, "MEMORY_OF_A_COMMAND", 700_000_000)
    inbox = tmp_path / "ind"
    inbox.mkdir()
    (inbox / "sager.csv").write_bytes(large())
    csv_file(inbox / "befolkning.csv", ["År", "Antal"], [[2025, 20_000]])
    handled = handle(inbox, partial(load_apart, data_folder=tmp_path / "data", municipality="657"), settled=0)
    assert {one.moved_to.name[20:]: one.fate for one in handled} == {"befolkning.csv": "loaded", "sager.csv": "refused"}
    (report,) = (inbox / "afvist").glob("*.txt")
    assert "mere hukommelse eller tid" in report.read_text(encoding="utf-8")


def test_the_terminal_says_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "MEMORY_OF_A_COMMAND", 100_000_000)
    file = tmp_path / "sager.csv"
    file.write_bytes(large())
    done = trinvis(tmp_path / "data", "import", str(file), "--kommune", "657")
    assert (done.returncode, "mere hukommelse eller tid" in done.stderr) == (1, True), done.stderr
    assert version_name(tmp_path / "data") is None


def large() -> bytes:
    return (
        b"Sagsnr.;Modtaget;"
        + b";".join(b"x%d" % n for n in range(9))
        + b"\n"
        + b"S-1;01-02-2025"
        + ((b";" + b"abc" * 9) * 9 + b"\nS-1;01-02-2025") * 250_000
    )
