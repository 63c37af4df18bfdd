"""What Trinvis will not start with. Each is one sentence that says what to do; only check_wall opens anything, to ask."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from dashboard.access.second_wall import fault
from dashboard.database.private_files import open_to_others
from dashboard.language import _
from dashboard.settings import Settings

log = logging.getLogger("trinvis")

LOOPBACK = ("127.0.0.1", "localhost", "::1")
KEY_LENGTH = 32
KEY_SIGNS = 10  # different ones, at least: 32 times the same letter is no key


class NotStarted(SystemExit):
    """Ends the process with the sentence and the exit code 1."""


def check_start(held: Settings, environment: Mapping[str, str] = os.environ) -> None:
    """Raises NotStarted for the first thing that must not be."""
    for sentence in _faults(held, environment):
        raise NotStarted(sentence)


def check_data(held: Settings, *, real: bool) -> None:
    """Raises NotStarted where everybody at the machine would see real data, and nobody has said so."""
    if real and held.login == "local" and not held.local_real_data:
        raise NotStarted(real_data_sentence())


def check_wall(held: Settings) -> None:
    """Raises NotStarted where nothing in PostgreSQL stands between those who log in; else the log says what is weak."""
    found = fault(held)
    if found and found.missing and found.real and held.login != "local":
        raise NotStarted(found.sentence)
    if found:
        log.warning("%s", found.sentence)


def check_folder(held: Settings) -> None:
    """The log says where other accounts on the machine can read the data."""
    if (found := open_to_others(held.data_folder)) is not None:
        log.warning(
            "%s",
            _(
                "Other accounts on this machine can read {path}. Close the data folder with: chmod -R go-rwx {folder}",
                path=found,
                folder=held.data_folder,
            ),
        )


def real_data_sentence() -> str:
    return _(
        "The data are real, and Trinvis runs without login. Set up a login (docs/login.md), or, if this machine is "
        "yours alone, start it with TRINVIS_LOCAL_REAL_DATA=true."
    )


def on_loopback(held: Settings) -> bool:
    return held.host in LOOPBACK


def _faults(held: Settings, environment: Mapping[str, str]) -> Iterator[str]:
    if _set(environment, "DASH_MCP_ENABLED"):
        yield _("Remove DASH_MCP_ENABLED: it would show the pages to any program.")
    if any(_set(environment, name) for name in ("FLASK_DEBUG", "DASH_DEBUG")) and not _alone(held):
        yield _("Remove FLASK_DEBUG and DASH_DEBUG: debugging lets anyone run programs on this machine.")
    match held.login:
        case "local":
            if not on_loopback(held):
                yield _(
                    "Without login Trinvis only answers on 127.0.0.1. Set TRINVIS_LOGIN=oidc, or remove TRINVIS_HOST."
                )
        case "oidc":
            yield from _oidc_faults(held)
        case "proxy":
            yield from _proxy_faults(held)


def _oidc_faults(held: Settings) -> Iterator[str]:
    needed = ("oidc_discovery_url", "oidc_client_id", "oidc_client_secret", "public_url")
    for name in needed:
        if not getattr(held, name):
            yield _("Login is not set up: {name} is missing. docs/login.md shows how.", name=f"TRINVIS_{name.upper()}")
    for url in (held.public_url, held.oidc_discovery_url):
        if not _safe(url):
            yield _("{url} must begin with https://: a login over http can be listened to.", url=url)
    if weak(held.session_key):
        yield _weak("TRINVIS_SESSION_KEY")


def _proxy_faults(held: Settings) -> Iterator[str]:
    if not on_loopback(held):
        yield _(
            "Behind a proxy Trinvis only answers on 127.0.0.1, so that nobody goes around the proxy. Remove TRINVIS_HOST."
        )
    if weak(held.proxy_secret):
        yield _weak("TRINVIS_PROXY_SECRET")


def weak(key: str) -> bool:
    return len(key) < KEY_LENGTH or len(set(key)) < KEY_SIGNS


def _weak(name: str) -> str:
    return _(
        "{name} is missing or too weak. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
        name=name,
    )


def _alone(held: Settings) -> bool:
    return held.login == "local" and on_loopback(held)


def _safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def _set(environment: Mapping[str, str], name: str) -> bool:
    return environment.get(name, "").strip().lower() not in ("", "0", "false", "no")
