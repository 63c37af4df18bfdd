"""Where a request comes from: the address of whoever sent it, as the proxies say that stand before Trinvis.

Anybody can write `X-Forwarded-For`. So it is read from the proxies' own addresses alone, and only as many hops from the
right as there are proxies (werkzeug's ProxyFix): what stands further left is what the sender wrote.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import flask
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.language import _
from dashboard.settings import Settings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PEER, KNOWN = "trinvis.peer", "trinvis.known_address"
FORWARDED = "HTTP_X_FORWARDED_FOR"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

log = logging.getLogger("trinvis")


def know_address(server: flask.Flask, held: Settings) -> None:
    """From here on `remote_addr` is whoever asked, as far as the proxies may be believed; `peer` is who is connected."""
    server.wsgi_app = Address(server.wsgi_app, held)  # type: ignore[assignment, method-assign]


class Address:
    """The middleware: remembers who is connected, reads what a trusted proxy says, and says what is set up wrongly."""

    def __init__(self, application: WSGIApplication, held: Settings) -> None:
        self._application, self._hops = application, held.trusted_hops
        self._proxies = networks(held.trusted_proxies)
        self._fixed = ProxyFix(self._read, x_for=held.trusted_hops, x_proto=0, x_host=0, x_port=0, x_prefix=0)
        self._said: set[str] = set()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        peer = environ[PEER] = environ.get("REMOTE_ADDR", "")
        told = FORWARDED in environ
        by_proxy = is_among(peer, self._proxies)
        environ[KNOWN] = not (by_proxy and told)
        if by_proxy and self._hops:
            environ[KNOWN] = False  # until _read has found it
            return self._fixed(environ, start)
        if told:
            self._say(peer, by_proxy)
        return self._application(environ, start)

    def _read(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """After ProxyFix: what it has put there may be no address, or be missing."""
        said = environ.get("REMOTE_ADDR", "")
        named = sum(bool(one.strip()) for one in environ.get(FORWARDED, "").split(",")) >= self._hops
        if named and (address := _parsed(said)) is not None:
            environ["REMOTE_ADDR"], environ[KNOWN] = str(address), True
        else:
            environ["REMOTE_ADDR"] = environ[PEER]
        return self._application(environ, start)

    def _say(self, peer: str, by_proxy: bool) -> None:
        """Once for each address: what a proxy sends is not read, so logins cannot be counted by who tries."""
        if peer in self._said or len(self._said) > 10:
            return
        self._said.add(peer)
        name = "TRINVIS_TRUSTED_HOPS" if by_proxy else "TRINVIS_TRUSTED_PROXIES"
        log.warning(
            "%s",
            _(
                "A proxy at {address} says where requests come from and is not believed: set {name} (docs/login.md).",
                address=peer,
                name=name,
            ),
        )


def peer(request: flask.Request) -> str:
    """The address that is connected to this process: the nearest proxy's, or the asker's own."""
    found: str = request.environ.get(PEER, request.remote_addr or "")
    return found


def counted_address(request: flask.Request) -> str | None:
    """What attempts from an address are counted under; None where a proxy stands between and does not say.

    Of IPv6 the network of 64 bits, for whoever has one address there has them all.
    """
    if not request.environ.get(KNOWN, True):
        return None
    address = _parsed(request.remote_addr or "")
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address or request.remote_addr)


@lru_cache(maxsize=8)
def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between. Raises ValueError for what is none."""
    return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())


def is_among(address: str, proxies: tuple[Network, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in proxies if network.version == parsed.version)


def _parsed(text: Any) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address, also with a port behind it as some gateways write it; what is IPv4 in IPv6 is IPv4."""
    text = str(text).strip()
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    for one in (bare, bare.partition(":")[0] if bare.count(":") == 1 else bare):
        try:
            found = ipaddress.ip_address(one)
        except ValueError:
            continue
        mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
        return mapped or found
    return None
