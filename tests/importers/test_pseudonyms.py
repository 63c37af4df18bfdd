"""The key: made once, kept outside the data, for its owner alone, never shown; what it makes never looks like a CPR number."""

import secrets
from pathlib import Path

import pytest

from dashboard.importers import cpr
from dashboard.importers.pseudonyms import Key, new_key, read_key
from dashboard.importers.report import Refused
from tests.rounds import rounds
from tests.typed import Done, trinvis


def refused(path: Path, data: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_key(path, data)
    return caught.value.code


def test_a_new_key_is_its_owners_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = new_key(tmp_path / "a" / "key", tmp_path / "data")
    assert oct(path.stat().st_mode)[-3:] == "600"
    kept = path.read_bytes()
    with pytest.raises(Refused):
        new_key(path, tmp_path / "data")
    assert path.read_bytes() == kept
    assert len(read_key(path, tmp_path / "data").secret) == 32


def test_a_key_in_the_data_folder_is_refused_also_through_a_link(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "link").symlink_to(data)
    for path in (data / "key", tmp_path / "link" / "deep" / "key", data / "x" / ".." / "key"):
        with pytest.raises(Refused) as caught:
            new_key(path, data)
        assert caught.value.code == "key_in_data_folder"
        assert refused(path, data) == "key_in_data_folder"


def test_a_key_that_is_none_or_open_to_others_is_refused(tmp_path: Path) -> None:
    data, path = tmp_path / "data", tmp_path / "key"
    assert refused(path, data) == "key_missing"
    for content in ("", "0" * 64, "ab" * 32, "hemmelig", secrets.token_hex(16), "æ" * 64):
        path.write_text(content, encoding="utf-8")
        path.chmod(0o600)
        assert refused(path, data) == "key_unreadable", content
    path.write_text(secrets.token_hex(32), encoding="ascii")
    path.chmod(0o640)
    assert refused(path, data) == "key_open_to_others"


def test_a_pseudonym_never_looks_like_a_cpr_number(tmp_path: Path) -> None:
    lot = Key(secrets.token_bytes(32))
    for number in range(rounds(100_000, 2_000)):
        name = lot.pseudonym("person", "0657", f"{number:010}")
        assert name[0].isalpha()
        assert not cpr.found_in(name)


def test_a_key_shows_itself_nowhere(tmp_path: Path) -> None:
    lot = Key(bytes(range(32)))
    assert "\\x01" not in repr(lot) + str([lot])
    assert bytes(range(32)).hex() not in repr(lot) + lot.fingerprint


def test_the_command_makes_one_and_says_where_but_not_what(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key"

    def key_new(*words: str) -> Done:
        return trinvis(tmp_path / "data", "key", "new", *words, HOME=str(tmp_path))

    done = key_new("--fil", str(path))
    assert done.returncode == 0, done.stderr
    assert str(path) in done.stdout
    assert path.read_text("ascii").strip() not in done.stdout + done.stderr
    again = key_new("--fil", str(path))
    assert (again.returncode, "Der er allerede en nøgle" in again.stderr) == (1, True)
    inside = key_new("--fil", str(tmp_path / "data" / "key"))
    assert (inside.returncode, "må ikke ligge i datamappen" in inside.stderr) == (1, True)
    assert key_new().returncode == 0
    assert (tmp_path / ".config" / "trinvis" / "key").exists()
