"""A controller draws entries by chance, ticks them off with a remark, and it is kept; nobody else can."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.access.audit_log import Entry, record
from dashboard.access.audit_read import entries
from dashboard.access.roles import RIGHTS, ROLE_WORDS
from dashboard.access.viewer import LOCAL_HEAD, Refused, Viewer
from dashboard.database.operational import operational_engine
from dashboard.database.operational_tables import spot_check
from dashboard.records import spot_checks
from dashboard.records.targets import Invalid

CONTROLLER = Viewer("administrator", frozenset({"0657"}), subject="kontrol")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(50):
        record(tmp_path, Entry(f"bruger{number}", "head", "view", municipalities=("0657",)))
    return tmp_path


def test_what_is_drawn_can_be_drawn_again_and_the_draw_stands_in_the_log(folder: Path) -> None:
    spot_checks.draw(folder, CONTROLLER)
    check = spot_checks.open_check(folder, CONTROLLER)
    assert check is not None
    with operational_engine(folder).connect() as connection:
        row = connection.execute(sa.select(spot_check)).one()
    assert (row.first_entry, row.last_entry) == (1, 50)
    again = random.Random(row.seed).sample(range(row.first_entry, row.last_entry + 1), spot_checks.DRAWN)
    assert sorted(again) == list(check.drawn)
    drawn = spot_checks.drawn_entries(folder, CONTROLLER, check)
    assert [entry.entry_id for entry in drawn] == list(check.drawn)
    last = entries(folder)[-1]
    assert (last.action, last.subject, last.detail["seed"]) == ("spot_check", "kontrol", row.seed)


def test_an_open_check_goes_on_until_it_is_saved(folder: Path) -> None:
    spot_checks.draw(folder, CONTROLLER)
    check = spot_checks.open_check(folder, CONTROLLER)
    spot_checks.draw(folder, CONTROLLER)
    assert spot_checks.open_check(folder, CONTROLLER) == check
    assert check is not None
    spot_checks.save(folder, CONTROLLER, check.drawn, "")
    assert spot_checks.open_check(folder, CONTROLLER) is None
    (saved,) = spot_checks.earlier(folder, CONTROLLER)
    assert (saved.subject, saved.in_order, saved.remark) == ("kontrol", check.drawn, "")


def test_what_is_not_in_order_needs_a_remark_without_a_cpr_number(folder: Path) -> None:
    spot_checks.draw(folder, CONTROLLER)
    check = spot_checks.open_check(folder, CONTROLLER)
    assert check is not None
    for remark, why in (("", "bemærkning"), ("   ", "bemærkning"), ("Vedrører 010190-1234", "CPR")):
        with pytest.raises(Invalid, match=why):
            spot_checks.save(folder, CONTROLLER, check.drawn[1:], remark)
    spot_checks.save(folder, CONTROLLER, [*check.drawn[1:], 9999], "Talt med lederen")
    (saved,) = spot_checks.earlier(folder, CONTROLLER)
    assert (saved.in_order, saved.remark) == (check.drawn[1:], "Talt med lederen")
    assert b"010190" not in b"".join(path.read_bytes() for path in folder.glob("operational.sqlite*"))


def test_nothing_can_be_saved_that_was_not_drawn_and_nothing_drawn_from_an_empty_log(tmp_path: Path) -> None:
    spot_checks.draw(tmp_path, CONTROLLER)
    assert spot_checks.open_check(tmp_path, CONTROLLER) is None
    with pytest.raises(Invalid):
        spot_checks.save(tmp_path, CONTROLLER, [1], "")


@pytest.mark.parametrize("role", [role for role in ROLE_WORDS.values() if not RIGHTS[role].audit])
def test_no_other_role_sees_or_does_anything(folder: Path, role: str) -> None:
    viewer = LOCAL_HEAD if role == "head" else Viewer(role, frozenset({"0657"}))  # type: ignore[arg-type]
    for attempt in (
        lambda: spot_checks.draw(folder, viewer),
        lambda: spot_checks.save(folder, viewer, [], ""),
        lambda: spot_checks.open_check(folder, viewer),
        lambda: spot_checks.earlier(folder, viewer),
    ):
        with pytest.raises(Refused):
            attempt()


def test_an_administrator_meets_the_own_municipalitys_entries_alone(folder: Path) -> None:
    for places in (("0730",), ("0657", "0730"), ()):
        record(folder, Entry("anden", "head", "view", municipalities=places))
    other = Viewer("administrator", frozenset({"0730"}), subject="nabo")
    host = Viewer("host_administrator", None, subject="drift")
    for viewer, places in ((CONTROLLER, {"0657"}), (other, {"0730"}), (host, {"0657", "0730", "0657,0730", ""})):
        spot_checks.draw(folder, viewer)
        check = spot_checks.open_check(folder, viewer)
        assert check is not None
        assert len(check.drawn) == (1 if viewer is other else spot_checks.DRAWN)
        forged = spot_checks.drawn_entries(folder, viewer, replace(check, drawn=tuple(range(1, 60))))
        assert {entry.municipalities for entry in forged} == places
        assert {entry.entry_id for entry in forged} >= set(check.drawn)
        spot_checks.save(folder, viewer, check.drawn, "")
    assert [check.subject for check in spot_checks.earlier(folder, other)] == ["nabo"]
    assert [check.subject for check in spot_checks.earlier(folder, CONTROLLER)] == ["kontrol"]
    assert {check.subject for check in spot_checks.earlier(folder, host)} == {"nabo", "kontrol", "drift"}
