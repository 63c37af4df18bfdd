"""Whose address a request has: what a trusted proxy says, that many hops from the right, and nobody else's word."""

from __future__ import annotations

from typing import Any

import flask
import pytest

from dashboard.settings import BadSetting, Settings, read_settings
from dashboard.web import client


def address(
    forwarded: str | None, peer: str = "127.0.0.1", hops: int = 1, proxies: str = "127.0.0.1,::1"
) -> tuple[str | None, str | None]:
    """What is counted under, and what the application is told."""
    server = flask.Flask("addresses")
    found: list[Any] = []
    server.get("/")(lambda: found.append((client.counted_address(flask.request), flask.request.remote_addr)) or "")
    client.know_address(server, Settings(trusted_hops=hops, trusted_proxies=proxies))
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    assert server.test_client().get("/", headers=headers, environ_overrides={"REMOTE_ADDR": peer}).status_code == 200
    return tuple(found[0])


@pytest.mark.parametrize(
    ("forwarded", "hops", "counted"),
    [
        ("10.0.0.7", 1, "10.0.0.7"),
        ("1.2.3.4, 10.0.0.7", 1, "10.0.0.7"),  # what stands further left is what the sender wrote
        ("1.2.3.4, 10.0.0.7, 192.168.0.1", 2, "10.0.0.7"),
        ("10.0.0.7:51234", 1, "10.0.0.7"),
        ("[2001:db8:1:2:3::4]:51234", 1, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", 1, "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.7", 1, "10.0.0.7"),
    ],
)
def test_a_trusted_proxy_says_where_a_request_comes_from(forwarded: str, hops: int, counted: str) -> None:
    assert address(forwarded, hops=hops)[0] == counted


@pytest.mark.parametrize("forwarded", [None, "", "unknown", "10.0.0.7, <script>"])
def test_where_a_proxy_does_not_say_nobody_is_counted_by_address(forwarded: str | None) -> None:
    assert address(forwarded) == (None, "127.0.0.1")


def test_too_few_hops_are_not_filled_up_with_what_the_sender_wrote() -> None:
    assert address("10.0.0.7", hops=2) == (None, "127.0.0.1")


def test_nobody_but_the_proxy_is_believed() -> None:
    assert address("10.0.0.7", peer="10.9.9.9") == ("10.9.9.9", "10.9.9.9")
    assert address("10.0.0.7", peer="10.9.9.9", proxies="10.9.0.0/16")[0] == "10.0.0.7"


def test_a_proxy_that_nobody_has_told_of_is_said_once_and_its_address_is_not_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert address("10.0.0.7", hops=0) == (None, "127.0.0.1")
    assert [record.getMessage().count("TRINVIS_TRUSTED_HOPS") for record in caplog.records] == [1]
    assert address(None, hops=0) == ("127.0.0.1", "127.0.0.1")


def test_a_network_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRINVIS_TRUSTED_PROXIES", "10.0.0.0/8, naboen")
    with pytest.raises(BadSetting, match="TRINVIS_TRUSTED_PROXIES kan ikke bruges"):
        read_settings({})
