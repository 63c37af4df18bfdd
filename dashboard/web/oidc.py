"""The municipality's own login, by OpenID Connect: code flow with PKCE, state and nonce, through Authlib.

What Authlib leaves to the caller is asked for here: who the token is for (it accepts another audience where `azp` is
right), that there is an id token at all, and that it is signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import flask
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from joserfc.errors import JoseError

from dashboard.settings import Settings

SECONDS = 10  # for the provider to answer
LEEWAY = 60  # between its clock and ours
# What it answers where it was told to ask nobody (OpenID Connect Core 1.0, 3.1.2.6).
SILENCE_REFUSED = ("login_required", "interaction_required", "consent_required", "account_selection_required")
# A provider that lists other ways to sign is not asked for them: `none` is no signature, HS256 shares the client's secret.
SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class LoginFailed(Exception):
    """The provider's answer cannot be trusted, or there is none.

    unreachable: it did not answer. needs_person: it was asked in silence, and somebody has to type something.
    """

    def __init__(self, what: str, *, unreachable: bool = False, needs_person: bool = False) -> None:
        super().__init__(what)
        self.unreachable, self.needs_person = unreachable, needs_person


class Provider:
    """The login that the settings name. Nothing is asked of it before the first login."""

    def __init__(self, server: flask.Flask, held: Settings) -> None:
        self._held = held
        self._client = OAuth(server).register(
            "municipality",
            client_id=held.oidc_client_id,
            client_secret=held.oidc_client_secret,
            server_metadata_url=held.oidc_discovery_url,
            client_kwargs={
                "scope": held.oidc_scope, "code_challenge_method": "S256", "default_timeout": SECONDS,
            },
        )  # fmt: skip

    @property
    def answer_url(self) -> str:
        return f"{self._held.public_url.rstrip('/')}/log-ind/svar"

    def start(self, **more: str) -> flask.typing.ResponseReturnValue:
        """Send the browser to the login. more: of OpenID Connect's request. Raises LoginFailed."""
        try:
            return self._client.authorize_redirect(self.answer_url, **more)  # type: ignore[no-any-return]
        except _FAULTS as error:
            raise _failed(error) from error

    def claims(self) -> Mapping[str, Any]:
        """What the login says of the person who comes back from it. Raises LoginFailed."""
        try:
            self._trust_signatures_only()
            token = self._client.authorize_access_token(claims_options=self._expected(), leeway=LEEWAY)
        except _FAULTS as error:
            raise _failed(error) from error
        if not token.get("userinfo"):
            raise LoginFailed("no id token")
        return dict(token["userinfo"])

    def log_out_url(self, back: str) -> str:
        """Where the browser logs out of the login too; `back` where the login offers no such thing."""
        try:
            place = self._client.load_server_metadata().get("end_session_endpoint")
        except _FAULTS:
            place = None
        words = {"client_id": self._held.oidc_client_id, "post_logout_redirect_uri": self._held.public_url + back}
        return f"{place}?{urlencode(words)}" if place else back

    def _trust_signatures_only(self) -> None:
        held = self._client.load_server_metadata()
        listed = held.get("id_token_signing_alg_values_supported", ["RS256"])
        held["id_token_signing_alg_values_supported"] = [alg for alg in listed if alg in SIGNED]

    def _expected(self) -> dict[str, Any]:
        issuer = self._client.load_server_metadata().get("issuer")
        return {
            "iss": {"essential": True, "values": [issuer]},
            "aud": {"essential": True, "values": [self._held.oidc_client_id]},
        }


def form_targets(held: Settings) -> str:
    """Where a form of ours may lead: the logout ends at the provider's own page."""
    parts = urlsplit(held.oidc_discovery_url)
    return f"'self' {parts.scheme}://{parts.netloc}" if held.login == "oidc" else "'self'"


_FAULTS = (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError, RuntimeError)


def _failed(error: Exception) -> LoginFailed:
    # The kind alone: the text of some holds what was sent.
    return LoginFailed(
        type(error).__name__,
        unreachable=isinstance(error, (requests.ConnectionError, requests.Timeout)),
        needs_person=getattr(error, "error", "") in SILENCE_REFUSED,
    )
