"""Several data folders, as of several machines, on one PostgreSQL: one set of logins, decisions and look-ups."""

from __future__ import annotations

import datetime as dt
import getpass
import multiprocessing
import os
import random
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.access import audit_check
from dashboard.access.audit_log import Entry, NotWritten, purge, record
from dashboard.access.audit_read import entries
from dashboard.access.sessions import Sessions, sessions_of
from dashboard.access.viewer import LOCAL_HEAD, Viewer
from dashboard.cli import sentences
from dashboard.database.errors import ImportRunning, OtherInstallation, PublishedMeanwhile
from dashboard.database.import_lock import import_lock
from dashboard.database.operational import FILE, operational_engine, operational_stamp
from dashboard.database.operational_file import engine_on_file
from dashboard.database.operational_shared import take_over
from dashboard.database.operational_tables import operational
from dashboard.database.postgres import counting_in, mark, publish_current
from dashboard.database.shared_files import refresh
from dashboard.publication.cells import Publication
from dashboard.publication.reading import held
from dashboard.publication.store import files, keep, newest, settled, unpacked
from dashboard.queries.targets import decided
from dashboard.records.backup import backup
from dashboard.records.restoring import restore
from dashboard.records.spot_checks import draw, open_check
from dashboard.records.targets import set_target
from dashboard.settings import settings
from tests.database.test_import_lock import held_by_another
from tests.database.test_kept import population
from tests.rounds import rounds
from tests.two_roles import Roles, database

CONTROLLER = Viewer(role="host_administrator", municipalities=None, subject="kontrol")
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.database.test_shared"])
DAY = dt.date(2026, 2, 3)


@pytest.fixture
def roles(two_roles: Roles) -> Iterator[Roles]:
    with database(two_roles, "shared") as made:
        yield made


