"""A real OpenID Connect provider in a thread, whose tokens a test may spoil on their way out."""

from __future__ import annotations

import io
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import flask
import pytest
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from dashboard.settings import settings
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

with warnings.catch_warnings():
    # It calls Authlib's provider as it was before 1.7, and Authlib says so whatever pytest's filters are.
    warnings.simplefilter("ignore")
    import oidc_provider_mock

SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/loa/Substantial"
CLIENT = "trinvis"
# Role word → what the login says of somebody who has it.
PEOPLE: dict[str, dict[str, Any]] = {
    "leder": {"kommune": "657"},
    "faglig-leder": {"kommune": "657", "teams": ["nord"]},
    "raadgiver": {"kommune": "657", "raadgiver": "R1"},
    "udvalg": {"kommune": "657"},
    "projektleder": {"kommune": ["657", "825"], "programmer": ["mestringsstoette"]},
    "national": {},
    "importoer": {"kommune": "657"},
    "administrator": {"kommune": "657"},
    "driftsadministrator": {},
}


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


class Provider:
    """url: of the provider. spoil: what is done to an id token's claims; sign: what signs it instead of the key.

    signed_in: who has a session there, so that `prompt=none` is answered; '' is nobody, and it says login_required.
    """

    def __init__(self) -> None:
        self.url = ""
        self.signed_in = ""
        self.asked: list[Mapping[str, str]] = []
        self.spoil: Callable[[dict[str, Any]], dict[str, Any]] | None = None
        self.other_key: RSAKey | None = None

    def knows(self, subject: str, **claims: Any) -> None:
        """Let there be such a person."""
        said = {"name": subject.capitalize(), "acr": SUBSTANTIAL, **claims}
        assert requests.put(f"{self.url}/users/{subject}", json=said, timeout=PATIENCE).status_code == 204

    def knows_everybody(self) -> None:
        for word, scope in PEOPLE.items():
            self.knows(word, groups=[word], **scope)

    def pass_by(self, address: str) -> str:
        """What the browser is sent to that only passes by."""
        reply = requests.get(address, allow_redirects=False, timeout=PATIENCE)
        assert reply.status_code == 302, reply.text
        return reply.headers["Location"]

    def log_in(self, address: str, subject: str) -> str:
        """What the browser is sent to when this person has logged in at the address."""
        reply = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=PATIENCE)
        assert reply.status_code == 302, reply.text
        return reply.headers["Location"]

    def with_sessions(self, app: WSGIApplication) -> WSGIApplication:
        """The provider keeps none of its own: who is signed in and asked in silence fills in its form in silence."""

        def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            asked = parse_qsl(environ["QUERY_STRING"])
            if ("prompt", "none") in asked and self.signed_in:
                body = urlencode({"sub": self.signed_in}).encode()
                environ |= {
                    "REQUEST_METHOD": "POST",
                    "QUERY_STRING": urlencode([pair for pair in asked if pair[0] != "prompt"]),
                    "CONTENT_TYPE": "application/x-www-form-urlencoded",
                    "CONTENT_LENGTH": str(len(body)),
                    "wsgi.input": io.BytesIO(body),
                }
            return app(environ, start)

        return answer

    def _on_its_way(self, response: flask.Response) -> flask.Response:
        if flask.request.path != "/oauth2/token" or response.status_code != 200:
            return response
        self.asked.append(flask.request.form.to_dict())
        if self.spoil is None and self.other_key is None:
            return response
        body = response.get_json()
        key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
        token = jwt.decode(body["id_token"], key)
        claims = self.spoil(dict(token.claims)) if self.spoil else dict(token.claims)
        body["id_token"] = jwt.encode(dict(token.header), claims, self.other_key or key)
        response.set_data(flask.json.dumps(body))
        return response


@contextmanager
def login_provider() -> Iterator[Provider]:
    """A provider on a port of its own, for as long as the block lasts."""
    provider = Provider()
    app = oidc_provider_mock.app(require_nonce=True)
    app.after_request(provider._on_its_way)
    server = make_server("localhost", 0, provider.with_sessions(app), threaded=True)
    provider.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def use_login(patch: pytest.MonkeyPatch, provider: Provider, public_url: str, **more: str) -> None:
    """Set the installation up to log in at this provider."""
    values = {
        "LOGIN": "oidc",
        "PUBLIC_URL": public_url,
        "SESSION_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
        "OIDC_DISCOVERY_URL": f"{provider.url}/.well-known/openid-configuration",
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": "the provider takes any",
        "LOGINS_PER_MINUTE": "100000",
        **more,
    }
    for name, value in values.items():
        patch.setenv(f"TRINVIS_{name}", value)
    settings.cache_clear()
