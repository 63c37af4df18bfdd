"""Which replies are kept: those declared, and none that stores, depends on who asks, or holds rows about a case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.audit_log import Entry, record
from dashboard.settings import settings
from dashboard.web import reply_cache
from dashboard.web.app import create_app
from tests.proxied import SETTINGS, named
from tests.sample import sample_of

KEPT_PAGES = {"caseload-page", "time-to-first-contact-page", "spending-page", "trust-page"}


@pytest.fixture
def client(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    for link in sample_of(tmp_path_factory).iterdir():
        (tmp_path / link.name).symlink_to(link)
    for number in range(50):
        record(tmp_path, Entry(f"bruger{number}", "head", "view", municipalities=("0657",)))
    for name, value in {"TRINVIS_DATA_FOLDER": str(tmp_path), **SETTINGS}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield create_app().server.test_client()
    settings.cache_clear()


def press(client: FlaskClient, user: str, button: str, ticked: list[int], remark: str) -> dict[str, Any]:
    """Press a button of *Stikprøvekontrol*; what the page then shows, by id and property."""
    names = [o.rsplit(".", 1) for o in SPOT_CHECK.strip(".").split("...")]
    draw, save = (1 if button == which else None for which in ("draw", "save"))
    reply = client.post(
        reply_cache.PATH,
        headers=named(user, "administrator"),
        json={
            "output": SPOT_CHECK,
            "outputs": [{"id": one, "property": prop} for one, prop in names],
            "inputs": [
                {"id": "spot-check-draw", "property": "n_clicks", "value": draw},
                {"id": "spot-check-save", "property": "n_clicks", "value": save},
            ],
            "changedPropIds": [f"spot-check-{button}.n_clicks"],
            "state": [
                {"id": "spot-check-ticked", "property": "value", "value": ticked},
                {"id": "spot-check-remark", "property": "value", "value": remark},
            ],
        },
    )
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = json.loads(reply.text)["response"]
    return found


SPOT_CHECK = (
    "..spot-check-ticked.options...spot-check-ticked.value...spot-check-remark.value...spot-check-open.hidden"
    "...spot-check-said.children...spot-check-earlier.children.."
)


def drawn(shown: dict[str, Any]) -> list[int]:
    return [option["value"] for option in shown["spot-check-ticked"]["options"]]


def test_a_second_administrator_draws_entries_of_their_own(client: FlaskClient) -> None:
    first = drawn(press(client, "anne", "draw", [], ""))
    second = drawn(press(client, "bent", "draw", [], ""))
    assert len(first) == len(second) == 20
    assert first != second


def test_a_check_that_is_saved_twice_is_saved_once_and_the_page_says_so(client: FlaskClient) -> None:
    entries = drawn(press(client, "anne", "draw", [], ""))
    pressed = [press(client, "anne", "save", entries, "") for _ in range(2)]
    said = [json.dumps(shown["spot-check-said"], ensure_ascii=False) for shown in pressed]
    assert "gemt" in said[0]
    assert "gemt" not in said[1]


def test_only_what_is_declared_is_kept(client: FlaskClient) -> None:
    """A new callback is not kept until somebody has said that its reply follows from version, scope and address."""
    callbacks = json.loads(client.get("/_dash-dependencies", headers=named("anne", "administrator")).data)
    outputs = {callback["output"] for callback in callbacks}
    kept = {one for one in outputs if reply_cache.is_kept(json.dumps({"output": one}).encode())}
    first = {one.strip(".").split("...")[0].split(".")[0] for one in kept}
    assert first == {"navigation", "overview-attention", *KEPT_PAGES}
    assert all(callback["inputs"][0]["id"] == "url" for callback in callbacks if callback["output"] in kept)
    for body in (b"", b"[]", b'{"output": 3}', b"{}", b"\xff"):
        assert not reply_cache.is_kept(body)
