"""docs/drift.md holds: its units and settings are ones that there are, and its way ends with a reader who sees real numbers."""

from __future__ import annotations

import configparser
import datetime as dt
import ipaddress
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dashboard.database import pointer
from dashboard.database.postgres import counting_in
from dashboard.settings import PREFIX, PROJECT, Settings, settings
from dashboard.web.app import create_app
from tests.database.test_upgrade import NAME, first_layout_of_real_data
from tests.importers.files import csv_file
from tests.login_provider import login_provider, use_login
from tests.nginx_server import free_port, nginx_before
from tests.postgres_server import postgres_server
from tests.two_roles import Roles, database, set_up
from tests.typed import Done, trinvis
from tests.web.running import running

PAGE = (PROJECT / "docs/drift.md").read_text(encoding="utf-8")
KNOWN = {
    "Unit": {"Description", "After", "Wants"},
    "Service": {"Type", "User", "Group", "UMask", "EnvironmentFile", "ExecStart", "Restart", "RestartSec", "NoNewPrivileges",
                "ProtectSystem", "ProtectHome", "PrivateTmp", "ReadWritePaths"},
    "Timer": {"OnCalendar", "Persistent"},
    "Install": {"WantedBy"},
}  # fmt: skip
SERVE, PROGRAM = ["run"], "/opt/trinvis/.venv/bin/trinvis"
Unit = dict[str, dict[str, str]]


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def units() -> list[Unit]:
    found = []
    for text in blocks("ini"):
        parser = configparser.ConfigParser(interpolation=None)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(text)
        found.append({name: dict(parser[name]) for name in parser.sections()})
    return found


def test_the_units_have_keys_that_there_are_and_commands_that_there_are() -> None:
    for unit in units():
        for section, keys in unit.items():
            assert set(keys) <= KNOWN[section], keys
        if (service := unit.get("Service")) is None:
            continue
        assert (service["UMask"], service["User"]) == ("0077", "trinvis")
        program, *words = shlex.split(service["ExecStart"])
        assert program == PROGRAM
        command = [word for word in words if re.fullmatch("[a-z]+", word)][: 2 if words[0] == "publication" else 1]
        said = trinvis(PROJECT / "nowhere", *command, "--help", COLUMNS="200")
        assert said.returncode == 0, words
        assert all(word in said.stdout for word in words if word.startswith("--")), words


def test_the_settings_are_ones_that_there_are() -> None:
    (lines,) = blocks("env")
    for line in lines.splitlines():
        assert line.partition("=")[0].removeprefix(PREFIX).lower() in Settings.model_fields, line


def test_every_command_on_the_page_is_one_that_there_is() -> None:
    top = trinvis(PROJECT / "nowhere", "--help", COLUMNS="200").stdout
    for word in set(re.findall(r"(?:`|bin/|^)trinvis ([a-z]+)\b", PAGE, re.MULTILINE)):
        assert f" {word} " in top, word


@dataclass(frozen=True)
class Site:
    folder: Path
    roles: Roles

    def do(self, *words: str) -> Done:
        done = trinvis(self.folder, *words, **self.environment)
        assert done.returncode == 0, (words, done.stderr)
        return done

    @property
    def environment(self) -> dict[str, str]:
        return {"TRINVIS_FACTS_URL": self.roles.reader, "TRINVIS_FACTS_OWNER_URL": self.roles.owner}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Herning's cases on a PostgreSQL as the page sets it up."""
    with postgres_server() as url:
        made = Site(tmp_path / "data", set_up(url))
        rows = [[f"S-{n}", f"{n:02d}-01-2026", f"{n + 10:02d}-01-2026"] for n in range(1, 13)]
        cases = csv_file(tmp_path / "sager.csv", ["Sagsnr.", "Modtaget", "Første kontakt"], rows)
        made.do("import", str(cases), "--kommune", "657", "--pr", "2026-03-31")
        yield made
    settings.cache_clear()


def test_a_reader_who_has_logged_in_sees_real_numbers_of_postgresql_behind_nginx(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, port = self_signed(tmp_path / "tls.pem"), free_port()
    for name, value in {**site.environment, "TRINVIS_DATA_FOLDER": str(site.folder)}.items():
        monkeypatch.setenv(name, value)
    with login_provider() as provider, requests.Session() as session:
        provider.knows("leder", groups=["leder"], kommune="657")
        address = f"https://127.0.0.1:{port}"
        use_login(monkeypatch, provider, address, TRUSTED_HOPS="1")
        session.trust_env, session.verify = False, str(certificate)
        with running(create_app().server) as server, nginx_before(tmp_path, port, server.effective_port, certificate):
            asked = f"{address}/csv/foerste-kontakt?kommune=657&fra=2026-01&til=2026-01&interval=maaned"
            assert "Herning" not in session.get(asked).text
            begun = session.get(f"{address}/log-ind/start", allow_redirects=False)
            assert (
                session.get(provider.log_in(begun.headers["Location"], "leder"), allow_redirects=False).status_code
                == 302
            )
            reply = session.get(asked)
    assert reply.status_code == 200, reply.text
    assert re.search(r"Herning;.*\b12\b", reply.text), reply.text


def test_a_backup_is_restored_into_a_second_installation_of_its_own(site: Site, tmp_path: Path) -> None:
    (_kept, typed) = [block for block in blocks("sh") if "kopi.trinvis-backup" in block]
    copy = tmp_path / "kopi.trinvis-backup"
    site.do("backup", str(copy))
    with database(site.roles, "second") as roles:
        second = Site(tmp_path / "second", roles)
        for line in typed.splitlines():
            second.do(*(str(copy) if word == copy.name else word for word in shlex.split(line)[1:]))
        assert counting_in(roles.reader) == counting_in(site.roles.reader)
    here, there = (site.do("versions").stdout, second_versions(tmp_path / "second"))
    assert here.splitlines()[0] == there.splitlines()[0]


def second_versions(folder: Path) -> str:
    return trinvis(folder, "versions").stdout


def test_an_upgrade_and_its_way_back(tmp_path: Path) -> None:
    """Data that the first landing wrote: this program writes them anew, and the copy of before is as it was."""
    folder = first_layout_of_real_data(tmp_path / "data")
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert trinvis(folder, "upgrade").returncode == 0
    assert trinvis(folder, "verify").returncode == 0
    assert pointer.read(folder).counting == f"{NAME}r1"
    newer = folder.rename(tmp_path / "newer")
    shutil.copytree(copy, folder)
    back = pointer.read(folder)
    assert (back.counting, back.layout) == (NAME, 1)  # what the program of then reads
    assert "trinvis upgrade" in trinvis(folder, "answer", "foerste-kontakt").stderr
    content = json.loads((newer / "current").read_text())
    (newer / "current").write_text(json.dumps({**content, "layout": pointer.LAYOUT + 1}))
    refused = trinvis(newer, "answer", "foerste-kontakt")
    assert refused.returncode == 1
    assert "nyere udgave af Trinvis" in refused.stderr


def self_signed(path: Path) -> Path:
    """A certificate for 127.0.0.1 with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(days=1)
    )
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = builder.add_extension(here, critical=False).sign(key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
