"""Nobody sees anything before a real login at a real provider, and nothing after it has ended."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from dashboard.access import audit_log
from dashboard.access.audit_log import NotWritten
from dashboard.access.audit_read import entries
from dashboard.access.roles import EVERYWHERE, ROLE_WORDS
from dashboard.access.sessions import sessions_of
from dashboard.settings import settings
from dashboard.web.app import create_app
from dashboard.web.who import PUBLIC
from tests.login_provider import CLIENT, PEOPLE, Clock, Provider, login_provider, use_login
from tests.sample import sample_of

HERE = "http://localhost"
BEHIND = ("/", "/sager", "/data", "/_dash-layout", "/_dash-dependencies", "/csv/sager", "/skabelon/sager.xlsx")
SENT = ("/_dash-update-component", "/filer")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with login_provider() as running:
        yield running


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_of(tmp_path_factory)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(provider: Provider, sample: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[flask.Flask]:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(sample))
    use_login(monkeypatch, provider, HERE)
    provider.spoil = provider.other_key = None
    provider.signed_in = ""
    provider.knows_everybody()
    yield create_app(clock=clock).server
    settings.cache_clear()


@pytest.fixture
def reader(server: flask.Flask) -> FlaskClient:
    return server.test_client()


def start(reader: FlaskClient, next_path: str = "/") -> str:
    """Press the button; the address of the provider that it leads to."""
    return reader.get("/log-ind/start", query_string={"next": next_path}).headers["Location"]


def come_back(reader: FlaskClient, address: str) -> Any:
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == HERE
    return reader.get(f"{parts.path}?{parts.query}")


def log_in(reader: FlaskClient, provider: Provider, subject: str = "leder", next_path: str = "/") -> Any:
    return come_back(reader, provider.log_in(start(reader, next_path), subject))


def sees(reader: FlaskClient) -> bool:
    """Whether the data are answered for; the layout, which says who is logged in, goes the same way."""
    statuses = {reader.get("/csv/oekonomi").status_code, reader.get("/_dash-layout").status_code}
    assert statuses in ({200}, {401}), statuses
    return statuses == {200}


def test_a_login_lets_in_and_says_who_and_as_what(reader: FlaskClient, provider: Provider) -> None:
    assert not sees(reader)
    reply = log_in(reader, provider, next_path="/oekonomi?kommune=657")
    assert (reply.status_code, reply.headers["Location"]) == (302, "/oekonomi?kommune=657")
    assert sees(reader)
    layout = json.dumps(reader.get("/_dash-layout").json, ensure_ascii=False)
    assert all(f'"children": "{text}"' in layout for text in ("Leder", "Log ud"))


def test_the_login_is_a_code_with_pkce_state_and_nonce(reader: FlaskClient, provider: Provider) -> None:
    sent = parse_qs(urlsplit(start(reader)).query)
    assert sent["response_type"] == ["code"]
    assert sent["code_challenge_method"] == ["S256"]
    assert len(sent["code_challenge"][0]) == 43
    assert all(len(sent[name][0]) >= 20 for name in ("state", "nonce"))
    assert sent["client_id"] == [CLIENT]
    log_in(reader, provider)
    assert len(provider.asked[-1]["code_verifier"]) >= 43


def test_the_cookie_is_an_id_that_no_script_and_no_other_site_gets(
    reader: FlaskClient, provider: Provider, sample: Path
) -> None:
    reply = log_in(reader, provider)
    cookies = [text for text in reply.headers.getlist("Set-Cookie") if text.startswith("trinvis=")]
    assert len(cookies) == 1
    assert all(word in cookies[0] for word in ("HttpOnly", "SameSite=Lax", "Path=/"))
    token = cookies[0].split("=", 1)[1].split(";")[0]
    stored = b"".join(path.read_bytes() for path in sample.glob("operational.sqlite*"))
    assert token.encode() not in stored
    assert b"Leder" in stored


def test_behind_https_the_cookie_is_bound_to_this_host(
    provider: Provider, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(sample))
    use_login(monkeypatch, provider, "https://trinvis.example.dk")
    reader = create_app().server.test_client()
    base = "https://trinvis.example.dk"
    address = reader.get("/log-ind/start", base_url=base).headers["Location"]
    parts = urlsplit(provider.log_in(address, "leder"))
    reply = reader.get(f"{parts.path}?{parts.query}", base_url=base)
    cookie = next(text for text in reply.headers.getlist("Set-Cookie") if "__Host-trinvis=" in text)
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
    settings.cache_clear()


@pytest.mark.parametrize("path", BEHIND)
def test_the_anonymous_get_the_login_and_nothing_else(reader: FlaskClient, path: str) -> None:
    reply = reader.get(path)
    if path.startswith(("/_", "/csv", "/skabelon")):
        assert reply.status_code == 401
    else:
        assert reply.status_code == 302
        assert reply.headers["Location"].startswith("/log-ind?next=")


def test_no_route_is_forgotten(server: flask.Flask) -> None:
    """Every address the server has but the way in, the sign of life and what pages look like."""
    known = [(rule.rule, rule.methods or set()) for rule in server.url_map.iter_rules()]
    asked = [
        (path, method) for path, methods in known if not path.startswith(PUBLIC) for method in methods & {"GET", "POST"}
    ]
    assert len(asked) > 8
    for path, method in asked:
        reply = server.test_client().open(re.sub("<[^>]+>", "x", path), method=method)
        assert reply.status_code == 401 or reply.headers.get("Location", "").startswith("/log-ind?"), path


@pytest.mark.parametrize("path", SENT)
def test_the_anonymous_send_in_vain(reader: FlaskClient, path: str) -> None:
    assert reader.post(path, json={}).status_code == 401
    assert reader.put(path, json={}).status_code == 401


def test_the_anonymous_reach_the_way_in_and_the_sign_of_life(reader: FlaskClient) -> None:
    assert reader.get("/healthz").status_code == 200
    with reader.get("/assets/10-style.css") as reply:
        assert reply.status_code == 200
    assert "Log ind" in reader.get("/log-ind?next=/sager").get_data(as_text=True)


def test_a_replayed_code_is_refused(reader: FlaskClient, provider: Provider, server: flask.Flask) -> None:
    before = start(reader)
    held = reader.get_cookie("trinvis-login")
    assert held is not None
    address = provider.log_in(before, "leder")
    assert come_back(reader, address).status_code == 302
    assert come_back(reader, address).status_code == 400  # the same browser: its state is used up
    thief = server.test_client()
    thief.set_cookie("trinvis-login", held.value)
    assert come_back(thief, address).status_code == 400  # with the state too: the code is used up
    assert not sees(thief)


@pytest.mark.parametrize("change", ["state=x", "state=", "code=x", "code=", "error=access_denied"])
def test_a_changed_answer_is_refused(reader: FlaskClient, provider: Provider, change: str) -> None:
    address = provider.log_in(start(reader), "leder")
    name, value = change.split("=")
    words = {key: found[0] for key, found in parse_qs(urlsplit(address).query).items()}
    reply = reader.get("/log-ind/svar", query_string={**words, name: value})
    assert reply.status_code == 400
    assert "Hændelsesnummer" in reply.get_data(as_text=True)
    assert not sees(reader)


def test_an_answer_to_another_browser_is_refused(server: flask.Flask, provider: Provider) -> None:
    mine, other = server.test_client(), server.test_client()
    address = provider.log_in(start(mine), "leder")
    start(other)
    assert come_back(other, address).status_code == 400
    assert not sees(other)


SPOILT = {
    "another audience": {"aud": "another"},
    "another audience for this party": {"aud": ["another"], "azp": CLIENT},
    "no audience": {"aud": None},
    "expired": {"exp": int(time.time()) - 3600},
    "another issuer": {"iss": "https://evil.example"},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT)
def test_a_token_that_is_not_for_us_now_is_refused(
    reader: FlaskClient, provider: Provider, spoilt: dict[str, Any]
) -> None:
    provider.spoil = lambda claims: {k: v for k, v in {**claims, **spoilt}.items() if v is not None}
    assert log_in(reader, provider).status_code == 400
    assert not sees(reader)


def test_a_token_signed_by_another_is_refused(reader: FlaskClient, provider: Provider) -> None:
    provider.other_key = RSAKey.generate_key(2048)
    assert log_in(reader, provider).status_code == 400
    assert not sees(reader)


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"groups": []}, "ingen rolle"),
        ({"groups": ["en-anden"], "kommune": "657"}, "ingen rolle"),
        ({"groups": {"leder": True}, "kommune": "657"}, "ingen rolle"),
        ({"groups": ["leder"]}, "hvilken kommune"),
        ({"groups": ["leder"], "kommune": "København"}, "hvilken kommune"),
        ({"groups": ["faglig-leder"], "kommune": "657"}, "hvilket team"),
        ({"groups": ["raadgiver"], "kommune": "657"}, "eget nummer"),
        ({"groups": ["projektleder"], "kommune": "657"}, "projekt"),
        ({"groups": ["leder"], "kommune": "657", "acr": "https://data.gov.dk/concept/core/nsis/loa/Low"}, "to trin"),
        ({"groups": ["leder"], "kommune": "657", "acr": ""}, "to trin"),
    ],
)
def test_who_has_no_role_scope_or_level_is_told_so(
    reader: FlaskClient, provider: Provider, claims: dict[str, Any], words: str
) -> None:
    provider.knows("nogen", **claims)
    reply = log_in(reader, provider, "nogen")
    assert reply.status_code == 403
    assert words in reply.get_data(as_text=True)
    assert not sees(reader)


def test_a_role_that_is_removed_ends_what_it_opened(server: flask.Flask, provider: Provider) -> None:
    """In every browser of theirs, when one of them logs in again."""
    reader, second = server.test_client(), server.test_client()
    log_in(reader, provider, "udvalg")
    provider.knows("udvalg", groups=["leder"], kommune="657")
    log_in(second, provider, "udvalg")
    assert not sees(reader)
    assert sees(second)
    provider.knows("udvalg", groups=[])
    assert log_in(reader, provider, "udvalg").status_code == 403
    assert not sees(second)


def pass_by(reader: FlaskClient, provider: Provider, clock: Clock, subject: str, place: str = "/") -> Any:
    """What a browser does that comes too late with a page: it passes by the login, and nobody types anything."""
    clock.now += 15 * 60
    late = reader.get(place)
    assert late.status_code == 302
    assert urlsplit(late.headers["Location"]).path == "/log-ind/igen"
    sent = reader.get(late.headers["Location"]).headers["Location"]
    assert parse_qs(urlsplit(sent).query)["prompt"] == ["none"]
    provider.signed_in = subject
    return come_back(reader, provider.pass_by(sent))


def test_a_role_that_the_provider_takes_away_is_gone_within_a_quarter(
    reader: FlaskClient, provider: Provider, clock: Clock, sample: Path
) -> None:
    log_in(reader, provider, "leder")
    provider.knows("leder", groups=[])
    before = len(at_the_door(sample, 0))
    clock.now += 14 * 60 + 59
    assert sees(reader)
    clock.now += 1
    for path in SENT:
        reply = reader.post(path, headers={"Origin": HERE}, json={})
        assert (reply.status_code, reply.json["again"]) == (401, True)
    assert reader.get("/_dash-layout").status_code == 401
    assert pass_by(reader, provider, clock, "leder").status_code == 403
    assert not sees(reader)
    assert at_the_door(sample, before) == [("leder", "", "login", "refused")]


def test_who_still_has_the_role_is_back_where_they_were(
    reader: FlaskClient, provider: Provider, clock: Clock, sample: Path
) -> None:
    place = "/oekonomi?kommune=657&interval=aar"
    log_in(reader, provider)
    reply = pass_by(reader, provider, clock, "leder", place)
    assert (reply.status_code, reply.headers["Location"]) == (302, place)
    assert sees(reader)
    before = len(at_the_door(sample, 0))
    assert pass_by(reader, provider, clock, "leder", "/csv/oekonomi").headers["Location"] == "/csv/oekonomi"
    assert at_the_door(sample, before) == []  # nobody came: who was in before still is
    provider.knows("leder", groups=["udvalg"], kommune="657")
    assert pass_by(reader, provider, clock, "leder").status_code == 302
    assert [one.viewer.role for one in sessions_of(settings(), clock).current()] == ["committee"]


def test_two_tabs_pass_by_the_login_at_once(reader: FlaskClient, provider: Provider, clock: Clock) -> None:
    log_in(reader, provider)
    clock.now += 15 * 60
    places = ("/sager", "/tillid")
    sent = [reader.get("/log-ind/igen", query_string={"next": place}).headers["Location"] for place in places]
    provider.signed_in = "leder"
    back = [come_back(reader, provider.pass_by(address)).headers["Location"] for address in sent]
    assert tuple(back) == places


def test_where_the_login_needs_the_person_it_gets_the_person(
    reader: FlaskClient, provider: Provider, clock: Clock, sample: Path
) -> None:
    log_in(reader, provider)
    clock.now += 15 * 60
    before = len(at_the_door(sample, 0))
    sent = reader.get("/log-ind/igen?next=/sager").headers["Location"]
    reply = come_back(reader, provider.pass_by(sent))
    assert reply.headers["Location"] == "/log-ind/start?next=%2Fsager"
    assert at_the_door(sample, before) == []
    assert not sees_anything(reader)
    assert reader.get("/log-ind/svar?error=login_required&state=another").status_code == 400


def sees_anything(reader: FlaskClient) -> bool:
    return 200 in {reader.get(path).status_code for path in BEHIND}


def test_an_administrator_ends_and_bars_at_once(reader: FlaskClient, provider: Provider) -> None:
    log_in(reader, provider)
    assert [one.viewer.subject for one in sessions_of(settings()).current()] == ["leder"]
    assert sessions_of(settings()).end_all("leder") == 1
    assert not sees(reader)
    assert log_in(reader, provider).status_code == 302
    sessions_of(settings()).bar("leder")
    assert not sees(reader)
    assert "spærret" in log_in(reader, provider).get_data(as_text=True)
    assert not sees(reader)
    assert sessions_of(settings()).allow("leder")
    assert log_in(reader, provider).status_code == 302


def test_sessions_of_other_rules_count_no_more(
    reader: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(reader, provider)
    monkeypatch.setenv("TRINVIS_ROLE_OF_GROUP", '{"leder": "udvalg"}')
    settings.cache_clear()
    assert not sees(reader)


def test_after_logout_the_old_cookie_is_worth_nothing(
    reader: FlaskClient, provider: Provider, server: flask.Flask
) -> None:
    log_in(reader, provider)
    cookie = reader.get_cookie("trinvis")
    assert cookie is not None
    reply = reader.post("/log-ud", headers={"Origin": HERE})
    assert reply.status_code == 303
    assert reply.headers["Location"].startswith(f"{provider.url}/oauth2/end_session?")
    assert reader.get_cookie("trinvis") is None
    thief = server.test_client()
    thief.set_cookie("trinvis", cookie.value)
    assert not sees(thief)


def test_no_other_site_logs_anybody_out(reader: FlaskClient, provider: Provider) -> None:
    log_in(reader, provider)
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert reader.post("/log-ud", headers=headers).status_code == 403
    assert reader.get("/log-ud").status_code == 200
    assert sees(reader)


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "", lambda t: t * 50])
def test_a_changed_cookie_is_nobodys(reader: FlaskClient, provider: Provider, spoil: Any) -> None:
    log_in(reader, provider)
    cookie = reader.get_cookie("trinvis")
    assert cookie is not None
    reader.set_cookie("trinvis", spoil(cookie.value))
    assert not sees(reader)


@pytest.mark.parametrize(
    "place",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "evil", "/\t/evil", ""],
)
def test_the_login_leads_to_no_other_place(reader: FlaskClient, provider: Provider, place: str) -> None:
    assert log_in(reader, provider, next_path=place).headers["Location"] == "/"


@pytest.fixture
def _never_asked_again(server: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRINVIS_CONFIRM_MINUTES", "1000")
    settings.cache_clear()


@pytest.mark.usefixtures("_never_asked_again")
def test_half_an_hour_without_a_sign_of_life_ends_a_session(
    reader: FlaskClient, provider: Provider, clock: Clock
) -> None:
    log_in(reader, provider)
    for _minute in range(3):
        clock.now += 29 * 60
        assert sees(reader)
    clock.now += 31 * 60
    assert not sees(reader)


@pytest.mark.usefixtures("_never_asked_again")
def test_eight_hours_end_a_session_however_busy(reader: FlaskClient, provider: Provider, clock: Clock) -> None:
    log_in(reader, provider)
    for _quarter in range(31):
        clock.now += 15 * 60
        assert sees(reader)
    clock.now += 15 * 60
    assert not sees(reader)


def test_a_provider_that_does_not_answer_is_said(
    provider: Provider, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(sample))
    use_login(monkeypatch, provider, HERE, OIDC_DISCOVERY_URL="http://localhost:1/.well-known/openid-configuration")
    reply = create_app().server.test_client().get("/log-ind/start")
    settings.cache_clear()
    assert reply.status_code == 503
    assert "Kommunens login svarer ikke" in reply.get_data(as_text=True)


def test_every_role_gets_in_with_its_own_scope(server: flask.Flask, provider: Provider) -> None:
    assert set(PEOPLE) == set(ROLE_WORDS)
    for word, role in ROLE_WORDS.items():
        assert log_in(server.test_client(), provider, word).status_code == 302, word
        viewer = next(one.viewer for one in sessions_of(settings()).current() if one.viewer.subject == word)
        assert viewer.role == role
        own = {"0657", "0825"} if word == "projektleder" else {"0657"}
        assert viewer.municipalities == (None if role in EVERYWHERE else own)
        assert (viewer.teams, viewer.programmes) == (
            {"nord"} if word == "faglig-leder" else set(),
            {"mestringsstoette"} if word == "projektleder" else set(),
        )
        assert viewer.coordinator == ("R1" if word == "raadgiver" else "")


def at_the_door(folder: Path, since: int) -> list[tuple[str, str, str, str]]:
    logged = [entry for entry in entries(folder) if entry.action in ("login", "logout")]
    return [(entry.subject, entry.role, entry.action, entry.outcome) for entry in logged[since:]]


def test_who_comes_goes_or_is_turned_away_stands_in_the_log(
    reader: FlaskClient, provider: Provider, sample: Path
) -> None:
    before = len(at_the_door(sample, 0))
    log_in(reader, provider)
    reader.post("/log-ud", headers={"Origin": HERE})
    provider.knows("nogen", groups=[])
    log_in(reader, provider, "nogen")
    reader.get("/log-ind/svar?code=x&state=y")
    assert at_the_door(sample, before) == [
        ("leder", "head", "login", "given"),
        ("leder", "head", "logout", "given"),
        ("nogen", "", "login", "refused"),
        ("", "", "login", "refused"),
    ]


def test_nobody_comes_in_unlogged(reader: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: Any) -> int:
        raise NotWritten

    monkeypatch.setattr(audit_log, "record", full)
    assert log_in(reader, provider).status_code == 503
    assert reader.get_cookie("trinvis") is None
