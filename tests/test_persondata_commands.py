"""The commands of docs/persondata.md do what it says, and each of them stands in the log."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboard.access.audit_read import entries
from dashboard.cli.common import cli
from dashboard.database import retention
from dashboard.records import deletion
from dashboard.settings import settings
from tests.conftest import Built
from tests.database.test_erasure import CASE, CHILD, history_with_case

Trinvis = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Built) -> Path:
    monkeypatch.setattr(settings(), "data_folder", tmp_path / "data")
    return built(tmp_path / "data", history_with_case())


@pytest.fixture
def trinvis(folder: Path) -> Trinvis:
    return lambda *words: CliRunner().invoke(cli, words)


def test_a_case_is_handed_over_and_then_deleted(trinvis: Trinvis, folder: Path, tmp_path: Path) -> None:
    for asked in (("--sag", CASE), ("--barn", CHILD)):
        assert trinvis("held", "--kommune", "657", *asked, "--til", str(tmp_path / "indsigt.zip")).exit_code == 0
        with zipfile.ZipFile(tmp_path / "indsigt.zip") as file:
            assert CASE in file.read("case_file.csv").decode("utf-8-sig")
    assert trinvis("erase", "--kommune", "657", "--sag", CASE, "--ja").exit_code == 0
    assert trinvis("erase", "--kommune", "657", "--sag", CASE, "--ja").exit_code == 1
    assert trinvis("held", "--kommune", "657", "--sag", CASE).exit_code == 1
    assert [(entry.action, entry.outcome) for entry in entries(folder)] == [
        ("held", "given"),
        ("held", "given"),
        ("erase", "given"),
        ("erase", "failed"),
        ("held", "given"),
    ]
    seen = trinvis("audit", "who", "--kommune", "657", "--sag", CASE).output
    assert seen.count("Alt om en person hentet") == 2
    assert "Sag slettet" in seen


def test_nothing_is_deleted_before_somebody_says_so(trinvis: Trinvis, folder: Path) -> None:
    files = sorted(path.name for path in folder.glob("facts-*"))
    trinvis("erase", "--kommune", "657", "--sag", CASE)  # nobody answers the question
    assert sorted(path.name for path in folder.glob("facts-*")) == files


def test_what_is_too_old_is_shown_and_deleted_on_request(
    trinvis: Trinvis, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Intet er ældre." in trinvis("retention").output
    limits = dict.fromkeys(retention.KINDS, dt.date(2025, 4, 1))
    monkeypatch.setattr(deletion, "old_limits", lambda _today=None: limits)
    assert "case_file: 4" in trinvis("retention").output
    assert "De er slettet." in trinvis("retention", "--ret").output
    assert "Intet er ældre." in trinvis("retention").output


def test_a_tampered_log_ends_in_one_sentence(trinvis: Trinvis, folder: Path) -> None:
    trinvis("audit", "show")
    assert "Loggen er hel: 1 opslag." in trinvis("audit", "verify").output
    (folder / "audit-heads.log").unlink()
    assert trinvis("audit", "verify").exit_code == 1


def test_a_day_and_a_person_choose_the_entries(trinvis: Trinvis, folder: Path) -> None:
    trinvis("audit", "show")
    today = dt.date.today().isoformat()
    assert "Log læst" in trinvis("audit", "show", "--fra", today).output
    assert "ingen sådanne" in trinvis("audit", "show", "--subjekt", "en-anden").output
