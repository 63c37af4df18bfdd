"""An importer that is killed at any moment leaves the old version or the new one, whole, and loses nothing it confirmed."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from dashboard.database import kept, versions
from dashboard.database.tables import population
from tests.database.importing import PLACES, import_many, import_one
from tests.rounds import rounds

# Children are forked from a process that has everything imported: to start Python anew took longer than the import.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.database.importing"])


class Reader(threading.Thread):
    """Reads what counts over and over, as pages do, and remembers what a page should never see."""

    def __init__(self, data_folder: Path, url: str) -> None:
        super().__init__()
        self.data_folder, self.url = data_folder, url
        self.stopped, self.reads, self.newest = threading.Event(), 0, 0
        self.wrong: list[object] = []

    def run(self) -> None:
        while not self.stopped.wait(0.02):
            try:
                found = counting(self.data_folder, self.url)
            except Exception as error:
                self.wrong.append(error)
                continue
            self.reads += 1
            if found != [found[0]] * len(PLACES) or found[0] < self.newest:
                self.wrong.append((self.newest, found))
            self.newest = found[0]


def counting(data_folder: Path, url: str) -> list[int]:
    """The inhabitants in the version that counts: one number for each place, all alike."""
    with versions.current(data_folder, url).engine.connect() as connection:
        return list(connection.execute(sa.select(population.c.persons)).scalars())


@contextmanager
def reading(data_folder: Path, url: str) -> Iterator[Reader]:
    reader = Reader(data_folder, url)
    reader.start()
    try:
        yield reader
    finally:
        reader.stopped.set()
        reader.join()


def confirmed_before_kill(folder: Path, first: int, url: str, delay: float) -> list[int]:
    """What an importer confirmed that was killed after `delay` seconds."""
    mine, its = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=import_many, args=(folder, first, url, its))
    process.start()
    its.close()
    process.join(delay)
    process.kill()
    process.join()
    assert process.exitcode == -9
    confirmed = []
    try:
        while True:
            confirmed.append(mine.recv())
    except EOFError:
        mine.close()
        return confirmed


def kill_again_and_again(folder: Path, url: str, count: int) -> None:
    chance, data_folder, stands = random.Random(20261125), folder / "data", 1_000
    began = time.monotonic()
    import_one(folder, stands, url)
    longest = 2 * (time.monotonic() - began)  # so that about every second importer confirms something
    with reading(data_folder, url) as reader:
        for _ in range(count):
            last = (confirmed_before_kill(folder, stands + 1, url, chance.uniform(0, longest)) or [stands])[-1]
            found = counting(data_folder, url)
            assert found in ([last] * len(PLACES), [last + 1] * len(PLACES))
            assert kept.verify(data_folder, versions.current(data_folder).name) == []
            stands = found[0]
        import_one(folder, stands + 1, url)
    assert counting(data_folder, url) == [stands + 1] * len(PLACES)
    assert reader.wrong == []
    assert reader.reads
    files = {path.name for path in data_folder.glob("facts-*")}
    assert files == {f"facts-{version.name}.duckdb" for version in kept.kept(data_folder)}


def test_files(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, "", rounds(200, quick=4))


def test_postgresql(tmp_path: Path, postgres_url: str) -> None:
    server = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text("create database killed"))
    kill_again_and_again(tmp_path, postgres_url.replace("/postgres?", "/killed?"), rounds(100, quick=3))
    with server.connect() as connection:
        connection.execute(sa.text("drop database killed with (force)"))
    server.dispose()
