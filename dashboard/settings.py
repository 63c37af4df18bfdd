"""What an installation may set, each by an environment variable TRINVIS_<NAME> (PORT also stands alone)."""

import ipaddress
import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "TRINVIS_"
# Read elsewhere, by the command that takes a query in (cli/files.py): it holds a password, so it is no option.
ELSEWHERE = ("TRINVIS_IMPORT_DATABASE",)


class BadSetting(SystemExit):
    """A setting that cannot be meant; ends the process with one sentence and the exit code 1.

    In Danish alone: the language is itself a setting.
    """


class Settings(BaseSettings):
    """Read once at start; every field has a default that serves one person on one machine."""

    model_config = SettingsConfigDict(env_prefix="TRINVIS_", populate_by_name=True)

    data_folder: Path = PROJECT / "data"
    # Empty: facts are DuckDB files in data_folder. Else a SQLAlchemy URL of a PostgreSQL database.
    facts_url: str = ""
    # The same database by the role that owns the tables and writes them; empty: the role in facts_url does both.
    facts_owner_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8050, validation_alias=AliasChoices("PORT", "TRINVIS_PORT"))
    language: Literal["da", "en"] = "da"
    # The municipality that the local department head works in (four digits). Empty: the only one in the
    # data, or, where there are several, the sample's.
    municipality: str = ""
    # What the person with the case is called here; the law has no one word (people.md section 2).
    coordinator_label: Literal["rådgiver", "sagsbehandler", "myndighedsrådgiver"] = "rådgiver"
    cache_megabytes: int = 64
    # Fewer persons than this are hidden from everybody who reads a publication; never fewer than three (safety.md 2).
    small_numbers: int = Field(default=5, ge=3)
    # What CPR numbers in deliveries to Danmarks Statistik are hashed with: outside the data folder (trinvis key new).
    key_file: Path = Path("~/.config/trinvis/key")
    # How numbers of cases, children and coordinators are written here, as a regular expression for all of one: [0-9]{4}-[0-9]+.
    # Empty: as anybody may write them.
    key_pattern: str = ""
    # How long an import waits for one that is already running, before it says who that is.
    import_wait_seconds: float = 10.0
    # Who is told when a file in the inbox is refused: host or host:port, the sender, and recipients with commas.
    mail_server: str = ""
    mail_from: str = "trinvis@localhost"
    mail_to: str = ""
    # Danmarks Statistik's API, asked only by `trinvis statbank`; and how many cells one question may fetch.
    statbank_url: str = "https://api.statbank.dk/v1"
    statbank_cells: int = 100_000

    # How the log is written, one event a line: for people, or as JSON for a log server.
    log_format: Literal["text", "json"] = "text"
    # Where the heads of the audit log go too, out of reach of whoever can write the data folder: syslog,
    # syslog:server:port or the path of a file. Empty: nowhere else.
    audit_to: str = ""
    # How long an entry of the audit log is kept before it is deleted by itself.
    audit_months: int = Field(default=6, ge=1)
    # How many years personal data are kept; by kind where it differs: {"surveys": 3}. Numbers by month stay.
    retention_years: int = Field(default=5, ge=1)
    retention_years_of: dict[Literal["cases", "services", "surveys"], int] = {}
    # --- who may come in (docs/login.md) ---
    # local: whoever sits at this machine; oidc: the municipality's own login; proxy: a proxy that has let people in.
    login: Literal["local", "oidc", "proxy"] = "local"
    # Without login everybody at the machine sees everything, so real data need this said.
    local_real_data: bool = False
    # The address that people write, https://trinvis.kommune.dk; and other names the server answers to, with commas.
    public_url: str = ""
    trusted_hosts: str = ""
    # Signs the cookie that a login under way needs; at least 32 characters.
    session_key: str = ""
    idle_minutes: int = Field(default=30, ge=1)
    session_hours: float = Field(default=8, gt=0)
    # How long what the login said of a person counts, before it is asked again without the person having to do anything.
    confirm_minutes: int = Field(default=15, ge=1)
    requests_per_minute: int = Field(default=1200, ge=1)
    # Logins begun or failed from one address; and how often one person may log in.
    logins_per_minute: int = Field(default=30, ge=1)
    logins_per_account: int = Field(default=10, ge=1)
    # How many proxies stand before Trinvis; only they say where a request comes from, and only from these addresses.
    trusted_hops: int = Field(default=0, ge=0, le=5)
    trusted_proxies: str = "127.0.0.1,::1"
    oidc_discovery_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_scope: str = "openid profile"
    # What the login says about a person: the names of its claims.
    claim_subject: str = "sub"
    claim_name: str = "name"
    claim_role: str = "groups"
    claim_municipality: str = "kommune"
    claim_teams: str = "teams"
    claim_programmes: str = "programmer"
    claim_coordinator: str = "raadgiver"
    claim_level: str = "acr"
    # Group → role word, the first that fits counts. Empty: the claim holds the role's word itself.
    role_of_group: dict[str, str] = {}
    # CVR → four-digit code, where the login names municipalities by CVR.
    municipality_of_cvr: dict[str, str] = {}
    # The weakest login that lets in (NSIS); what the login calls a level, when it has words of its own.
    minimum_level: Literal["none", "low", "substantial", "high"] = "substantial"
    level_of_value: dict[str, Literal["low", "substantial", "high"]] = {}
    # What the proxy must send with every request to be believed; at least 32 characters.
    proxy_secret: str = ""

    @field_validator("key_pattern")
    @classmethod
    def _pattern(cls, text: str) -> str:
        try:
            re.compile(text)
        except re.error as error:
            raise PydanticCustomError("regular_expression", "no regular expression") from error
        return text

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, text: str) -> str:
        for one in text.split(","):
            if one.strip():
                ipaddress.ip_network(one.strip(), strict=False)
        return text


