"""What is dropped in the inbox is loaded or refused, moved, and reported beside itself and by mail."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from dashboard.database import versions
from dashboard.database.errors import DatabaseAway
from dashboard.importers import Report, load
from dashboard.importers.inbox import handle, watch
from dashboard.importers.inbox_mail import NotSent, Post, send_refusal
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table, version_name
from tests.importers.profiles.samples import sensum
from tests.postgres_server import away, back, postgres_server
from tests.typed import trinvis

CASES = (["Sagsnr.", "Rådgiver", "Modtaget"], [["S-1", "R1", "01-02-2025"]])
HOURS = (["Rådgiver", "Timer", "Fra"], [["R1", 37, "01-01-2025"]])
BAD = (["Sagsnr.", "Modtaget"], [["S-9", "i går"]])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    set_language("da")
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def loading(data: Path) -> Any:
    def take_in(paths: Sequence[Path]) -> Report:
        return load(paths, data_folder=data, municipality="Herning")

    return take_in


def names(folder: Path) -> list[str]:
    """What lies in a folder, without the day and time that each name begins with."""
    return sorted(path.name[20:] for path in folder.iterdir()) if folder.exists() else []


def test_files_that_speak_of_each_other_are_loaded_together(folder: Path, data: Path) -> None:
    csv_file(folder / "sager.csv", *CASES)
    excel_file(folder / "rådgivere uge 48 (kopi).xlsx", *HOURS)
    handled = handle(folder, loading(data), settled=0)
    assert [one.fate for one in handled] == ["loaded", "loaded"]
    assert {one.report.version for one in handled} == {version_name(data)}
    assert names(folder / "indlaest") == [
        "rådgivere uge 48 (kopi).xlsx", "rådgivere uge 48 (kopi).xlsx.rapport.txt", "sager.csv", "sager.csv.rapport.txt"
    ]  # fmt: skip
    assert [path for path in folder.iterdir() if path.is_file()] == []
    assert "Indlæst." in handled[0].report_file.read_text("utf-8")


def test_a_refused_file_holds_up_no_other(folder: Path, data: Path) -> None:
    csv_file(folder / "a-forkert.csv", *BAD)
    csv_file(folder / "b-raadgivere.csv", *HOURS)
    bad, good = handle(folder, loading(data), settled=0)
    assert (bad.fate, good.fate) == ("refused", "loaded")
    assert names(folder / "afvist") == ["a-forkert.csv", "a-forkert.csv.rapport.txt"]
    assert "række 2, kolonne Modtaget: “i går” er ikke en dato" in bad.report_file.read_text("utf-8")
    assert [row["coordinator_id"] for row in table(data, "coordinator")] == ["R1"]
    assert table(data, "case_file") == []


def test_a_case_list_is_not_loaded_without_the_activities_that_were_refused(folder: Path, data: Path) -> None:
    cases, activities = sensum(folder)
    activities.write_text(activities.read_text("utf-8-sig").replace("2025-01-16 10:30:00", "i går"), "utf-8-sig")
    csv_file(folder / "raadgivere.csv", *HOURS)
    fates = {one.moved_to.name[20:]: one.fate for one in handle(folder, loading(data), settled=0)}
    assert fates == {cases.name: "refused", activities.name: "refused", "raadgivere.csv": "loaded"}
    assert table(data, "case_file") == []


def cases(folder: Path, name: str, place: str, *cells: str, case: str = "S-1") -> Path:
    return csv_file(folder / name, ["Sagsnr.", "Modtaget", "Kommune"], [[case, *cells, place]])


def test_a_bad_list_of_one_municipality_does_not_refuse_the_good_one_of_another(folder: Path, data: Path) -> None:
    cases(folder, "herning.csv", "Herning", "01-02-2025")
    cases(folder, "laesoe.csv", "Læsø", "i går")
    handled = {one.moved_to.name[20:]: one for one in handle(folder, loading(data), settled=0)}
    assert {name: one.fate for name, one in handled.items()} == {"herning.csv": "loaded", "laesoe.csv": "refused"}
    assert [row["municipality_code"] for row in table(data, "case_file")] == ["0657"]
    good, bad = (handled[name].report_file.read_text("utf-8") for name in ("herning.csv", "laesoe.csv"))
    assert "i går" not in good
    assert "laesoe" not in good
    assert "i går" in bad
    assert handled["herning.csv"].report.faults == ()


def test_files_of_one_delivery_follow_each_other_and_each_report_tells_of_its_own(folder: Path, data: Path) -> None:
    # Each delivery takes the place of the one before: half of it would take the other half away.
    cases(folder, "nord.csv", "Herning", "01-02-2025")
    cases(folder, "syd.csv", "Herning", "hemmeligt", case="S-2")
    handled = {one.moved_to.name[20:]: one for one in handle(folder, loading(data), settled=0)}
    assert {one.fate for one in handled.values()} == {"refused"}
    nord = handled["nord.csv"].report_file.read_text("utf-8")
    assert "hemmeligt" not in nord
    assert "Der er ingen fejl i denne fil. Den er afvist, fordi den hører sammen med syd.csv" in nord
    assert "hemmeligt" in handled["syd.csv"].report_file.read_text("utf-8")
    with mail_server() as (server, received):
        for one in handled.values():
            send_refusal(one, Post(server, "a@b.example", ("c@d.example",)))
    mails = {str(mail["Subject"]).rpartition(" ")[2]: " ".join(mail.get_content().split()) for mail in received}  # type: ignore[attr-defined]
    assert [
        "0 fejl" in text and "hører sammen med syd.csv" in text for name, text in mails.items() if "nord" in name
    ] == [True]
    assert ["1 fejl" in text and "nord" not in text for name, text in mails.items() if "syd" in name] == [True]


def test_activities_go_with_the_lists_that_need_them_again(folder: Path, data: Path) -> None:
    listed, activities = sensum(folder)
    cases(folder, "laesoe.csv", "Læsø", "i går", case="S9")  # one of whose cases the activities speak
    handled = {one.moved_to.name[20:]: one for one in handle(folder, loading(data), settled=0)}
    fates = {name: one.fate for name, one in handled.items()}
    assert fates == {listed.name: "loaded", activities.name: "refused", "laesoe.csv": "refused"}
    assert "hører sammen med laesoe.csv" in handled[activities.name].report_file.read_text("utf-8")
    assert {row["municipality_code"] for row in table(data, "case_file")} == {"0657"}


def test_what_was_loaded_is_told_before_something_stands_in_the_way(
    folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.importers.inbox.SETTLED", 0)
    cases(folder, "herning.csv", "Herning", "01-02-2025")
    cases(folder, "laesoe.csv", "Læsø", "i går")
    tries, told, held_up = [0], list[str](), list[Exception]()

    def take_in(paths: Sequence[Path]) -> Report:
        tries[0] += 1
        if tries[0] == 3:
            raise DatabaseAway("it went away")
        return load(paths, data_folder=data)

    watch(
        folder, take_in, lambda one: told.append(one.moved_to.name[20:]), stopped=lambda: True, held_up=held_up.append
    )
    assert (told, len(held_up)) == (["herning.csv"], 1)
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["laesoe.csv"]


def test_what_is_not_finished_or_leads_elsewhere_is_left(folder: Path, data: Path, tmp_path: Path) -> None:
    for name in ("~$sager.xlsx", ".sager.csv", "sager.csv.part", "sager.TMP", "sager.csv.rapport.txt"):
        csv_file(folder / name, *CASES)
    (folder / "mappe").mkdir()
    (folder / "genvej.csv").symlink_to(csv_file(tmp_path / "andet.csv", *CASES))
    assert handle(folder, loading(data), settled=0) == []
    csv_file(folder / "ny.csv", *CASES)
    assert handle(folder, loading(data), settled=3600) == []
    assert (folder / "ny.csv").exists()
    assert version_name(data) is None


def test_after_a_stop_between_loading_and_moving_nothing_is_loaded_twice(folder: Path, data: Path) -> None:
    file = csv_file(folder / "sager.csv", *CASES)
    before = loading(data)([file]).version
    (again,) = handle(folder, loading(data), settled=0)
    assert (again.fate, again.report.outcome) == ("loaded", "unchanged")
    assert version_name(data) == before
    csv_file(folder / "sager.csv", *CASES)
    handle(folder, loading(data), settled=0)
    assert len(names(folder / "indlaest")) == 4


@pytest.mark.parametrize(
    "name", ["-rf.csv", "æ ø å – uge 48.csv", "to\nlinjer.csv", "lang" * 50 + ".csv", "uden endelse"]
)
def test_odd_names_are_tolerated(folder: Path, data: Path, name: str) -> None:
    csv_file(folder / name, *CASES)
    (one,) = handle(folder, loading(data), settled=0)
    assert one.fate == "loaded"
    assert one.moved_to.exists()
    assert one.report_file.exists()
    assert len(one.report_file.name.encode()) <= 255


class Keep:
    """What a mail server does with a mail here."""

    def __init__(self) -> None:
        self.received: list[Message] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


async def _serve(keep: Keep, ready: Future[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]]) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    server = await loop.create_server(lambda: SMTP(keep, loop=loop), "127.0.0.1", 0)
    ready.set_result((server.sockets[0].getsockname()[1], loop, ended))
    async with server:
        await ended.wait()


@contextmanager
def mail_server() -> Iterator[tuple[str, list[Message]]]:
    """A real mail server on a free port, in a thread of its own: its address, and the mails that it has received."""
    keep, ready = Keep(), Future[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]]()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(keep, ready)))
    thread.start()
    port, loop, ended = ready.result()
    try:
        yield f"127.0.0.1:{port}", keep.received
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()


def run(words: Sequence[str], data: Path, **more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "TRINVIS_DATA_FOLDER": str(data), "TRINVIS_LANGUAGE": "da", **more}
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_a_cpr_number_in_a_name_is_repeated_nowhere_and_a_refusal_is_mailed(folder: Path, data: Path) -> None:
    csv_file(folder / "sag 010107-1234.csv", *CASES)
    with mail_server() as (server, received):
        (one,) = handle(folder, loading(data), settled=0)
        send_refusal(one, Post(server, "trinvis@kommune.example", ("data@kommune.example", "chef@kommune.example")))
    assert one.fate == "refused"
    (mail,) = received
    assert str(mail["To"]) == "data@kommune.example, chef@kommune.example"
    assert "fil.csv" in str(mail["Subject"])
    text = mail.get_content()  # type: ignore[attr-defined]
    assert "1 fejl. Intet er ændret." in text
    assert one.report_file.name in " ".join(text.split("\n"))
    everywhere = [str(mail), one.report_file.read_text("utf-8"), *(str(path) for path in folder.rglob("*"))]
    assert not any("0101071234" in text.replace("-", "") for text in everywhere)


def test_a_mail_names_no_cell_of_the_file(folder: Path, data: Path) -> None:
    csv_file(folder / "sager.csv", ["Sagsnr.", "Modtaget"], [["HEMMELIG-1", "hemmeligt"]])
    with mail_server() as (server, received):
        (one,) = handle(folder, loading(data), settled=0)
        send_refusal(one, Post(server, "a@b.example", ("c@d.example",)))
    assert "hemmelig" not in str(received[0]).casefold()


def test_a_mail_server_that_is_not_there_is_said(folder: Path, data: Path) -> None:
    csv_file(folder / "forkert.csv", *BAD)
    (one,) = handle(folder, loading(data), settled=0)
    with pytest.raises(NotSent):
        send_refusal(one, Post("127.0.0.1:1", "a@b.example", ("c@d.example",)))


def test_the_command_looks_in_mails_and_says_what_it_did(folder: Path, data: Path) -> None:
    csv_file(folder / "forkert.csv", *BAD)
    with mail_server() as (server, received):
        process = run(
            ["inbox", str(folder), "--kommune", "657", "--pause", "1"], data,
            TRINVIS_MAIL_SERVER=server, TRINVIS_MAIL_TO="data@kommune.example",
        )  # fmt: skip
        assert process.stdout is not None
        lines = iter(process.stdout)
        assert "Ser i" in next(lines)
        assert next(lines).startswith("afvist: ")  # waits for the line, however long the machine takes
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
        process.stdout.close()
    assert len(received) == 1
    assert names(folder / "afvist") == ["forkert.csv", "forkert.csv.rapport.txt"]


def test_it_waits_for_a_database_that_is_away(folder: Path, data: Path) -> None:
    csv_file(folder / "sager.csv", *CASES)
    words = ["inbox", str(folder), "--kommune", "657", "--pause", "1"]
    with postgres_server() as url:
        away(url)
        process = run(words, data, TRINVIS_FACTS_URL=url)
        assert process.stdout is not None
        lines = iter(process.stdout)
        assert "Ser i" in next(lines)
        said = next(lines)
        assert said.startswith("PostgreSQL svarer ikke")
        assert said.endswith("Filerne i indbakken venter.\n")
        assert [path.name for path in folder.iterdir() if path.is_file()] == ["sager.csv"]
        back(url)
        while not (told := next(lines)).startswith("indlæst: "):
            assert "ejer de tabeller" in told or "superbruger" in told or "mur" in told, told
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
        process.stdout.close()
        assert versions.current(data, url).name == version_name(data)
    assert names(folder / "indlaest") == ["sager.csv", "sager.csv.rapport.txt"]


def test_once_and_away_is_a_failure(folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.importers.inbox.SETTLED", 0)
    csv_file(folder / "sager.csv", *CASES)
    nowhere = "postgresql+psycopg://trinvis@127.0.0.1:1/trinvis"
    done = trinvis(data, "inbox", str(folder), "--en-gang", TRINVIS_FACTS_URL=nowhere)
    assert done.returncode == 1
    assert "PostgreSQL svarer ikke" in done.stderr
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["sager.csv"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, data: Path) -> None:
    done = trinvis(data, "inbox", str(tmp_path / "ingen"), "--en-gang")
    assert done.returncode == 1
    assert "findes ikke" in done.stderr
