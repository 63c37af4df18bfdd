"""A child under a name that only the municipality could have made: the CPR number hashed with a secret key.

The key is a file outside the data, readable by its owner alone. Without it nobody can try all CPR numbers until one
gives the hash, which is what a hash without a key allows (there are fewer than a hundred million). With another key
every child would be a new child, so a version remembers a fingerprint of the key it was made with.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dashboard.importers.report import Refused

KEY_BYTES = 32
_FEWEST_SIGNS = 12  # different bytes of a key: of 32 random ones fewer come once in 10^13
Kind = Literal["person", "service"]
_LETTERS: dict[Kind, str] = {"person": "b", "service": "i"}


@dataclass(frozen=True, repr=False)
class Key:
    """repr is left out, so that no log and no trace shows the secret."""

    secret: bytes

    @property
    def fingerprint(self) -> str:
        """Tells two keys apart and says nothing of either."""
        return "k" + _short(hmac.digest(self.secret, b"fingerprint", hashlib.sha256))

    def pseudonym(self, kind: Kind, municipality_code: str, value: str) -> str:
        """A letter and 26 more signs without a space: never to be taken for a CPR number itself."""
        message = "\x1f".join((kind, municipality_code, value)).encode()
        return _LETTERS[kind] + _short(hmac.digest(self.secret, message, hashlib.sha256))

    def of_file(self, sha256: str) -> str:
        """A file's fingerprint that cannot be made by guessing what stands in the file."""
        return hmac.new(self.secret, sha256.encode(), hashlib.sha256).hexdigest()


def _short(digest: bytes) -> str:
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def read_key(path: Path, data_folder: Path) -> Key:
    """Raises Refused where there is no key, where others can read it, or where it is none."""
    path = path.expanduser()
    _outside(path, data_folder)
    try:
        info = path.stat()
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise Refused("key_missing") from error
    except (OSError, ValueError) as error:
        raise Refused("key_unreadable", file=str(path)) from error
    if stat.S_IMODE(info.st_mode) & 0o077:
        raise Refused("key_open_to_others", file=str(path))
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", text) or len(set(bytes.fromhex(text))) < _FEWEST_SIGNS:
        raise Refused("key_unreadable", file=str(path))
    return Key(bytes.fromhex(text))


def new_key(path: Path, data_folder: Path) -> Path:
    """Write a random key and return its place. Raises Refused; a key that is there is never overwritten."""
    path = path.expanduser()
    _outside(path, data_folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused("key_exists", file=str(path)) from error
    except OSError as error:
        raise Refused("key_cannot_be_written", file=str(path)) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        os.fchmod(descriptor, 0o600)
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(descriptor)
    return path


def _outside(path: Path, data_folder: Path) -> None:
    """A copy of the data must not be a copy of the key too."""
    if path.resolve().is_relative_to(data_folder.expanduser().resolve()):
        raise Refused("key_in_data_folder", file=str(path))