@pytest.fixture
def machine(roles: Roles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    yield Machine(tmp_path, roles, monkeypatch)
    settings.cache_clear()


class Machine:
    """`machine("a")` is the folder of that machine, whose settings count from there on."""

    def __init__(self, place: Path, roles: Roles, patch: pytest.MonkeyPatch) -> None:
        self.place, self.roles, self._patch = place, roles, patch

    def __call__(self, name: str, *, shared: bool = True) -> Path:
        self._patch.setenv("TRINVIS_DATA_FOLDER", str(self.place / name))
        self._patch.setenv("TRINVIS_FACTS_URL", self.roles.reader if shared else "")
        self._patch.setenv("TRINVIS_FACTS_OWNER_URL", self.roles.owner if shared else "")
        settings.cache_clear()
        return self.place / name


def sessions() -> Sessions:
    return sessions_of(settings())


def filled(folder: Path) -> Path:
    """Everything that people write: logins, decisions, look-ups, a spot check."""
    with operational_engine(folder).begin() as connection:
        set_target(connection, "caseload", "0657", 25.5, decided_by="Udvalget", decided_on=DAY)
        set_target(connection, "caseload", "0730", 30, decided_by="Udvalget\tog \\flere", decided_on=DAY)
    for number in range(5):
        record(folder, Entry(f"bruger{number}", "head", "view", municipalities=("0657",), named=frozenset({f"{number:x}"})))
    draw(folder, CONTROLLER)
    return folder


def rows(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in operational.sorted_tables
        }


def test_who_is_logged_in_on_one_machine_is_on_the_other_until_the_logout_on_either(machine: Machine) -> None:
    machine("a")
    token = sessions().begin(LOCAL_HEAD, "Leder")
    machine("b")
    assert (found := sessions().find(token)) is not None
    assert found.viewer == LOCAL_HEAD
    assert sessions().confirm(token, LOCAL_HEAD)
    sessions().end(token)
    machine("a")
    assert sessions().find(token) is None


def test_a_decision_on_one_machine_counts_on_the_other_at_once(machine: Machine) -> None:
    a, b = machine.place / "a", machine.place / "b"
    machine("b")
    before = operational_stamp(b)
    machine("a")
    with operational_engine(a).begin() as connection:
        set_target(connection, "caseload", "0657", 25, decided_by="Udvalget", decided_on=DAY)
    machine("b")
    assert operational_stamp(b) != before
    with operational_engine(b).connect() as connection:
        assert decided(connection, "real").values("caseload") == {"0657": 25}


def test_machines_write_one_log_of_look_ups_whose_chain_holds_from_each(machine: Machine) -> None:
    a, b = machine("a"), machine("b")
    record(b, Entry("b", "head", "view"))
    machine("a")
    record(a, Entry("a", "head", "view"))
    times = rounds(200, 20)

    def write(folder: Path) -> None:
        for _ in range(times):
            record(folder, Entry(folder.name, "head", "view"))

    writers = [threading.Thread(target=write, args=(a,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    for folder in (a, b):
        checked = audit_check.verify(machine(folder.name))
        assert (checked.broken, checked.entries) == (None, 2 * times + 2)
    record(b, Entry("b", "head", "view"))
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=250)
    assert purge(machine("a"), 6, later) == 2 * times + 3
    assert audit_check.verify(a).broken is None
    assert audit_check.verify(machine("b")).broken is None
    record(b, Entry("b", "head", "view"))


def test_nobody_who_may_write_can_change_the_log(machine: Machine) -> None:
    record(machine("a"), Entry("a", "head", "view"))
    for statement in ("update audit_entry set subject = 'x'", "delete from audit_entry", "truncate audit_entry"):
        with (
            pytest.raises(sa.exc.DatabaseError, match="audit log"),
            operational_engine(machine.place / "a").begin() as connection,
        ):
            connection.execute(sa.text(statement))


def test_the_role_that_reads_facts_reads_none_of_it(machine: Machine) -> None:
    record(machine("a"), Entry("a", "head", "view"))
    reader = sa.create_engine(machine.roles.reader)
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), reader.connect() as connection:
        connection.execute(sa.text("select * from trinvis_drift.session"))
    reader.dispose()


def test_what_stood_in_the_file_stands_in_postgresql_after_the_change_of_program(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    folder = filled(machine("a", shared=False))
    token = sessions().begin(LOCAL_HEAD, "Leder")
    before = rows(engine_on_file(folder))
    machine("a")
    assert rows(operational_engine(folder)) == before
    assert sessions().find(token) is not None
    assert audit_check.verify(folder).broken is None
    assert "Logins, beslutninger, indlæsninger og loggen over opslag står i PostgreSQL fra nu af" in caplog.text
    assert not (folder / FILE).exists()
    assert list(folder.glob(f"before-*-{FILE}"))
    filled(folder)  # numbers go on from those that were there
    assert open_check(machine("b"), CONTROLLER) is not None


def join(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    settings.cache_clear()
    operational_engine(settings().data_folder)


def test_a_carrying_over_that_is_killed_is_done_again_and_loses_nothing(
    machine: Machine, two_roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(79)
    for number in range(rounds(50, 2)):
        folder = filled(machine(f"runde-{number}", shared=False))
        before = rows(engine_on_file(folder))
        with database(two_roles, f"killed_{number}") as own, monkeypatch.context() as patch:
            patch.setattr(machine, "roles", own)
            machine(folder.name)
            environment = {name: value for name, value in os.environ.items() if name.startswith("TRINVIS_")}
            process = PROCESSES.Process(target=join, args=(environment,))
            process.start()
            process.join(chance.uniform(0.1, 0.8))
            process.kill()
            process.join()
            assert rows(operational_engine(folder)) == before
            assert audit_check.verify(folder).broken is None
            operational_engine(folder).dispose()


def test_a_folder_with_data_of_its_own_does_not_join_and_one_of_another_installation_neither(
    machine: Machine, two_roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(machine("a"), Entry("a", "head", "view"))
    other = filled(machine("other", shared=False))
    machine("other")
    with pytest.raises(OtherInstallation):
        operational_engine(other)
    with pytest.raises(NotWritten):
        record(other, Entry("a", "head", "view"))
    assert (other / FILE).exists()
    with database(two_roles, "elsewhere") as elsewhere:
        monkeypatch.setattr(machine, "roles", elsewhere)
        record(machine("other"), Entry("a", "head", "view"))
    monkeypatch.undo()


def test_a_machine_whose_installation_was_taken_over_from_neither_reads_nor_loads(machine: Machine) -> None:
    a, other = machine("a"), filled(machine("other", shared=False))
    record(machine("a"), Entry("a", "head", "view"))
    machine("other")
    take_over(other, machine.roles.owner)
    assert len(entries(other)) == 6
    machine("a")
    with pytest.raises(OtherInstallation), import_lock(a):
        pass
    with pytest.raises(OtherInstallation):
        operational_stamp(a)
    with pytest.raises(NotWritten):
        record(a, Entry("a", "head", "view"))
    owner = sa.create_engine(machine.roles.owner)
    with owner.connect() as connection:  # what the first has written is still there
        (aside,) = (name for name in sa.inspect(connection).get_schema_names() if name.startswith("trinvis_drift_"))
        subjects = connection.execute(sa.text(f"select subject from {aside}.audit_entry")).scalars().all()
    owner.dispose()
    assert subjects == ["a"]


def test_who_imports_on_one_machine_keeps_the_other_waiting_and_is_named(machine: Machine) -> None:
    a = machine("a")
    with held_by_another(a) as first:
        b = machine("b")
        with pytest.raises(ImportRunning) as told, import_lock(b, wait=0.2):
            pass
        assert (told.value.pid, told.value.user) == (first.pid, getpass.getuser())
        assert f"på {socket.gethostname()} (proces {first.pid})" in sentences.running(told.value)
        first.kill()
        first.wait()
        with import_lock(b, wait=60), import_lock(b, wait=0):
            pass


def test_a_version_counts_only_on_top_of_the_one_it_was_made_from(machine: Machine) -> None:
    a, roles = machine("a"), machine.roles
    population(a, 20_000)
    publish_current(a, roles.reader, roles.owner)
    before = counting_in(roles.owner)
    mark(a, "20261130T000000000000")  # what counted when this machine began; it has lost the lock since
    population(a, 20_500)
    with pytest.raises(ImportRunning):
        publish_current(a, roles.reader, roles.owner)
    assert counting_in(roles.owner) == before


def test_a_backup_of_one_machine_has_what_all_have_written(machine: Machine) -> None:
    a, b = filled(machine("a")), machine("b")
    record(b, Entry("b", "head", "view"))
    here = rows(operational_engine(b))
    made = backup(machine("a"), machine.place, dt.datetime(2026, 12, 1))
    alone = machine("alone", shared=False)
    restore(made.path, alone)
    assert rows(engine_on_file(alone)) == here
    assert audit_check.verify(alone).broken is None
    assert [one.subject for one in entries(alone)][-1] == "b"
    assert not re.search("[0-9a-f]{32}", " ".join(path.name for path in alone.iterdir()))
    assert not (alone / "installation").exists()
    assert a.exists()


def test_what_is_published_on_one_machine_is_read_on_the_other_and_nobody_publishes_past_another(
    machine: Machine, published_folder: Path
) -> None:
    a, made = machine("a"), unpacked(newest(published_folder).read_bytes())
    later = Publication(replace(made.made, publication=f"{made.made.publication}1"), made.cells)
    keep(a, made, {})
    b = machine("b")
    assert held(b).made == made.made
    seen = files(b)
    machine("a")
    keep(a, later, {}, seen)
    machine("b")
    with pytest.raises(PublishedMeanwhile):
        keep(b, replace(later, made=replace(made.made, publication="another")), {}, seen)
    assert len(list((b / "publications").glob("publication-*"))) == 1
    forget_when_looked(b)
    assert held(b).made == later.made
    assert [path.name for path in files(b)] == [path.name for path in files(a)]
    assert settled(b) == {}


def forget_when_looked(folder: Path) -> None:
    """A second has gone by."""
    refresh(folder, time.monotonic() + 1)