@lru_cache(maxsize=1)
def settings() -> Settings:
    """What the environment says. Raises BadSetting for a name that is none, or a value that cannot be used."""
    return read_settings(os.environ)


def names() -> list[str]:
    """Every name that may stand in the environment."""
    return sorted([*(PREFIX + field.upper() for field in Settings.model_fields), *ELSEWHERE])


def read_settings(environment: Mapping[str, str]) -> Settings:
    """As settings(). environment: what pydantic reads too; its names are looked through for slips of the keyboard."""
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in names():
            raise BadSetting(_unknown(name))
    try:
        return Settings()
    except ValidationError as error:
        raise BadSetting(_bad_value(error)) from None
    except SettingsError as error:  # a field of several values that is no JSON
        raise BadSetting(_bad_json(error)) from None


def _unknown(name: str) -> str:
    near = get_close_matches(name.upper(), names(), n=1, cutoff=0.6)
    meant = f" Mente du {near[0]}?" if near else ""
    return f"{name} er ingen indstilling.{meant} Alle står i docs/indstillinger.md. Ret eller fjern den."


def _bad_value(error: ValidationError) -> str:
    """Of the first fault; the value is not repeated, for it may be a key or a password."""
    fault = error.errors(include_input=False, include_url=False)[0]
    field = str(fault["loc"][0]).removeprefix(PREFIX).lower()
    return f"{PREFIX}{field.upper()} kan ikke bruges: {_wanted(fault)}"


def _bad_json(error: SettingsError) -> str:
    field = str(error).split('"')[1]
    return f'{PREFIX}{field.upper()} kan ikke bruges: skriv den som {{"navn": "værdi"}}, og sæt \' om i en skal.'


def _wanted(fault: Any) -> str:
    """What may stand there, by pydantic's word for the fault."""
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "literal_error":
            return f"skriv {str(limits['expected']).replace(' or ', ' eller ')}."
        case "int_parsing" | "int_from_float":
            return "skriv et helt tal."
        case "float_parsing":
            return "skriv et tal, med punktum før decimalerne."
        case "bool_parsing":
            return "skriv true eller false."
        case "greater_than_equal":
            return f"det mindste er {limits['ge']}."
        case "greater_than":
            return f"det skal være mere end {limits['gt']:g}."
        case "regular_expression":
            return "skriv et regulært udtryk, fx [0-9]{4}-[0-9]+."
        case _:
            return "værdien er ikke af den rette slags."
