"""StatBank's API over HTTP: one POST of JSON a question, tried again where the answer says so, and never for ever.

Danmarks Statistik's description of the API (dst.dk/api): the address is https and nothing else, for a redirect loses
what was posted; non-streamed answers have a limit of cells; errors come as JSON with a message.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dashboard.importers import cpr
from dashboard.importers.reading import MOST_BYTES
from dashboard.importers.statbank.problem import Problem

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_MESSAGE = 200


@dataclass(frozen=True)
class Client:
    """base_url: with its version, as https://api.statbank.dk/v1. timeout: seconds without a byte.

    A busy server (429, 5xx) and a broken answer are asked again, `attempts` times in all, with at most `most_wait`
    seconds between two. Raises Problem from every method, and from the start where the address is not https.
    """

    base_url: str
    timeout: float = 60
    attempts: int = 4
    most_wait: float = 30
    pause: Callable[[float], object] = time.sleep

    def __post_init__(self) -> None:
        address = urlsplit(self.base_url)
        if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOCAL):
            raise Problem("bad_address", address=self.base_url)

    def ask(self, function: str, question: Mapping[str, Any]) -> bytes:
        """The answer to `tables`, `tableinfo` or `data`."""
        request = urllib.request.Request(  # noqa: S310 - the scheme is looked at above
            f"{self.base_url.rstrip('/')}/{function}",
            data=json.dumps({"lang": "da", **question}, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "trinvis"},
        )
        for attempt in range(1, self.attempts + 1):
            try:
                return self._once(request)
            except _Again as again:
                if attempt == self.attempts:
                    raise Problem(again.code, status=again.status) from again
                self.pause(min(again.wait or 2.0**attempt, self.most_wait))
        raise AssertionError("unreachable")

    def _once(self, request: urllib.request.Request) -> bytes:
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310 - as above
                whole = min(answer.length or 0, MOST_BYTES + 1)  # 0: the answer does not say how long it is
                content: bytes = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error) from error
        except TimeoutError as error:
            raise _Again("too_slow") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise _Again("too_slow") from error
            raise Problem("no_connection") from error
        except (http.client.HTTPException, OSError) as error:
            raise _Again("broken_off") from error
        if len(content) < whole:
            raise _Again("broken_off")  # Python's client says nothing where a number of bytes is asked for
        if len(content) > MOST_BYTES:
            raise Problem("too_much")
        return content


class _Again(Exception):
    """Worth another try, after `wait` seconds where the server has said how long."""

    def __init__(self, code: str, status: str = "", wait: float = 0) -> None:
        super().__init__(code)
        self.code, self.status, self.wait = code, status, wait


def _refusal(error: urllib.error.HTTPError) -> Exception:
    if error.code == 429 or error.code >= 500:
        wait = error.headers.get("Retry-After", "")
        return _Again("busy", str(error.code), float(wait) if wait.isdecimal() else 0)
    try:
        message = said(error.read(MOST_BYTES))
    except (http.client.HTTPException, OSError):
        message = ""
    return Problem("refused", message=message) if message else Problem("unexpected")


def said(content: bytes) -> str:
    """The message of an error in JSON, on one line; '' where there is none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    message = found.get("message") if isinstance(found, dict) else None
    return cpr.mask(" ".join(message.split())[:LONGEST_MESSAGE]) if isinstance(message, str) else ""
