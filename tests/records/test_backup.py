"""A backup taken at any moment is whole, and what is restored from it is what was there: facts, log and decisions."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import multiprocessing
import random
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.access import audit_check
from dashboard.access.audit_log import Entry, record
from dashboard.access.audit_read import entries
from dashboard.database import content, kept, versions
from dashboard.database.operational import operational_engine
from dashboard.database.postgres import publish_current
from dashboard.database.published_check import verify_published
from dashboard.database.tables import population
from dashboard.records.backup import backup
from dashboard.records.restoring import InTheWay, NotWhole, restore
from tests.database.importing import import_one
from tests.rounds import rounds
from tests.typed import trinvis

NOW = dt.datetime(2026, 12, 1, 3, 0)
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.records.test_backup"])


def filled(tmp_path: Path) -> Path:
    """A data folder with two versions, twenty entries of the log and a form of its own."""
    for persons in (1_000, 1_001):
        import_one(tmp_path, persons, "")
    folder = tmp_path / "data"
    for number in range(20):
        record(folder, Entry(f"bruger{number}", "head", "view"))
    (folder / "skemaer").mkdir()
    (folder / "skemaer" / "eget.toml").write_text("id = 'eget'", encoding="utf-8")
    return folder


def fingerprints(folder: Path) -> object:
    with versions.current(folder).engine.connect() as connection:
        return {table.name: content.stored(connection, table) for table in content.HASHED}


def persons(folder: Path, url: str = "") -> list[int]:
    with versions.current(folder, url).engine.connect() as connection:
        return list(connection.execute(sa.select(population.c.persons)).scalars())


def test_what_is_restored_is_what_was_there(tmp_path: Path) -> None:
    folder, other = filled(tmp_path), tmp_path / "andet" / "data"
    made = backup(folder, tmp_path, NOW)
    assert made.path == tmp_path / "trinvis-2026-12-01T030000.zip"
    assert (made.version, made.entries) == (versions.current(folder).name, 20)
    found, aside = restore(made.path, other)
    assert (found.version, aside) == (made.version, None)
    assert [one.name for one in kept.kept(other)] == [one.name for one in kept.kept(folder)]
    assert fingerprints(other) == fingerprints(folder)
    assert kept.verify(other, made.version) == []
    assert [(e.subject, e.at) for e in entries(other)] == [(e.subject, e.at) for e in entries(folder)]
    assert audit_check.verify(other).broken is None
    assert (other / "skemaer" / "eget.toml").read_text(encoding="utf-8") == "id = 'eget'"
    record(other, Entry("ny", "head", "view"))  # the chain goes on
    assert audit_check.verify(other) == audit_check.Checked(21, 0)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    made = backup(folder, tmp_path / "kopi.zip", NOW)
    for target in (made.path, folder / "inde-i.zip", folder):
        with pytest.raises(InTheWay):
            backup(folder, target, NOW)
    import_one(tmp_path, 2_000, "")
    with pytest.raises(InTheWay):
        restore(made.path, folder)
    assert persons(folder) == [2_000, 2_000]
    _found, aside = restore(made.path, folder, instead=True)
    assert aside is not None
    assert (persons(folder), persons(aside)) == ([1_001, 1_001], [2_000, 2_000])


def spoiled(path: Path, name: str, change: bytes | None) -> Path:
    """The backup with one file changed (None: taken out), and its fingerprint made to fit."""
    into = path.with_name(f"spoiled-{Path(name).name}.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w") as new:
        held = {one: old.read(one) for one in old.namelist()}
        about = json.loads(held.pop("manifest.json"))
        if change is None:
            del held[name]
        else:
            held[name] = change
            about["files"][name]["sha256"] = hashlib.sha256(change).hexdigest()
        for one, content_ in held.items():
            new.writestr(one, content_)
        new.writestr("manifest.json", json.dumps(about))
    return into


def test_a_damaged_backup_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    folder, other = filled(tmp_path), tmp_path / "andet"
    made = backup(folder, tmp_path, NOW)
    heads = zipfile.ZipFile(made.path).read("audit-heads.log")
    lost = heads.replace(heads.split()[-1], b"0" * 64)  # the newest entry of the log is not the one that was written
    for path in (spoiled(made.path, "audit-heads.log", lost), spoiled(made.path, "skemaer/eget.toml", None)):
        with pytest.raises(NotWhole):
            restore(path, other)
        assert not other.exists()


def test_of_a_flipped_bit_no_other_data_come(tmp_path: Path) -> None:
    folder, chance = filled(tmp_path), random.Random(3)
    whole, refused = backup(folder, tmp_path, NOW).path.read_bytes(), 0
    for number in range(rounds(200, 6)):
        content_ = bytearray(whole)
        content_[chance.randrange(len(content_))] ^= 1 << chance.randrange(8)
        (tmp_path / "vendt.zip").write_bytes(content_)
        other = tmp_path / f"andet-{number}"
        try:
            restore(tmp_path / "vendt.zip", other)
        except (NotWhole, OSError):
            refused += 1
            assert not other.exists()
        else:  # a bit that means nothing: of a time in the zip, say
            assert fingerprints(other) == fingerprints(folder)
            assert audit_check.verify(other).broken is None
    assert refused > rounds(200, 6) // 2


def test_a_way_out_of_the_folder_is_no_file_of_a_backup(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    made = backup(folder, tmp_path, NOW)
    for name in ("../ude.txt", "/tmp/ude.txt"):
        evil = tmp_path / "evil.zip"
        with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(evil, "w") as new:
            about = json.loads(old.read("manifest.json"))
            about["files"][name] = {"sha256": "0" * 64}
            new.writestr(name, b"x")
            new.writestr("manifest.json", json.dumps(about))
        with pytest.raises(NotWhole):
            restore(evil, tmp_path / "andet")
    assert not (tmp_path / "ude.txt").exists()


@contextmanager
def written_to(folder: Path, tmp_path: Path) -> Iterator[list[int]]:
    """Entries of the log and versions of the facts, as fast as they come; yields what has been confirmed."""
    stop, confirmed = threading.Event(), [1_001]

    def entries_again_and_again() -> None:
        while not stop.is_set():
            record(folder, Entry("skriver", "head", "view"))

    def versions_again_and_again() -> None:
        while not stop.is_set():
            import_one(tmp_path, confirmed[-1] + 1, "")
            confirmed.append(confirmed[-1] + 1)

    threads = [threading.Thread(target=one) for one in (entries_again_and_again, versions_again_and_again)]
    for thread in threads:
        thread.start()
    try:
        yield confirmed
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_backups_under_writes_are_whole_and_hold_what_was_confirmed(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    with written_to(folder, tmp_path) as confirmed:
        for number in range(rounds(30, 2)):
            before = confirmed[-1]
            made = backup(folder, tmp_path / f"kopi-{number}.zip", NOW)
            other = tmp_path / f"andet-{number}"
            restore(made.path, other)
            assert persons(other)[0] in range(before, confirmed[-1] + 2)
            assert kept.verify(other, made.version) == []
            assert audit_check.verify(other).broken is None
    assert len(confirmed) > 1


def again_and_again(folder: Path, into: Path) -> None:
    number = 0
    while True:
        number += 1
        made = backup(folder, into / f"{number}.zip", NOW)
        restore(made.path, into / f"restored-{number}")


def test_a_backup_that_is_killed_leaves_whole_files_or_none(tmp_path: Path) -> None:
    folder, chance = filled(tmp_path), random.Random(11)
    for number in range(rounds(50, 2)):
        into = tmp_path / f"runde-{number}"
        into.mkdir()
        process = PROCESSES.Process(target=again_and_again, args=(folder, into))
        process.start()
        process.join(chance.uniform(0.2, 1.5))
        process.kill()
        process.join()
        for path in into.glob("[0-9]*.zip"):
            restore(path, into / f"prove-{path.stem}")
        for path in into.glob("restored-*"):
            assert persons(path) == [1_001, 1_001]
        backup(folder, into / "sidste.zip", NOW)
        assert not list(into.glob(".trinvis-*"))


def test_restored_into_an_empty_postgresql_it_is_the_same(tmp_path: Path, postgres_url: str) -> None:
    folder, other = filled(tmp_path), tmp_path / "andet"
    made = backup(folder, tmp_path, NOW)
    server = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text("create database restored"))
    url = postgres_url.replace("/postgres?", "/restored?")
    restore(made.path, other)
    publish_current(other, url)
    assert persons(other, url) == [1_001, 1_001]
    assert verify_published(other, made.version, url) == []
    versions.current(other, url).engine.dispose()
    with server.connect() as connection:
        connection.execute(sa.text("drop database restored with (force)"))
    server.dispose()


def test_typed_in_the_terminal(tmp_path: Path) -> None:
    folder, other = filled(tmp_path), tmp_path / "andet"
    done = trinvis(folder, "backup", str(tmp_path / "kopi.zip"))
    assert done.returncode == 0, done.stderr
    assert "Hel: version" in done.stdout
    assert "er ikke med" in done.stderr
    again = trinvis(folder, "backup", str(tmp_path / "kopi.zip"))
    assert (again.returncode, "kan ikke lægges der" in again.stderr) == (1, True)
    assert trinvis(other, "restore", str(tmp_path / "kopi.zip")).returncode == 0
    assert persons(other) == [1_001, 1_001]
    refused = trinvis(other, "restore", str(tmp_path / "kopi.zip"))
    assert (refused.returncode, "--i-stedet" in refused.stderr) == (1, True)
    assert trinvis(other, "audit", "verify").returncode == 0
    assert [e.action for e in entries(other)][-1] == "restore"
    nothing = trinvis(tmp_path / "tom", "backup", str(tmp_path / "tom.zip"))
    assert (nothing.returncode, "Der er ingen data endnu" in nothing.stderr) == (1, True)
    operational_engine(other).dispose()
