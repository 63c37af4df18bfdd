"""What may be set: slips of the keyboard stop the start in one sentence, and every setting is described."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.settings import ELSEWHERE, PREFIX, PROJECT, BadSetting, Settings, names, read_settings
from tests.typed import trinvis

ROW = re.compile(r"^\| `(TRINVIS_\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


def sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as stopped:
        read_settings(os.environ)
    return str(stopped.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TRINVIS_RETENTION_YAERS", "TRINVIS_RETENTION_YEARS"),
        ("TRINVIS_LOGN", "TRINVIS_LOGIN"),
        ("trinvis_login_", "TRINVIS_LOGIN"),
        ("TRINVIS_DATAFOLDER", "TRINVIS_DATA_FOLDER"),
        ("TRINVIS_FACT_URL", "TRINVIS_FACTS_URL"),
    ],
)
def test_a_slip_of_the_keyboard_stops_and_the_nearest_name_is_proposed(
    written: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = sentence(monkeypatch, written, "3")
    assert said.startswith(f"{written} er ingen indstilling. Mente du {meant}?")


def test_a_name_like_no_other_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    said = sentence(monkeypatch, "TRINVIS_QQQQQQQQ", "1")
    assert "Mente du" not in said
    assert "docs/indstillinger.md" in said


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("TRINVIS_LOGIN", "saml", "skriv 'local', 'oidc' eller 'proxy'."),
        ("TRINVIS_RETENTION_YEARS", "fem", "skriv et helt tal."),
        ("TRINVIS_RETENTION_YEARS", "0", "det mindste er 1."),
        ("TRINVIS_SESSION_HOURS", "0", "det skal være mere end 0."),
        ("TRINVIS_SESSION_HOURS", "otte", "skriv et tal, med punktum før decimalerne."),
        ("TRINVIS_LOCAL_REAL_DATA", "måske", "skriv true eller false."),
        ("TRINVIS_ROLE_OF_GROUP", "leder", 'skriv den som {"navn": "værdi"}'),
        ("TRINVIS_KEY_PATTERN", "[0-9", "skriv et regulært udtryk, fx [0-9]{4}-[0-9]+."),
        ("PORT", "otte", "skriv et helt tal."),
    ],
)
def test_a_value_that_cannot_be_used_is_one_sentence(
    name: str, value: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = sentence(monkeypatch, name, value)
    assert said.startswith(f"TRINVIS_{name.removeprefix(PREFIX)} kan ikke bruges: {wanted}")
    assert "\n" not in said


def test_a_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hemmelig" not in sentence(monkeypatch, "TRINVIS_ROLE_OF_GROUP", "hemmelig")


def test_the_terminal_says_it_and_nothing_else(tmp_path: Path) -> None:
    done = trinvis(tmp_path, "versions", TRINVIS_LOGN="oidc")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().splitlines() == [
        "TRINVIS_LOGN er ingen indstilling. Mente du TRINVIS_LOGIN? Alle står i docs/indstillinger.md. Ret eller fjern den."
    ]


def test_a_web_server_that_takes_the_application_does_not_start_either(tmp_path: Path) -> None:
    environment = {**os.environ, "TRINVIS_DATA_FOLDER": str(tmp_path), "TRINVIS_RETENTION_YAERS": "3"}
    done = subprocess.run(
        [sys.executable, "-c", "import app"], env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Mente du TRINVIS_RETENTION_YEARS?" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


def test_every_setting_is_described_with_its_default() -> None:
    described = {name: default for name, default, _ in ROW.findall((PROJECT / "docs/indstillinger.md").read_text())}
    assert sorted(described) == names()
    fields = {f"{PREFIX}{name.upper()}": field for name, field in Settings.model_fields.items()}
    for name in set(described) - {*ELSEWHERE, "TRINVIS_DATA_FOLDER"}:
        default = fields[name].default
        written = json.dumps(default) if isinstance(default, dict | bool) else str(default).removesuffix(".0")
        assert described[name] == (f"`{written}`" if written else "*tom*"), name
